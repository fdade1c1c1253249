"""The text of an ``.npmrc``: npm's ini format and its references to environment variables."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_LINE = re.compile(r"([^=]+)(?:=(.*))?\Z", re.DOTALL)
_REFERENCE = re.compile(r"(?<!\\)(\\*)\$\{([^${}?:-]+)(\?|:?-[^${}]*)?\}")


def parse_npmrc(text: str) -> dict[str, tuple[str, ...]]:
    r"""Keys and values of the part before any ``[section]``, which is all that npm looks at.

    A key that stands there again replaces the earlier value; with ``[]`` behind it the values add up. Never fails:
    npm passes over what it does not understand, too.

    >>> parse_npmrc('registry = https://registry.example/ ; mirror\nca[]="a"\nca[]="b"\nflag')
    {'registry': ('https://registry.example/',), 'ca': ('a', 'b'), 'flag': ('true',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in re.split(r"[\r\n]+", text.removeprefix("\ufeff")):
        stripped = line.strip()
        if not stripped or stripped[0] in ";#":
            continue
        if stripped.startswith("[") and stripped.endswith("]"):
            break
        match = _LINE.match(line)
        if match is None:
            continue
        key, value = _plain(match[1]), "true" if match[2] is None else _plain(match[2])
        if key.endswith("[]") and len(key) > 2:
            found[key[:-2]] = (*found.get(key[:-2], ()), value)
        else:
            found[key] = (value,)
    return found


def expand(text: str, environment: Mapping[str, str]) -> str:
    """Put variables in: ``${NAME}``, ``${NAME?}`` (empty if it is not set), ``${NAME-other}`` and ``${NAME:-other}``.

    A reference to a variable that is not set stays as it is, and a backslash keeps one from being read, as in npm.

    >>> expand("a ${X} ${Y} ${Y?} ${Y-z}", {"X": "1"})
    'a 1 ${Y}  z'
    """

    def replaced(match: re.Match[str]) -> str:
        escape, name, other = match[1], match[2], match[3]
        if len(escape) % 2:
            return match[0][(len(escape) + 1) // 2 :]
        value = environment.get(name)
        if value is None or (not value and other is not None and other.startswith(":")):
            value = f"${{{name}}}" if other is None else other.lstrip("?:").removeprefix("-")
        return escape[: len(escape) // 2] + value

    return _REFERENCE.sub(replaced, text)


def unset_variable(text: str) -> str | None:
    """Name of the first variable that is still referred to, None if there is none."""
    match = _REFERENCE.search(text)
    return match[2] if match else None


def _plain(raw: str) -> str:
    """A key or value without its quotes, comments and escapes."""
    text = raw.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            value = json.loads(text)
        except ValueError:
            return text
        return value if isinstance(value, str) else text
    return _without_comment(text)


def _without_comment(text: str) -> str:
    kept: list[str] = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter == "\\" and text[at + 1 : at + 2] in ("\\", ";", "#"):
            kept.append(text[at + 1])
            at += 2
            continue
        if letter in ";#":
            break
        kept.append(letter)
        at += 1
    return "".join(kept).strip()
