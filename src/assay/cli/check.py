"""``assay check``: names, before they are installed."""

from __future__ import annotations

import sys
from typing import Any

import click

from assay.cli.options import context_for, settings_for, shared_options
from assay.cli.output import print_report
from assay.cli.progress import ProgressBar
from assay.cli.scan import code_of
from assay.errors import UsageError
from assay.lockfiles.specs import release_target


@click.command("check")
@click.argument("names", nargs=-1, required=True, metavar="NAME[@VERSION]...")
@click.option(
    "--format", "format_name", type=click.Choice(["terminal", "json"]), default="terminal", help="What to print."
)
@click.option("--deps", is_flag=True, help="Also check everything that they would bring along.")
@click.option("--all", "show_all", is_flag=True, help="Also show the evidence of what is allowed.")
@shared_options
def command(names: tuple[str, ...], format_name: str, deps: bool, show_all: bool, **given: Any) -> None:
    """Check packages before installing them, by the same path as a scan: NAME, NAME@RANGE, NAME@TAG or a purl."""
    from assay.wiring.scan import Order, scan_now

    words = tuple(_as_name(name) for name in names)
    settings = settings_for((), given)
    order = Order(words, use_cache=not given["no_cache"], with_dependencies=deps)
    with ProgressBar(is_shown=sys.stderr.isatty()) as progress:
        report = scan_now(order, settings, context_for(()), progress)
    print_report(report, format_name, show_all=show_all)
    sys.exit(code_of(report, settings))


def _as_name(word: str) -> str:
    """The word as one that is never taken for a path, even where a folder has that name. Raises UsageError."""
    if not word.strip():
        raise UsageError("an empty word is no package name")
    release_target(word)
    return word if word.startswith(("npm:", "pkg:")) or "@npm:" in word else f"npm:{word}"
