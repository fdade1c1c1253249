"""Colours of the terminal report, and the one way in which text gets into it."""

from __future__ import annotations

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from assay.model.policy import Action
from assay.model.rule import Severity
from assay.model.verdict import Level
from assay.reports.visible import visible

ACTION_STYLE = {Action.ALLOW: "green", Action.WARN: "yellow", Action.BLOCK: "red"}
LEVEL_STYLE = {Level.BENIGN: "", Level.UNKNOWN: "magenta", Level.SUSPICIOUS: "yellow", Level.MALICIOUS: "red"}
SEVERITY_STYLE = {
    Severity.INFO: "dim",
    Severity.LOW: "cyan",
    Severity.MEDIUM: "yellow",
    Severity.HIGH: "red",
    Severity.CRITICAL: "bold red",
}


def line(text: str, style: str = "", limit: int = 0) -> Text:
    """Text whose content cannot act on the terminal."""
    return Text(visible(text, limit), style=style, overflow="fold")


def indented(text: RenderableType, columns: int) -> Padding:
    """A paragraph whose every line begins at the same column."""
    return Padding(text, (0, 0, 0, columns), expand=False)
