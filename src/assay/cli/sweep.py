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
@click.option("--top", type=click.IntRange(1), metavar="N", help="Only the N most telling.")
@registry_options
def names_command(
    more: tuple[str, ...],
    against: str,
    names: Path | None,
    protect: tuple[str, ...],
    output: Path | None,
    top: int | None,
    **given: Any,
) -> None:
    """Rank the names that look most like known ones, as JSON lines or Parquet.

    Without --names it is every name of the registry, from the npm package all-the-package-names.
    """
    if more and not protect:
        raise UsageError(f"what is {more[0]!r} for?", hint="packages to protect come after --protect")
    if protect and against != CORPUS:
        raise UsageError("--protect and --against both say what to compare with", hint="give one of them")
    from assay.wiring.sweep import SweepOrder, sweep_names
    from assay.wiring.sweep_output import check_output, write_lines, write_rows

    if output is not None:
        check_output(output)
    order = SweepOrder(names, None if against == CORPUS else Path(against), (*protect, *more))
    settings = settings_for((), given)
    with _Bar() as bar:
        # All of them before the file is opened: a sweep that fails leaves an older file as it is.
        rows = list(islice(sweep_names(order, settings, context_for(()), _tell, bar.advance), top))
    if output is None:
        write_lines(rows, sys.stdout)
    else:
        write_rows(rows, output)
    _tell(f"{len(rows):,} names look like others" + (f": {output}" if output else ""))


def _tell(what: str) -> None:
    click.echo(what, err=True)


class _Bar:
    """A progress bar on standard error, if that is a terminal."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, more: int, total: int) -> None:
        """So many more names are done. The bar is drawn only now: its thread must not be there when workers fork."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(file=sys.stderr), transient=True)
            self._task = self._bar.add_task("comparing", total=total)
            self._bar.start()
        if self._task is not None:
            self._bar.advance(self._task, more)
