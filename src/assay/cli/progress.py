"""The progress bar: on standard error, only on a terminal, and drawn only if there is something to wait for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assay.model.policy import Action
from assay.model.report import Assessed
from assay.reports.visible import visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: Fewer releases than this are done before a bar could be read.
WORTH_A_BAR = 10


class ProgressBar:
    """Implements ``wiring.scan.Progress``; use it as a context manager."""

    def __init__(self, *, is_shown: bool) -> None:
        self._is_shown = is_shown
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._blocked = 0

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, total: int) -> None:
        """Draw the bar."""
        if not self._is_shown or total < WORTH_A_BAR:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[last]}"),
        )
        self._bar = Progress(*columns, console=Console(file=sys.stderr), transient=True)
        self._task = self._bar.add_task("checking", total=total, last="")
        self._bar.start()

    def advance(self, assessed: Assessed) -> None:
        """One more is done."""
        if self._bar is None or self._task is None:
            return
        self._blocked += assessed.decision.action is Action.BLOCK
        description = f"checking, {self._blocked} to block" if self._blocked else "checking"
        last = visible(str(assessed.ref), 30)
        self._bar.update(self._task, advance=1, description=description, last=last)
