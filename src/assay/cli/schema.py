"""``assay schema``: the JSON Schema of the JSON report."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of ``assay scan --format json``."""
    from assay.reports.json_v1.render import schema

    click.echo(schema(), nl=False)
