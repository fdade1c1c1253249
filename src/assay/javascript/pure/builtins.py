"""Built-ins: the global functions that compute, and the few members of ``String``, ``Buffer``, ``Math`` and such."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from assay.javascript.pure.encodings import (
    decode_uri,
    encode_uri,
    escape_percents,
    from_bytes,
    to_bytes,
    unescape_percents,
)
from assay.javascript.pure.given import at, function_at, integer_at, text_at
from assay.javascript.pure.limits import MAX_ITEMS, Thrown, Unknown
from assay.javascript.pure.numbers import is_nan, parse_float, parse_int, plain
from assay.javascript.pure.values import (
    UNDEFINED,
    Array,
    Bytes,
    Caller,
    Native,
    Pattern,
    Record,
    int32,
    integer,
    number,
    text,
    truth,
    units,
)


def _from_char_code(caller: Caller, this: object, given: list[object]) -> object:
    caller.budget.build(len(given), MAX_ITEMS)
    return "".join(chr(int32(each) & 0xFFFF) for each in given)


def _from_code_point(caller: Caller, this: object, given: list[object]) -> object:
    caller.budget.build(len(given), MAX_ITEMS)
    codes = [integer(each) for each in given]
    if any(not 0 <= code <= 0x10FFFF for code in codes):
        raise Thrown("RangeError")
    return units("".join(map(chr, codes)))


def _atob(caller: Caller, this: object, given: list[object]) -> object:
    """Its text is bytes; most that hide something decode UTF-8 at once or have none, so both readings are the same."""
    encoded = text(at(given, 0))
    caller.budget.build(len(encoded))
    data = to_bytes("".join(encoded.split()), "base64")
    return (data or b"").decode("latin-1")


def _btoa(caller: Caller, this: object, given: list[object]) -> object:
    plain_text = text(at(given, 0))
    caller.budget.build(len(plain_text) * 2)
    if any(letter > "\xff" for letter in plain_text):
        raise Thrown("InvalidCharacterError")
    return from_bytes(plain_text.encode("latin-1"), "base64")


def _uri(work: Callable[[str], str | None]) -> Callable[[Caller, object, list[object]], object]:
    def run(caller: Caller, this: object, given: list[object]) -> object:
        given_text = text(at(given, 0))
        caller.budget.build(len(given_text))
        found = work(given_text)
        if found is None:
            raise Thrown("URIError")
        caller.budget.build(len(found))
        return units(found)

    return run


def _buffer_from(caller: Caller, this: object, given: list[object]) -> object:
    source = at(given, 0)
    if isinstance(source, str):
        caller.budget.build(len(source))
        data = to_bytes(source, text_at(given, 1))
        if data is None:
            raise Unknown
        return Bytes(bytearray(data))
    if isinstance(source, Array):
        caller.budget.build(len(source.items), MAX_ITEMS)
        return Bytes(bytearray(int32(each) & 0xFF for each in source.items))
    if isinstance(source, Bytes):
        caller.budget.build(len(source.data))
        return Bytes(bytearray(source.data))
    raise Unknown


def _bytes_of_size(caller: Caller, this: object, given: list[object]) -> object:
    size = at(given, 0)
    if not isinstance(size, int | float) or isinstance(size, bool):
        return _buffer_from(caller, this, given)
    caller.budget.build(integer(size))
    return Bytes(bytearray(max(0, integer(size))))


def _buffer_concat(caller: Caller, this: object, given: list[object]) -> object:
    parts = at(given, 0)
    if not isinstance(parts, Array):
        raise Unknown
    data = bytearray()
    for each in parts.items:
        if not isinstance(each, Bytes):
            raise Unknown
        data += each.data
        caller.budget.build(len(data))
    return Bytes(data)


def _array(caller: Caller, this: object, given: list[object]) -> object:
    if len(given) != 1 or not isinstance(given[0], int | float):
        return Array(list(given))
    size = integer(given[0])
    if size < 0:
        raise Thrown("RangeError")
    caller.budget.build(size, MAX_ITEMS)
    return Array([UNDEFINED] * size)


def _array_from(caller: Caller, this: object, given: list[object]) -> object:
    source = at(given, 0)
    items: list[object]
    if isinstance(source, Record) and set(source.names) == {"length"}:
        size = integer(source.names["length"])
        caller.budget.build(size, MAX_ITEMS)
        items = [UNDEFINED] * size
    elif isinstance(source, str | Array | Bytes):
        held = source if isinstance(source, str) else source.items if isinstance(source, Array) else source.data
        caller.budget.build(len(held), MAX_ITEMS)
        items = list(held)
    else:
        raise Unknown
    if len(given) > 1:
        function = function_at(given, 1)
        items = [caller.call(function, UNDEFINED, [item, index]) for index, item in enumerate(items)]
    return Array(items)


def _pattern(caller: Caller, this: object, given: list[object]) -> object:
    source = at(given, 0)
    return source if isinstance(source, Pattern) else Pattern(text(source), text_at(given, 1))


def _math(work: Callable[[float], float]) -> Native:
    def run(caller: Caller, this: object, given: list[object]) -> object:
        value = number(at(given, 0))
        return plain(work(value)) if math.isfinite(value) else value

    return Native("Math", run)


def _extreme(caller: Caller, this: object, given: list[object], *, most: bool) -> object:
    values = [number(each) for each in given]
    if not values or any(map(is_nan, values)):
        raise Unknown
    return max(values) if most else min(values)


def _power(caller: Caller, this: object, given: list[object]) -> object:
    try:
        return plain(math.pow(number(at(given, 0)), number(at(given, 1))))
    except (OverflowError, ValueError):
        raise Unknown from None


def _object_list(caller: Caller, this: object, given: list[object], *, what: str) -> object:
    source = at(given, 0)
    if not isinstance(source, Record):
        raise Unknown
    caller.budget.build(len(source.names), MAX_ITEMS)
    if what == "keys":
        return Array(list(source.names))
    if what == "values":
        return Array(list(source.names.values()))
    return Array([Array([name, value]) for name, value in source.names.items()])


def _refuse(caller: Caller, this: object, given: list[object]) -> object:
    raise Unknown


def _is_nan(caller: Caller, this: object, given: list[object]) -> object:
    return is_nan(number(at(given, 0)))


def _as_text(caller: Caller, this: object, given: list[object]) -> object:
    return text(given[0]) if given else ""


def _as_number(caller: Caller, this: object, given: list[object]) -> object:
    return number(given[0]) if given else 0


def _parse_int(caller: Caller, this: object, given: list[object]) -> object:
    return parse_int(text(at(given, 0)), integer_at(given, 1))


def _native(name: str, run: Callable[[Caller, object, list[object]], object]) -> Native:
    return Native(name, run)


def _members(**functions: Callable[[Caller, object, list[object]], object]) -> dict[str, object]:
    return {name: Native(name, run) for name, run in functions.items()}


_PARSE_INT = _native("parseInt", _parse_int)
_PARSE_FLOAT = _native("parseFloat", lambda caller, this, given: parse_float(text(at(given, 0))))
_BUFFER = Native(
    "Buffer",
    _bytes_of_size,
    {"from": Native("from", _buffer_from), **_members(alloc=_bytes_of_size, concat=_buffer_concat)},
)
_MATH = Native(
    "Math",
    _refuse,
    {
        **{name: _math(work) for name, work in (("floor", math.floor), ("ceil", math.ceil), ("trunc", math.trunc))},
        "abs": _math(abs),
        "round": _math(lambda value: math.floor(value + 0.5)),
        "min": Native("min", partial(_extreme, most=False)),
        "max": Native("max", partial(_extreme, most=True)),
        "pow": Native("pow", _power),
    },
)
#: What a name means that a file does not declare.
GLOBALS: dict[str, object] = {
    "String": Native("String", _as_text, _members(fromCharCode=_from_char_code, fromCodePoint=_from_code_point)),
    "Number": Native("Number", _as_number, {"parseInt": _PARSE_INT, "parseFloat": _PARSE_FLOAT}),
    "Boolean": Native("Boolean", lambda caller, this, given: truth(at(given, 0))),
    "Array": Native(
        "Array",
        _array,
        {
            "from": Native("from", _array_from),
            "of": Native("of", lambda caller, this, given: Array(given)),
            "isArray": Native("isArray", lambda caller, this, given: isinstance(at(given, 0), Array)),
        },
    ),
    "Object": Native(
        "Object",
        _refuse,
        {name: Native(name, partial(_object_list, what=name)) for name in ("keys", "values", "entries")},
    ),
    "Buffer": _BUFFER,
    "Uint8Array": Native("Uint8Array", _bytes_of_size, {"from": Native("from", _buffer_from)}),
    "RegExp": Native("RegExp", _pattern),
    "Math": _MATH,
    "parseInt": _PARSE_INT,
    "parseFloat": _PARSE_FLOAT,
    "isNaN": _native("isNaN", _is_nan),
    "atob": _native("atob", _atob),
    "btoa": _native("btoa", _btoa),
    "escape": _native("escape", _uri(escape_percents)),
    "unescape": _native("unescape", _uri(unescape_percents)),
    "decodeURIComponent": _native("decodeURIComponent", _uri(partial(decode_uri, whole=True))),
    "decodeURI": _native("decodeURI", _uri(partial(decode_uri, whole=False))),
    "encodeURIComponent": _native("encodeURIComponent", _uri(partial(encode_uri, whole=True))),
    "encodeURI": _native("encodeURI", _uri(partial(encode_uri, whole=False))),
    "NaN": math.nan,
    "Infinity": math.inf,
}
