"""JSON whose keys know where they stand.

The standard decoder reads the values and decides what is valid. A second pass over the text finds the strings that
are followed by a colon: in valid JSON those are exactly the keys, and their order is that of a walk through the
decoded objects. So positions are exact however the file is formatted, and both passes run at the speed of C.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from assay.errors import InputError
from assay.lockfiles.content import MAX_DEPTH, MAX_VALUES, text_of
from assay.lockfiles.lines import Lines
from assay.model.location import Location

# A string that never ends takes the rest of the text, so that no pass tries again from each quote inside it.
_QUOTED = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)'
_STRING = re.compile(_QUOTED + r"(\s*:)?", re.DOTALL)
_COMMENT = re.compile(_QUOTED + r"|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_LAST_COMMA = re.compile(_QUOTED + r"|,(?=\s*+[\]}])", re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


_Frame: TypeAlias = "tuple[JsonObject | list[object], Iterator[Any]]"


class JsonObject:
    """One object of a JSON text. Of a key that is repeated the last one counts, as in every JavaScript client.

    items      key to value: str, int, float, bool, None, list or JsonObject
    repeated   keys that stand there more than once
    """

    __slots__ = ("_lines", "_offsets", "items", "repeated")

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._offsets: dict[str, int] = {}
        self.items: dict[str, object] = {}
        self.repeated: tuple[str, ...] = ()

    def __contains__(self, key: str) -> bool:
        return key in self.items

    def get(self, key: str) -> object:
        """The value, None if there is none."""
        return self.items.get(key)

    def text(self, key: str) -> str:
        """The value if it is a string, else ""."""
        value = self.items.get(key)
        return value if isinstance(value, str) else ""

    def flag(self, key: str) -> bool:
        """True only if the value is ``true``."""
        return self.items.get(key) is True

    def child(self, key: str) -> JsonObject:
        """The value if it is an object, else an empty one."""
        value = self.items.get(key)
        return value if isinstance(value, JsonObject) else JsonObject(self._lines)

    def children(self) -> Iterator[tuple[str, JsonObject]]:
        """The entries whose value is an object."""
        return ((key, value) for key, value in self.items.items() if isinstance(value, JsonObject))

    def texts(self) -> dict[str, str]:
        """The entries whose value is a string."""
        return {key: value for key, value in self.items.items() if isinstance(value, str)}

    def where(self, key: str) -> Location:
        """The place of the key (of the last one, if it is repeated); key must be there."""
        return self._lines.at(self._offsets[key])

    def add(self, key: str, value: object, offset: int) -> None:
        """Set a value; only for the builder of the document."""
        if key in self.items:
            self.repeated = (*self.repeated, key)
        self.items[key] = value
        self._offsets[key] = offset


class _Pairs(list[tuple[str, object]]):
    """An object as the decoder saw it, with repeated keys; a class of its own to tell it from an array."""

    __slots__ = ()


def read_object(file: str, data: bytes, *, hint: str = "", allow_extras: bool = False) -> JsonObject:
    """The object that a JSON file holds. Raises InputError with the line if it does not hold one.

    ``allow_extras`` also takes comments and trailing commas (bun.lock, JSONC).
    """
    text = text_of(file, data, hint)
    if text.count(",") + text.count("{") + text.count("[") > MAX_VALUES:
        raise InputError(f"{file} holds more than {MAX_VALUES} values", file=file, hint=hint)
    if allow_extras:
        text = _LAST_COMMA.sub(_blank, _COMMENT.sub(_blank, text))
    lines = Lines(file, text)
    try:
        document = json.loads(text, object_pairs_hook=_Pairs, parse_constant=_refuse_constant)
        if _SURROGATE.search(text):
            json.dumps(document, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise InputError(
            f"{file} is not valid JSON: {_reason(text, error)}", file=file, line=error.lineno, hint=hint
        ) from error
    except ValueError as error:  # a number of thousands of digits, NaN, half of a surrogate pair
        raise InputError(f"{file} is not valid JSON: {str(error)[:80]}", file=file, hint=hint) from error
    except RecursionError as error:
        raise _too_deep(file, hint) from error
    if not isinstance(document, _Pairs):
        raise InputError(f"{file} holds no JSON object", file=file, line=1, hint=hint)
    root = _build(document, text, lines)
    if root is None:
        raise _too_deep(file, hint)
    return root


def _too_deep(file: str, hint: str) -> InputError:
    return InputError(f"{file} is nested more than {MAX_DEPTH} deep", file=file, hint=hint)


def _blank(found: re.Match[str]) -> str:
    """Blanks instead of a comment or trailing comma, so that every offset stays; strings stay as they are."""
    matched = found.group()
    return matched if matched[0] == '"' else re.sub(r"[^\n]", " ", matched)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")


def _reason(text: str, error: json.JSONDecodeError) -> str:
    if not text.strip():
        return "it is empty"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return "it is cut short"
    line = text[text.rfind("\n", 0, error.pos) + 1 :][:7]
    return "it holds a merge conflict" if line in ("<<<<<<<", "=======", ">>>>>>>") else error.msg.lower()


def _build(document: _Pairs, text: str, lines: Lines) -> JsonObject | None:
    """Walk the decoded objects in the order of the text, handing each key its offset. None if it is too deep."""
    offsets = (found.start() for found in _STRING.finditer(text) if found.group(1))
    root = JsonObject(lines)
    stack: list[_Frame] = [(root, iter(document))]
    while stack:
        if len(stack) > MAX_DEPTH:
            return None
        owner, rest = stack[-1]
        children = _fill(owner, rest, offsets, lines)
        if children is None:
            stack.pop()
        else:
            stack.append(children)
    return root


def _fill(owner: JsonObject | list[object], rest: Iterator[Any], offsets: Iterator[int], lines: Lines) -> _Frame | None:
    """Add values to the owner until one has children of its own, which are walked before the next value."""
    is_object = isinstance(owner, JsonObject)
    for item in rest:
        key, value = item if is_object else ("", item)
        children: _Frame | None = None
        if isinstance(value, list):
            children = _frame(value, lines)
            value = children[0]
        if isinstance(owner, JsonObject):
            owner.add(key, value, next(offsets))
        else:
            owner.append(value)
        if children is not None:
            return children
    return None


def _frame(value: list[Any], lines: Lines) -> _Frame:
    return (JsonObject(lines) if isinstance(value, _Pairs) else []), iter(value)
