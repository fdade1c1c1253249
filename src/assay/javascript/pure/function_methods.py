"""Methods of functions."""

from __future__ import annotations

from assay.javascript.pure.given import Method, at
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.values import UNDEFINED, Array, Bytes, Caller, Function, Native


def _call(caller: Caller, owner: Function | Native, given: list[object]) -> object:
    return caller.call(owner, at(given, 0), given[1:])


def _apply(caller: Caller, owner: Function | Native, given: list[object]) -> object:
    handed = at(given, 1)
    if isinstance(handed, Array):
        return caller.call(owner, at(given, 0), list(handed.items))
    if isinstance(handed, Bytes):
        return caller.call(owner, at(given, 0), list(handed.data))
    if handed is UNDEFINED or handed is None:
        return caller.call(owner, at(given, 0), [])
    raise Unknown


def _bind(caller: Caller, owner: Function | Native, given: list[object]) -> object:
    this, first = at(given, 0), given[1:]
    return Native("bound", lambda caller, _, rest: caller.call(owner, this, [*first, *rest]))


def _to_string(caller: Caller, owner: Function | Native, given: list[object]) -> object:
    if isinstance(owner, Native):
        raise Unknown
    return owner.written


FUNCTION_METHODS: dict[str, Method] = {"call": _call, "apply": _apply, "bind": _bind, "toString": _to_string}
