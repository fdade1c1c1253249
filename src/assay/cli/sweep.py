"""``assay sweep``: long lists of names, all at once."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.cli.options import context_for, registry_options, settings_for
from assay.errors import UsageError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: The word for the corpus in place of a file.
CORPUS = "corpus"


@click.group("sweep")
def command() -> None:
    """Compare whole lists of names with known names."""


@command.command("names")
@click.argument("more", nargs=-1, metavar="")
@click.option("--against", default=CORPUS, metavar="corpus|FILE", help="Known names. Default: the corpus.")
@click.option(
    "--names",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Names to judge: one a line, a JSON array, or a tarball of all-the-package-names. Default: the registry's.",
)
@click.option("--protect", multiple=True, metavar="NAME...", help="Who imitates these packages?")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write FILE, .jsonl or .parquet.")
@click.option(
    "--format", "format_name", type=click.Choice(["jsonl", "parquet"]), help="Default: the ending of FILE, or jsonl."
)
@click.option("--top", type=click.IntRange(1), metavar="N", help="Only the N most telling.")
@registry_options
def names_command(
    more: tuple[str, ...],
    against: str,
    names: Path | None,
    protect: tuple[str, ...],
    output: Path | None,
    format_name: str | None,
    top: int | None,
    **given: Any,
) -> None:
    """Rank the names that look most like known ones, as JSON lines or Parquet.

    Without --names it is every name of the registry, from the npm package all-the-package-names. The internal names
    and scopes of assay.toml are known names, too. A run that is stopped writes nothing and exits with 130.
    """
    if more and not protect:
        raise UsageError(f"what is {more[0]!r} for?", hint="packages to protect come after --protect")
    if protect and against != CORPUS:
        raise UsageError("--protect and --against both say what to compare with", hint="give one of them")
    from assay.wiring.sweep import SweepOrder, sweep_names
    from assay.wiring.sweep_output import chosen_format, write_lines, write_rows

    chosen = chosen_format(output, format_name)
    order = SweepOrder(names, None if against == CORPUS else Path(against), (*protect, *more))
    settings = settings_for((), given)
    with _Bar() as bar:
        # All of them before the file is opened: a sweep that fails leaves an older file as it is.
        rows = list(islice(sweep_names(order, settings, context_for(()), _tell, bar.advance), top))
    if output is None:
        write_lines(rows, sys.stdout)
    else:
        write_rows(rows, output, chosen)
    _tell(f"{len(rows):,} names look like others" + (f": {output}" if output else ""))


def _tell(what: str) -> None:
    click.echo(what, err=True)


class _Bar:
    """A progress bar on standard error, if that is a terminal: one line for each stage, drawn as soon as it begins."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, stage: str, more: int, total: int) -> None:
        """So many more names are through a stage, of so many."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            # It draws when it is told something and has no thread of its own: workers are forked while it is shown.
            self._bar = Progress(console=Console(file=sys.stderr), transient=True, auto_refresh=False)
            self._bar.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total)
        self._bar.update(self._tasks[stage], advance=more, refresh=True)
