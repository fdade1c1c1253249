"""Arguments of built-in functions, as those read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assay.javascript.pure.limits import Thrown, Unknown
from assay.javascript.pure.values import UNDEFINED, Array, Bytes, Caller, Function, Native, integer, text

#: A method: who calls, the value it belongs to, what it is given.
Method = Callable[[Caller, Any, list[object]], object]


def at(given: list[object], index: int) -> object:
    """The argument at this place, undefined if there is none."""
    return given[index] if index < len(given) else UNDEFINED


def text_at(given: list[object], index: int, other: str = "") -> str:
    """An argument as a text, ``other`` if it is not given."""
    value = at(given, index)
    return other if value is UNDEFINED else text(value)


def integer_at(given: list[object], index: int, other: int = 0) -> int:
    """An argument as a whole number, ``other`` if it is not given."""
    value = at(given, index)
    return other if value is UNDEFINED else integer(value)


def function_at(given: list[object], index: int = 0) -> Function | Native:
    """An argument that must be a function. Raises Thrown."""
    value = at(given, index)
    if not isinstance(value, Function | Native):
        raise Thrown("TypeError")
    return value


def part(given: list[object], size: int) -> slice:
    """Where ``slice(start, end)`` begins and ends: places below zero count from the end."""
    start, end = integer_at(given, 0), integer_at(given, 1, size)
    first = max(0, size + start) if start < 0 else min(start, size)
    last = max(0, size + end) if end < 0 else min(end, size)
    return slice(first, max(first, last))


def numbers(value: object) -> list[object]:
    """The items of an array of numbers or of bytes. Raises Unknown."""
    if isinstance(value, Array):
        return value.items
    if isinstance(value, Bytes):
        return list(value.data)
    raise Unknown
