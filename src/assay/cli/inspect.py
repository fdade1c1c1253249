"""``assay inspect``: what the code of one package would do, for whoever looks at it closely."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from assay.cli.options import context_for, settings_for, shared_options

#: Exit code for a package that could not be read in full.
_UNCHECKED = 3


@click.command("inspect")
@click.argument("target")
@click.option(
    "--format", "format_name", type=click.Choice(["terminal", "json"]), default="terminal", help="What to print."
)
@shared_options
def command(target: str, format_name: str, **given: Any) -> None:
    """Show the behaviours, chains and decoded texts of one package: a .tgz file, its folder, NAME@VERSION or a purl.

    Nothing of it is run. Addresses are printed so that nobody opens them by a click.
    """
    from assay.cli.progress import ProgressBar
    from assay.wiring.reading import inspect_now

    settings = settings_for((target,), given)
    with ProgressBar(is_shown=sys.stderr.isatty()) as progress:
        told = inspect_now(target, settings, context_for((target,)), progress, use_cache=not given["no_cache"])
    if format_name == "json":
        from assay.reports.reading_json import reading_json

        click.echo(reading_json(told.assessed, told.reading))
    else:
        from rich.console import Console

        from assay.reports.reading_tree import reading_tree

        Console(no_color=bool(os.environ.get("NO_COLOR")), highlight=False).print(
            reading_tree(told.assessed, told.reading)
        )
    sys.exit(_UNCHECKED if told.reading.gaps and not settings.allow_gaps else 0)
