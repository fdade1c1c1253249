"""Values: what pure JavaScript computes with, and how one kind of value becomes another (ECMA-262, chapter 7).

Texts are Python texts of 16-bit units, as in JavaScript; numbers are int or float; ``None`` is null. Everything else is
one of the classes here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from tree_sitter import Node

from assay.javascript.pure.limits import Budget, Unknown
from assay.javascript.pure.numbers import is_nan, number_of_text, text_of_number


class Undefined(Enum):
    """The type of ``UNDEFINED``."""

    UNDEFINED = "undefined"


UNDEFINED = Undefined.UNDEFINED


@dataclass(slots=True, eq=False)
class Frame:
    """Names of one scope while code runs in it."""

    names: dict[str, object]
    outer: Frame | None = None


@dataclass(slots=True, eq=False)
class Array:
    """An array."""

    items: list[object]
    names: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Bytes:
    """A Buffer or Uint8Array."""

    data: bytearray


@dataclass(slots=True, eq=False)
class Record:
    """An object; ``parent`` is its prototype."""

    names: dict[str, object]
    parent: Record | None = None


@dataclass(slots=True, eq=False)
class Pattern:
    """A regular expression: its source and flags."""

    source: str
    flags: str


@dataclass(slots=True, eq=False)
class Function:
    """A function that stands in the source, with the names around it."""

    node: Node
    frame: Frame
    written: str
    names: dict[str, object] = field(default_factory=dict)


class Caller(Protocol):
    """What built-in functions need: a way to call what they are given, and the limits."""

    budget: Budget

    def call(self, function: object, this: object, given: list[object]) -> object:
        """Call a function. Raises Unknown and Thrown."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Native:
    """A function that is built in, and those that are its members, such as ``String.fromCharCode``."""

    name: str
    run: Callable[[Caller, object, list[object]], object]
    names: dict[str, object] = field(default_factory=dict)


def number(value: object) -> int | float:
    """ToNumber."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return number_of_text(value)
    if value is None:
        return 0
    if value is UNDEFINED or isinstance(value, Function | Native | Pattern):
        return float("nan")
    return number_of_text(text(value))


def integer(value: object) -> int:
    """ToIntegerOrInfinity; the infinite is a number beyond every limit."""
    found = number(value)
    if isinstance(found, int):
        return found
    if is_nan(found):
        return 0
    if found in (float("inf"), float("-inf")):
        return 1 << 60 if found > 0 else -(1 << 60)
    return int(found)


def int32(value: object) -> int:
    """ToInt32."""
    found = number(value)
    if isinstance(found, float):
        found = int(found) if abs(found) < float("inf") else 0
    return ((found + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def text(value: object) -> str:
    """ToString. Raises Unknown for what would be told by a host."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return text_of_number(value)
    if value is None:
        return "null"
    if value is UNDEFINED:
        return "undefined"
    return _text_of_object(value)


def _text_of_object(value: object, depth: int = 0) -> str:
    if isinstance(value, Array):
        if depth > 10:  # an array may hold itself
            raise Unknown
        parts = (_text_of_object(each, depth + 1) if isinstance(each, Array) else _item(each) for each in value.items)
        return ",".join(parts)
    if isinstance(value, Bytes):
        return units(value.data.decode("utf-8", "replace"))
    if isinstance(value, Function):
        return value.written
    if isinstance(value, Record) and "toString" not in value.names and value.parent is None:
        return "[object Object]"
    if isinstance(value, Pattern):
        return f"/{value.source}/{value.flags}"
    raise Unknown


def _item(value: object) -> str:
    return "" if value is None or value is UNDEFINED else text(value)


def truth(value: object) -> bool:
    """ToBoolean."""
    if value is UNDEFINED or value is None:
        return False
    if isinstance(value, str):
        return value != ""
    if isinstance(value, int | float):
        return bool(value) and not is_nan(value)
    return True


def units(plain: str) -> str:
    """A text as 16-bit units, as JavaScript counts and cuts them."""
    if plain.isascii() or max(plain) <= "\uffff":
        return plain
    data = plain.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))


def joined(wide: str) -> str:
    """A text of 16-bit units as one of characters; halves without their other half become U+FFFD."""
    if wide.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in wide):
        return wide
    return wide.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
