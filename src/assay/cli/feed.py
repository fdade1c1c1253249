"""``assay feed``: the known malware and advisories that releases are matched against."""

from __future__ import annotations

import click


@click.group("feed")
def command() -> None:
    """Update and show the feeds of known malware and advisories."""


@command.command("update")
@click.argument("source", required=False)
def update(source: str | None) -> None:
    """Read a feed from SOURCE: a URL, a zip, a folder or a JSON-lines file of OSV records.

    Without SOURCE it is OSV's export for npm. A feed is replaced whole or not at all.
    """
    from assay.wiring.feeds import update_now

    updated = update_now(source)
    info = updated.info
    if updated.is_unchanged:
        click.echo(f"{info.name} has not changed: {info.records:,} records.")
    else:
        newest = f", the newest of {info.updated:%Y-%m-%d}" if info.updated else ""
        click.echo(f"{info.name}: {info.records:,} records{newest}.")
    for gap in updated.gaps:
        click.echo(f"not read: {gap.what}: {gap.why}", err=True)


@command.command("list")
def show() -> None:
    """Show the feeds in use, with their size and age."""
    from assay.wiring.feeds import open_now

    with open_now() as index:
        for info in index.feeds():
            updated = f"{info.updated:%Y-%m-%d}" if info.updated else "unknown"
            click.echo(f"{info.name}: {info.records:,} records, newest of {updated}, revision {info.revision[:12]}")
        for gap in index.gaps:
            click.echo(f"not read: {gap.what}: {gap.why} {gap.hint}".rstrip(), err=True)
