"""Methods of Buffer and Uint8Array."""

from __future__ import annotations

from assay.javascript.pure.encodings import from_bytes
from assay.javascript.pure.given import Method, at, function_at, integer_at, part, text_at
from assay.javascript.pure.limits import MAX_ITEMS, Unknown
from assay.javascript.pure.values import UNDEFINED, Array, Bytes, Caller, int32, text, units


def _to_string(caller: Caller, owner: Bytes, given: list[object]) -> object:
    caller.budget.build(len(owner.data) * 2)
    data = owner.data[part(given[1:], len(owner.data))]
    found = from_bytes(bytes(data), text_at(given, 0, "utf8"))
    if found is None:
        raise Unknown
    return units(found)


def _slice(caller: Caller, owner: Bytes, given: list[object]) -> object:
    caller.budget.build(len(owner.data))
    return Bytes(owner.data[part(given, len(owner.data))])


def _map(caller: Caller, owner: Bytes, given: list[object]) -> object:
    function = function_at(given)
    caller.budget.build(len(owner.data), MAX_ITEMS)
    made = [caller.call(function, UNDEFINED, [byte, index, owner]) for index, byte in enumerate(bytes(owner.data))]
    return Bytes(bytearray(int32(each) & 0xFF for each in made))


def _for_each(caller: Caller, owner: Bytes, given: list[object]) -> object:
    _map(caller, owner, given)
    return UNDEFINED


def _reduce(caller: Caller, owner: Bytes, given: list[object]) -> object:
    function, found = function_at(given), at(given, 1)
    caller.budget.build(len(owner.data), MAX_ITEMS)
    for index, byte in enumerate(bytes(owner.data)):
        found = caller.call(function, UNDEFINED, [found, byte, index, owner])
    return found


def _reverse(caller: Caller, owner: Bytes, given: list[object]) -> object:
    caller.budget.build(len(owner.data))
    owner.data.reverse()
    return owner


def _join(caller: Caller, owner: Bytes, given: list[object]) -> object:
    caller.budget.build(len(owner.data) * 4)
    return text_at(given, 0, ",").join(map(str, owner.data))


def _fill(caller: Caller, owner: Bytes, given: list[object]) -> object:
    value = at(given, 0)
    owner.data[:] = bytes([int32(value) & 0xFF]) * len(owner.data)
    return owner


def _read_byte(caller: Caller, owner: Bytes, given: list[object]) -> object:
    index = integer_at(given, 0)
    return owner.data[index] if 0 <= index < len(owner.data) else UNDEFINED


def _set(caller: Caller, owner: Bytes, given: list[object]) -> object:
    source, start = at(given, 0), integer_at(given, 1)
    if not isinstance(source, Array | Bytes):
        raise Unknown
    data = source.data if isinstance(source, Bytes) else bytes(int32(each) & 0xFF for each in source.items)
    if start < 0 or start + len(data) > len(owner.data):
        raise Unknown
    owner.data[start : start + len(data)] = data
    return UNDEFINED


def _includes(caller: Caller, owner: Bytes, given: list[object]) -> object:
    return text(at(given, 0)).encode("utf-8", "replace") in owner.data


BYTE_METHODS: dict[str, Method] = {
    "toString": _to_string,
    "slice": _slice,
    "subarray": _slice,
    "map": _map,
    "forEach": _for_each,
    "reduce": _reduce,
    "reverse": _reverse,
    "join": _join,
    "fill": _fill,
    "readUInt8": _read_byte,
    "at": _read_byte,
    "set": _set,
    "includes": _includes,
}
