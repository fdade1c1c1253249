"""The text of yarn 1's lockfile: blocks by indent, each with its line.

The format looks like YAML and is not. A header names one or more specs, then come ``key value`` lines, and lists of
dependencies one step further in. Strings that hold anything unusual are quoted as in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assay.errors import InputError
from assay.lockfiles.content import MAX_VALUES, text_of

HINT = "restore the file from version control, or write it again with `yarn install`"
_WORD = r'"(?:[^"\\]|\\.)*+"|[^\s,"]+'
_WORDS = re.compile(_WORD)
_HEADER = re.compile(rf"(?:{_WORD})(?:,\s*+(?:{_WORD}))*+")
_PAIR = re.compile(rf"({_WORD})\s+({_WORD})")
_SECTION = re.compile(r"([A-Za-z]+):")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")


@dataclass(slots=True)
class Block:
    """One entry: the specs of its header, the header's line, its fields, and its lists of dependencies."""

    specs: tuple[str, ...]
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    sections: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Text:
    """All blocks, and the lines that are none of the format's."""

    blocks: list[Block] = field(default_factory=list)
    odd_lines: list[int] = field(default_factory=list)


def read_text(file: str, data: bytes) -> Text:
    """Read the blocks. Raises InputError if the text is of another format, cut short, or holds a merge conflict."""
    text = text_of(file, data, HINT)
    if text.count("\n") > MAX_VALUES:
        raise InputError(f"{file} has more than {MAX_VALUES} lines", file=file, hint=HINT)
    stated = re.search(r"^# yarn lockfile v(\S+)\s*$", text, re.MULTILINE)
    if stated is not None and stated.group(1) != "1":
        line = text.count("\n", 0, stated.start()) + 1
        raise InputError(f"{file} has the unknown version {stated.group(1)[:20]}", file=file, line=line, hint=HINT)
    found = Text()
    for number, line_text in _lines(text):
        if line_text.startswith(_CONFLICT):
            raise InputError(f"{file} holds a merge conflict", file=file, line=number, hint=HINT)
        if not _add(found, number, line_text):
            found.odd_lines.append(number)
    if stated is None and not any("version" in block.fields for block in found.blocks):
        raise InputError(f"{file} is no lockfile of yarn", file=file, line=1, hint=HINT)
    _check_end(file, text, found)
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.rstrip()
        if stripped and not stripped.lstrip().startswith("#"):
            yield number, stripped


def _check_end(file: str, text: str, found: Text) -> None:
    """Yarn ends every file with a line feed, and every entry has a version: anything else was cut off."""
    last = text.count("\n") + 1
    is_cut = not text.endswith("\n") and last in found.odd_lines
    if is_cut or (found.blocks and "version" not in found.blocks[-1].fields):
        line = last if is_cut else found.blocks[-1].line
        raise InputError(f"{file} is cut short", file=file, line=line, hint=HINT)


def _add(found: Text, number: int, line: str) -> bool:
    """Add one line to what was found; False if it has no place in the format."""
    body = line.lstrip(" ")
    indent = len(line) - len(body)
    if indent == 0:
        return _open_block(found, number, body)
    if not found.blocks:
        return False
    block = found.blocks[-1]
    section = _SECTION.fullmatch(body)
    if indent == 2 and section is not None:
        block.sections.setdefault(section.group(1), {})
        return True
    pair = _PAIR.fullmatch(body)
    words = [_plain(word) for word in pair.groups()] if pair is not None else []
    if len(words) != 2 or words[0] is None or words[1] is None:
        return False
    if indent == 2:
        block.fields[words[0]] = words[1]
        return True
    if indent == 4 and block.sections:
        block.sections[list(block.sections)[-1]][words[0]] = words[1]
        return True
    return False


def _open_block(found: Text, number: int, body: str) -> bool:
    if not body.endswith(":") or _HEADER.fullmatch(body[:-1]) is None:
        return False
    specs = [_plain(word) for word in _WORDS.findall(body[:-1])]
    known = tuple(spec for spec in specs if spec)
    if len(known) != len(specs):
        return False
    found.blocks.append(Block(known, number))
    return True


def _plain(word: str) -> str | None:
    """A word without its quotes; None if what is in them is no string."""
    if not word.startswith('"'):
        return word
    try:
        value = json.loads(word)
        value.encode()
    except ValueError:
        return None
    return str(value)
