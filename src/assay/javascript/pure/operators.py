"""Operators of two values and of one."""

from __future__ import annotations

import math
from collections.abc import Callable

from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.numbers import is_nan, plain
from assay.javascript.pure.values import (
    UNDEFINED,
    Array,
    Bytes,
    Function,
    Native,
    Pattern,
    Record,
    int32,
    number,
    text,
    truth,
)

_OBJECTS = (Array, Bytes, Function, Native, Pattern, Record)


def add(left: object, right: object) -> object:
    """``+``: adds numbers, joins everything else."""
    if isinstance(left, str) or isinstance(right, str) or isinstance(left, _OBJECTS) or isinstance(right, _OBJECTS):
        return text(left) + text(right)
    return plain(number(left) + number(right))


def _divide(left: object, right: object) -> object:
    top, bottom = number(left), number(right)
    if bottom == 0:
        return math.nan if top == 0 or is_nan(top) else math.copysign(math.inf, top)
    return plain(top / bottom)


def _remainder(left: object, right: object) -> object:
    top, bottom = number(left), number(right)
    if isinstance(top, int) and isinstance(bottom, int) and top >= 0 and bottom > 0:
        return top % bottom
    if bottom == 0 or not math.isfinite(top) or is_nan(bottom):
        return math.nan
    return plain(math.fmod(top, bottom))


def _power(left: object, right: object) -> object:
    try:
        found = float(number(left)) ** float(number(right))
    except (OverflowError, ZeroDivisionError):
        raise Unknown from None
    if isinstance(found, complex):
        return math.nan
    return plain(found)


def _multiply(left: object, right: object) -> object:
    return plain(number(left) * number(right))


def _subtract(left: object, right: object) -> object:
    if type(left) is int and type(right) is int:
        return plain(left - right)
    return plain(number(left) - number(right))


def strictly_equal(left: object, right: object) -> bool:
    """``===``."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float | str) and isinstance(right, int | float | str):
        return left == right
    return left is right


def loosely_equal(left: object, right: object) -> bool:
    """``==``; what an object would become for it is not computed. Raises Unknown."""
    if left in (None, UNDEFINED) or right in (None, UNDEFINED):
        return left in (None, UNDEFINED) and right in (None, UNDEFINED)
    if isinstance(left, _OBJECTS) and isinstance(right, _OBJECTS):
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, _OBJECTS):
        left = text(left)
    if isinstance(right, _OBJECTS):
        right = text(right)
    return left == right if isinstance(left, str) and isinstance(right, str) else number(left) == number(right)


def _less(left: object, right: object) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return number(left) < number(right)


def _at_most(left: object, right: object) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left <= right
    return number(left) <= number(right)


def _shifted_left(left: object, right: object) -> int:
    return int32(int32(left) << (int32(right) & 31))


def type_of(value: object) -> str:
    """``typeof``."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    if value is UNDEFINED:
        return "undefined"
    return "function" if isinstance(value, Function | Native) else "object"


BINARY: dict[str, Callable[[object, object], object]] = {
    "+": add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "%": _remainder,
    "**": _power,
    "===": strictly_equal,
    "!==": lambda left, right: not strictly_equal(left, right),
    "==": loosely_equal,
    "!=": lambda left, right: not loosely_equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": _at_most,
    ">=": lambda left, right: _at_most(right, left),
    "^": lambda left, right: int32(left) ^ int32(right),
    "&": lambda left, right: int32(left) & int32(right),
    "|": lambda left, right: int32(left) | int32(right),
    "<<": _shifted_left,
    ">>": lambda left, right: int32(left) >> (int32(right) & 31),
    ">>>": lambda left, right: (int32(left) & 0xFFFFFFFF) >> (int32(right) & 31),
}
UNARY: dict[str, Callable[[object], object]] = {
    "-": lambda value: plain(-number(value)),
    "+": number,
    "~": lambda value: ~int32(value),
    "!": lambda value: not truth(value),
    "typeof": type_of,
    "void": lambda value: UNDEFINED,
}
