"""What is told of one name, for people: its level, its name, and a line for each reason."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from assay.names.opinion import NameLevel, NameOpinion
from assay.reports.visible import visible

_COLORS = {NameLevel.NONE: "32", NameLevel.NOTICE: "33", NameLevel.WARN: "31"}
_INDENT = " " * 8
#: No name that can be one is longer than npm's own limit.
_SHOWN = 214
#: How much of a name the last word shows, and of how many names.
_BRIEF, _LISTED = 40, 10


def name_text(opinion: NameOpinion, width: int, *, color: bool) -> str:
    """Lines for the terminal, each with its end; ``width`` is in columns."""
    level = f"{opinion.level.value:<{len(_INDENT)}}"
    if color:
        level = f"\x1b[{_COLORS[opinion.level]}m{level}\x1b[0m"
    room = max(width - len(_INDENT) - 2, 20)
    lines = [f"{level}{_shown(opinion.name, min(room, _SHOWN))}"]
    for reason in opinion.reasons:
        first, *rest = wrap(visible(reason), room, break_on_hyphens=False) or [""]
        lines += [f"{_INDENT}{first}", *(f"{_INDENT}  {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def has_news(opinion: NameOpinion) -> bool:
    """There is something to tell about the name."""
    return opinion.level is not NameLevel.NONE or not opinion.validity.for_new_packages


def names_to_look_at(opinions: Iterable[NameOpinion], width: int, *, color: bool) -> str:
    """The last word: every name that is warned of, and what was meant; "" if there is none."""
    warned = [opinion for opinion in opinions if opinion.level is NameLevel.WARN]
    if not warned:
        return ""
    asked = ", ".join(f"{_shown(opinion.name, _BRIEF)} ({_why(opinion)})" for opinion in warned[:_LISTED])
    more = f" and {len(warned) - _LISTED} more" if len(warned) > _LISTED else ""
    start, text = "Look at the name before you install: ", f"{asked}{more}"
    first, *rest = wrap(start + text, max(width, 20), break_on_hyphens=False)
    if color and first.startswith(start):
        first = f"\x1b[1;33m{start}\x1b[0m{first.removeprefix(start)}"
    return "\n".join((first, *rest)) + "\n"


def _why(opinion: NameOpinion) -> str:
    meant = next(iter(opinion.likely), "") if opinion.exists is False else opinion.target
    unowned = "nobody owns it" if opinion.exists is False else ""
    return ", ".join(filter(None, (unowned, visible(f"{meant}?") if meant else "")))


def _shown(name: str, limit: int) -> str:
    return visible(name, limit) if name.strip() else repr(name)
