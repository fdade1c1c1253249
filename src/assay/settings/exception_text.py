"""Exceptions put into and taken out of the text of a settings file; every other line stays as it is.

TOML is not written anew: an entry is appended, or its lines are cut out. What comes out is read again and must say
exactly what was there before, with that one change; otherwise nothing is changed and the user is told.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

from assay.errors import SettingsError
from assay.model.policy import PolicyException

_HEADER = re.compile(r"[ \t]*\[")
_LONG_QUOTES = re.compile(r"\"{3}|'{3}")
_BY_HAND = "write it by hand: the file is laid out in a way that cannot be edited safely"
#: Table names above [[exceptions]], as in pyproject.toml.
Prefix = tuple[str, ...]


def with_exception(text: str, exception: PolicyException, prefix: Prefix = ()) -> str:
    """The text with one more entry at its end. Raises SettingsError if that cannot be done safely."""
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = newline.join(_entry(exception, prefix))
    gap = "" if not text else newline if text.endswith("\n") else newline * 2
    changed = f"{text}{gap}{entry}{newline}"

    def expected(entries: list[Any]) -> list[Any]:
        return [*entries, tomllib.loads("\n".join(_entry(exception, ())))["exceptions"][0]]

    return _checked(text, changed, prefix, expected)


def without_exceptions(text: str, package: str, version: str, prefix: Prefix = ()) -> tuple[str, int]:
    """The text without the entries for exactly this package and version, and how many there were.

    Comments before an entry stay, those within it go with it. Raises SettingsError if it cannot be done safely.
    """
    entries = _exceptions(_parsed(text), prefix)
    gone = [number for number, entry in enumerate(entries) if _names(entry, package, version)]
    if not gone:
        return text, 0
    lines = text.splitlines(keepends=True)
    blocks = _blocks(lines, prefix)
    if len(blocks) != len(entries):
        raise SettingsError("the exceptions cannot be told apart", hint=_BY_HAND)
    cut = {line for number in gone for line in range(*blocks[number])}
    changed = "".join(line for number, line in enumerate(lines) if number not in cut)

    def expected(before: list[Any]) -> list[Any]:
        return [entry for number, entry in enumerate(before) if number not in gone]

    return _checked(text, changed, prefix, expected), len(gone)


def _names(entry: object, package: str, version: str) -> bool:
    return isinstance(entry, dict) and (entry.get("package"), entry.get("version", "")) == (package, version)


def _entry(exception: PolicyException, prefix: Prefix) -> list[str]:
    texts = {
        "package": exception.package,
        "version": exception.version,
        "integrity": str(exception.integrity or ""),
    }
    lines = [f"[[{'.'.join((*prefix, 'exceptions'))}]]"]
    lines += [f"{key} = {_quoted(value)}" for key, value in texts.items() if value]
    if exception.rules:
        lines.append(f"rules = [{', '.join(map(_quoted, exception.rules))}]")
    lines += [f"owner = {_quoted(exception.owner)}", f"reason = {_quoted(exception.reason)}"]
    return [*lines, f"expires = {exception.expires.isoformat()}"]


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes, with the one control character more that TOML forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _blocks(lines: list[str], prefix: Prefix) -> list[tuple[int, int]]:
    """First line and the line after the last one of each entry; blank lines and comments at its end are not its own."""
    names = r"[ \t]*\.[ \t]*".join(map(re.escape, (*prefix, "exceptions")))
    header = re.compile(rf"[ \t]*\[\[[ \t]*{names}[ \t]*\]\]")
    found: list[tuple[int, int]] = []
    start: int | None = None
    end = 0
    inside = ""
    for number, line in enumerate(lines):
        was_inside, inside = inside, _string_after(line, inside)
        if was_inside:
            end = number + 1
            continue
        if _HEADER.match(line) and not line.strip().endswith(","):
            if start is not None:
                found.append((start, end))
            start = number if header.match(line) else None
        if line.strip() and not line.lstrip().startswith("#"):
            end = number + 1
    return [*found, (start, end)] if start is not None else found


def _string_after(line: str, inside: str) -> str:
    """The quotes of the string of several lines that is open at the end of a line, "" if none is."""
    for quotes in _LONG_QUOTES.findall(line if inside else line.partition("#")[0]):
        if not inside:
            inside = quotes
        elif quotes == inside:
            inside = ""
    return inside


def _checked(text: str, changed: str, prefix: Prefix, expected: Callable[[list[Any]], list[Any]]) -> str:
    """The changed text, if it says what the text said with only the exceptions changed as expected."""
    before = _parsed(text)
    try:
        after = _parsed(changed)
    except SettingsError as error:
        raise SettingsError("the entry cannot be put into the file", hint=_BY_HAND) from error
    wanted = expected(_exceptions(before, prefix))
    if _exceptions(after, prefix) != wanted or _rest(after, prefix) != _rest(before, prefix):
        raise SettingsError("the entry cannot be changed in the file", hint=_BY_HAND)
    return changed


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"not TOML: {error}") from error


def _exceptions(document: dict[str, Any], prefix: Prefix) -> list[Any]:
    table: Any = document
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    entries = table.get("exceptions", []) if isinstance(table, dict) else []
    return entries if isinstance(entries, list) else []


def _rest(document: dict[str, Any], prefix: Prefix) -> dict[str, Any]:
    """The document without its exceptions, and without tables that only held them."""
    if not prefix:
        return {key: value for key, value in document.items() if key != "exceptions"}
    inner = document.get(prefix[0], {})
    rest = _rest(inner, prefix[1:]) if isinstance(inner, dict) else inner
    return {
        **{key: value for key, value in document.items() if key != prefix[0]},
        **({prefix[0]: rest} if rest else {}),
    }
