"""``assay gate why``: what a refusal was about."""

from __future__ import annotations

import os

import click

from assay.cli.ledger import store_option
from assay.errors import UsageError


@click.command("why", short_help="Explain a refusal, and how to accept it.")
@click.argument("asked", metavar="ID|NAME@VERSION")
@store_option
def why(asked: str, store: str | None) -> None:
    """Explain a refusal: what was found, which rule of the policy decided, and how to accept it.

    The id stands in the message of the package manager. Many say of a version that is withheld only that there is
    none: ask by NAME@VERSION then, or by NAME alone.
    """
    from assay.model.package import split_release
    from assay.reports.handouts import handout_page
    from assay.store.ledger import Ledger
    from assay.wiring.ledger import last_denial, store_url

    with Ledger.open(store_url(store, os.environ)) as ledger:
        found, recalls = ledger.get(asked) or last_denial(ledger, asked), ledger.recalls()
        place = ledger.name
    if found is None:
        hint = "give the id from the package manager's message, or NAME@VERSION; --store names another store"
        raise UsageError(f"no refusal of {asked[:80]!r} is in {place}", hint=hint)
    click.echo(handout_page(found, recalls, split_release(asked)[1]), nl=False)
