"""What is told of one name, for people: its level, its name, and a line for each reason."""

from __future__ import annotations

from textwrap import wrap

from assay.names.opinion import NameLevel, NameOpinion
from assay.reports.visible import visible

_COLORS = {NameLevel.NONE: "32", NameLevel.NOTICE: "33", NameLevel.WARN: "31"}
_INDENT = " " * 8
#: No name that can be one is longer than npm's own limit.
_SHOWN = 214


def name_text(opinion: NameOpinion, width: int, *, color: bool) -> str:
    """Lines for the terminal, each with its end; ``width`` is in columns."""
    level = f"{opinion.level.value:<{len(_INDENT)}}"
    if color:
        level = f"\x1b[{_COLORS[opinion.level]}m{level}\x1b[0m"
    lines = [f"{level}{visible(opinion.name, _SHOWN)}"]
    for reason in (*opinion.reasons, *_validity(opinion)):
        first, *rest = wrap(visible(reason), max(width - len(_INDENT) - 2, 20), break_on_hyphens=False) or [""]
        lines += [f"{_INDENT}{first}", *(f"{_INDENT}  {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def has_news(opinion: NameOpinion) -> bool:
    """There is something to tell about the name."""
    return opinion.level is not NameLevel.NONE or not opinion.validity.for_new_packages


def _validity(opinion: NameOpinion) -> list[str]:
    return [f"npm takes no new package of this name: {warning}" for warning in opinion.validity.warnings]
