"""The line of a key in a TOML file: tomllib does not tell, so the text is searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

#: A key path: names of tables and keys, and the number of the entry (from zero) after the name of an array of tables.
KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


def line_of(text: str, wanted: KeyPath) -> int:
    """The one-based line of a key, or of the table nearest to it; 1 if nothing of it is found."""
    best, found = 0, 1
    for number, path in _keys(text):
        common = 0
        for mine, theirs in zip(wanted, path, strict=False):
            if mine != theirs:
                break
            common += 1
        if common == len(path) and common > best:
            best, found = common, number
    return found


def _keys(text: str) -> Iterator[tuple[int, KeyPath]]:
    """Every header and key with its line."""
    table: KeyPath = ()
    arrays: Counter[KeyPath] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        key = None if header else _KEY.match(line)
        if header:
            table = _inside(_parts(header[2]), arrays)
            if header[1] == "[[":
                arrays[table] += 1
                table = (*table, arrays[table] - 1)
            yield number, table
        elif key:
            yield number, (*table, *_parts(key[1]))


def _inside(path: KeyPath, arrays: Counter[KeyPath]) -> KeyPath:
    """A table below an array of tables belongs to the array's last entry."""
    result: KeyPath = ()
    for place, part in enumerate(path):
        result = (*result, part)
        if arrays[result] and place < len(path) - 1:
            result = (*result, arrays[result] - 1)
    return result


def _parts(dotted: str) -> KeyPath:
    return tuple(match[1] or match[2] or match[3] or "" for match in _PART.finditer(dotted))
