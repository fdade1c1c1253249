"""``assay gate why``: what a refusal was about."""

from __future__ import annotations

import os

import click

from assay.cli.ledger import store_option
from assay.errors import UsageError


@click.command("why")
@click.argument("identity", metavar="ID")
@store_option
def why(identity: str, store: str | None) -> None:
    """Explain the refusal or handout ID: what was found, which policy rule decided, and how to accept it."""
    from assay.reports.handouts import handout_page
    from assay.store.ledger import Ledger
    from assay.wiring.ledger import store_url

    with Ledger.open(store_url(store, os.environ)) as ledger:
        found, recalls = ledger.get(identity), ledger.recalls()
        place = ledger.name
    if found is None:
        hint = "the id stands in the message of the package manager; --store names another store"
        raise UsageError(f"there is no {identity[:40]!r} in {place}", hint=hint)
    click.echo(handout_page(found, recalls), nl=False)
