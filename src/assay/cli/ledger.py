"""``assay ledger``: who got what, and when."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.errors import UsageError

if TYPE_CHECKING:
    from assay.model.handout import HandoutOutcome

#: Shared with ``assay gate why``.
store_option = click.option("--store", metavar="URL", help="The store. Default: ASSAY_STORE, or a file of your own.")


@click.command("ledger")
@click.option("--package", default="", metavar="NAME[@VERSION]", help="Only this package or release.")
@click.option("--since", metavar="TIME", help="Not older than a day such as 2026-01-31 or an age such as 7d or 12h.")
@click.option("--project", default="", metavar="NAME", help="Only what this project asked for.")
@click.option("--outcome", type=click.Choice(["served", "rewritten", "refused"]), help="Only what went this way.")
@click.option("--recalled", is_flag=True, help="Only what was served and is known malware today.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=1000, metavar="N", help="At most the newest N.")
@click.option("--format", "format_name", type=click.Choice(["terminal", "json"]), default="terminal")
@store_option
def command(
    package: str,
    since: str | None,
    project: str,
    outcome: str | None,
    recalled: bool,
    limit: int,
    format_name: str,
    store: str | None,
) -> None:
    """Show what the gate handed out and refused: when, to whom, and with which verdict at that time.

    With --recalled everything that was ever served is compared with the feeds of today first.
    """
    from assay.reports.handouts import handouts_json, handouts_table
    from assay.settings import load
    from assay.store.ledger import Ledger, Search
    from assay.wiring.ledger import recall_now, store_url

    now = datetime.now(UTC)
    search = Search(package, since_when(since, now) if since else None, project, _outcome(outcome), recalled, limit)
    with Ledger.open(store_url(store, os.environ)) as ledger:
        if recalled:
            recall_now(ledger, load(Path(), os.environ), os.environ, now)
        found, recalls = ledger.find(search), ledger.recalls()
    if format_name == "json":
        shown = {(each.package, each.version) for each in found}
        click.echo(handouts_json(found, [each for each in recalls if (each.package, each.version) in shown]), nl=False)
        return
    click.echo(handouts_table(found, recalls), nl=False)
    if not found:
        click.echo("assay: nothing of that kind is in the ledger", err=True)
    elif len(found) == limit:
        click.echo(f"assay: these are the newest {limit:,}; --limit shows more", err=True)


def since_when(text: str, now: datetime) -> datetime:
    """A moment in UTC from a day, a time, or an age. Raises UsageError."""
    from assay.settings.duration import parse_duration

    try:
        return now - parse_duration(text)
    except ValueError:
        pass  # not an age, so a time
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        hint = "write 2026-01-31, 2026-01-31T12:00Z, 7d or 12h"
        raise UsageError(f"{text[:40]!r} is no time", hint=hint) from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _outcome(word: str | None) -> HandoutOutcome | None:
    from assay.model.handout import HandoutOutcome

    return HandoutOutcome(word) if word else None
