"""Patterns: the few regular expressions that are worked out, those that take linear time whatever they are given."""

from __future__ import annotations

import re
from functools import lru_cache

from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.values import Pattern

_ESCAPED = r"\\[^a-zA-Z0-9\n]|\\[dDwWsStnrfv]|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}"
_ATOM = rf"(?:[^\\\[\](){{}}.*+?^$|/]|{_ESCAPED}|\.|\[\^?(?:[^\]\\\n]|\\.)+\])"
#: Characters in a row, or one of them some times; texts to choose from.
_PLAIN = re.compile(rf"(?:{_ATOM}){{1,200}}")
_REPEATED = re.compile(rf"{_ATOM}(?:[+*]|\{{\d{{1,2}}(?:,\d{{0,2}})?\}})")
_CHOICE = re.compile(r"[\w @#%&=:;,<>~!-]{1,40}(?:\|[\w @#%&=:;,<>~!-]{1,40}){1,20}")
_TRIMMING = frozenset({r"^\s+|\s+$", r"^\s*|\s*$", r"\s+$", r"^\s+"})
_ENDS = ("^", "$")


def everywhere(pattern: Pattern) -> bool:
    """Whether every match counts, or only the first."""
    return "g" in pattern.flags


@lru_cache(maxsize=64)
def _compiled(source: str, ignores_case: bool) -> re.Pattern[str] | None:
    body = source.removeprefix(_ENDS[0])
    body = body.removesuffix(_ENDS[1]) if not body.endswith("\\$") else body
    is_plain = any(kind.fullmatch(body) for kind in (_PLAIN, _REPEATED)) or _CHOICE.fullmatch(source)
    if not is_plain and source not in _TRIMMING:
        return None
    try:
        return re.compile(_translated(source), re.ASCII | (re.IGNORECASE if ignores_case else 0))
    except (re.error, OverflowError):
        return None


def _translated(source: str) -> str:
    """What Python spells differently: ``[`` in a class, ``$`` before a last line break, ``[^]``."""
    source = source.replace("\\/", "/")
    if source.endswith("$") and not source.endswith("\\$"):
        source = source[:-1] + r"\Z"
    return re.sub(r"\[(\^?)((?:[^\]\\]|\\.)+)\]", lambda match: f"[{match[1]}{_in_class(match[2])}]", source)


def _in_class(inside: str) -> str:
    return re.sub(r"(?<!\\)([\[&~|])", r"\\\1", inside)


def compiled(pattern: Pattern) -> re.Pattern[str]:
    """The same expression for Python. Raises Unknown for all that could take long or means something else there."""
    found = None
    if len(pattern.source) <= 400 and set(pattern.flags) <= set("gimu"):
        found = _compiled(pattern.source, "i" in pattern.flags)
    if found is None:
        raise Unknown
    return found
