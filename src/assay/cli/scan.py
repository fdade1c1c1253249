"""``assay scan``: projects, lockfiles, tarballs, names and SBOMs."""

from __future__ import annotations

import sys
from typing import Any

import click

from assay.cli.options import context_for, settings_for, shared_options
from assay.cli.output import check_outputs, print_report, write_files
from assay.cli.progress import ProgressBar
from assay.model.report import Report
from assay.reports.exit import exit_code
from assay.settings import Settings

FORMATS = ("terminal", "json", "sarif", "html", "markdown", "cyclonedx")
#: Wrong use or unreadable input.
UNREADABLE = 2


@click.command("scan")
@click.argument("targets", nargs=-1)
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="terminal", help="What to print.")
@click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FILE", help="Also write FILE; its ending tells the format."
)
@click.option("--no-deps", is_flag=True, help="For names and manifests: not what they would bring along.")
@click.option("--yara", metavar="FOLDER", help="Match every package with the YARA rules in FOLDER.")
@click.option("--all", "show_all", is_flag=True, help="Also show the evidence of what is allowed.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code tells.")
@shared_options
def command(
    targets: tuple[str, ...],
    format_name: str,
    outputs: tuple[str, ...],
    no_deps: bool,
    show_all: bool,
    quiet: bool,
    **given: Any,
) -> None:
    """Scan TARGETs: folders, lockfiles, package.json, node_modules, .tgz files, SBOMs, names and purls.

    Without a TARGET the current folder is scanned. Nothing of what is scanned is ever run or installed.
    """
    from assay.wiring.scan import Order, scan_now, words_or_here

    check_outputs(outputs)
    words = words_or_here(targets)
    settings = settings_for(words, given)
    order = Order(words, use_cache=not given["no_cache"], with_dependencies=not no_deps)
    with ProgressBar(is_shown=not quiet and sys.stderr.isatty()) as progress:
        report = scan_now(order, settings, context_for(words), progress)
    try:
        write_files(report, outputs)
    finally:
        if not quiet:
            print_report(report, format_name, show_all=show_all)
    sys.exit(code_of(report, settings))


def code_of(report: Report, settings: Settings) -> int:
    """The exit code: what is to block outweighs an input that could not be read, and that outweighs other gaps."""
    code = exit_code(report, settings.fail_on, allow_gaps=settings.allow_gaps)
    if code != 1 and any(read.is_unreadable for read in report.inputs):
        return UNREADABLE
    return code
