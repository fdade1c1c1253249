"""Members: reading, writing and calling what belongs to a value, and making new objects."""

from __future__ import annotations

from assay.javascript.pure.array_methods import ARRAY_METHODS
from assay.javascript.pure.byte_methods import BYTE_METHODS
from assay.javascript.pure.function_methods import FUNCTION_METHODS
from assay.javascript.pure.given import Method
from assay.javascript.pure.limits import MAX_ITEMS, Thrown, Unknown
from assay.javascript.pure.pattern_methods import PATTERN_METHODS
from assay.javascript.pure.text_methods import NUMBER_METHODS, TEXT_METHODS
from assay.javascript.pure.values import (
    UNDEFINED,
    Array,
    Bytes,
    Caller,
    Function,
    Native,
    Pattern,
    Record,
    int32,
    text,
)

_METHODS: tuple[tuple[type | tuple[type, ...], dict[str, Method]], ...] = (
    (str, TEXT_METHODS),
    (Array, ARRAY_METHODS),
    (Bytes, BYTE_METHODS),
    (bool, {}),
    ((int, float), NUMBER_METHODS),
    (Pattern, PATTERN_METHODS),
    ((Function, Native), FUNCTION_METHODS),
)


def index_of(key: object) -> int | None:
    """The place that a key names in an array or text, None if it names none."""
    if isinstance(key, bool):
        return None
    if isinstance(key, int):
        return key if 0 <= key < 1 << 53 else None
    if isinstance(key, float):
        return int(key) if key.is_integer() and 0 <= key < MAX_ITEMS else None
    return int(key) if isinstance(key, str) and key.isascii() and key.isdigit() and len(key) < 10 else None


def get_member(owner: object, key: object) -> object:
    """``owner[key]``. Raises Thrown for members of nothing, Unknown for what is not known."""
    if owner is UNDEFINED or owner is None:
        raise Thrown("TypeError")
    if isinstance(owner, str | Array | Bytes):
        return _of_list(owner, key)
    name = text(key)
    if isinstance(owner, Record):
        return _of_record(owner, name)
    if isinstance(owner, Function):
        return _of_function(owner, name)
    if isinstance(owner, Native) and name in owner.names:
        return owner.names[name]
    raise Unknown


def _of_list(owner: str | Array | Bytes, key: object) -> object:
    at = index_of(key)
    held = owner if isinstance(owner, str) else owner.items if isinstance(owner, Array) else owner.data
    if at is not None:
        return held[at] if at < len(held) else UNDEFINED
    if key == "length":
        return len(held)
    if isinstance(owner, Array) and isinstance(key, str) and key in owner.names:
        return owner.names[key]
    if isinstance(key, int | float):
        return UNDEFINED
    raise Unknown  # methods as values, and what a prototype might hold


def _of_record(owner: Record, name: str) -> object:
    here: Record | None = owner
    while here is not None:
        if name in here.names:
            return here.names[name]
        here = here.parent
    if name in ("constructor", "__proto__", "toString", "valueOf", "hasOwnProperty"):
        raise Unknown
    return UNDEFINED


def _of_function(owner: Function, name: str) -> object:
    if name == "prototype":
        return owner.names.setdefault(name, Record({}))
    if name in owner.names:
        return owner.names[name]
    if name in ("constructor", "__proto__", "name", "length") or name in FUNCTION_METHODS:
        raise Unknown
    return UNDEFINED


def set_member(owner: object, key: object, value: object) -> None:
    """``owner[key] = value``. Raises Thrown and Unknown."""
    if owner is UNDEFINED or owner is None:
        raise Thrown("TypeError")
    if isinstance(owner, Array):
        _set_item(owner, key, value)
    elif isinstance(owner, Bytes):
        at = index_of(key)
        if at is not None and at < len(owner.data):
            owner.data[at] = int32(value) & 0xFF
    elif isinstance(owner, Record | Function):
        name = text(key)
        if name == "__proto__" or len(owner.names) > MAX_ITEMS:
            raise Unknown
        owner.names[name] = value
    else:
        raise Unknown


def _set_item(owner: Array, key: object, value: object) -> None:
    at = index_of(key)
    if at is None:
        if key == "length":
            raise Unknown
        owner.names[text(key)] = value
        return
    if at > len(owner.items) + 10_000 or at >= MAX_ITEMS:
        raise Unknown
    owner.items.extend([UNDEFINED] * (at + 1 - len(owner.items)))
    owner.items[at] = value


def method(caller: Caller, owner: object, key: object, given: list[object]) -> object:
    """``owner[key](...given)``. Raises Unknown and Thrown."""
    if owner is UNDEFINED or owner is None:
        raise Thrown("TypeError")
    name = key if isinstance(key, str) else text(key)
    own = _own(owner, name)
    if own is not None:
        return caller.call(own, owner, given)
    for kind, methods in _METHODS:
        if isinstance(owner, kind):
            found = methods.get(name)
            if found is None:
                break
            return found(caller, owner, given)
    if isinstance(owner, Record) and name == "hasOwnProperty" and given:
        return text(given[0]) in owner.names
    raise Unknown


def _own(owner: object, name: str) -> object:
    """The member of that name that the code itself gave it, or that a built-in one has; None if there is none."""
    if isinstance(owner, Record):
        found = _of_record(owner, name) if name != "hasOwnProperty" else None
        return None if found is UNDEFINED else found
    if isinstance(owner, Function | Native):
        return owner.names.get(name)
    if isinstance(owner, Array):
        at = index_of(name)
        return owner.names.get(name) if at is None else owner.items[at] if at < len(owner.items) else None
    return None


def make(caller: Caller, maker: object, given: list[object]) -> object:
    """``new maker(...given)``. Raises Unknown and Thrown."""
    if isinstance(maker, Native):
        built = maker.names.get("new")
        return caller.call(built if built is not None else maker, UNDEFINED, given)
    if not isinstance(maker, Function):
        raise Unknown
    prototype = get_member(maker, "prototype")
    made = Record({}, prototype if isinstance(prototype, Record) else None)
    found = caller.call(maker, made, given)
    return found if isinstance(found, Record | Array | Function) else made
