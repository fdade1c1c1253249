"""Methods of arrays (ECMA-262, 23.1)."""

from __future__ import annotations

from functools import cmp_to_key, partial

from assay.javascript.pure.given import Method, at, function_at, integer_at, part, text_at
from assay.javascript.pure.limits import MAX_ITEMS, MAX_TEXT, Thrown, Unknown
from assay.javascript.pure.operators import strictly_equal
from assay.javascript.pure.values import UNDEFINED, Array, Caller, Function, Native, number, text, truth


def _join(caller: Caller, owner: Array, given: list[object]) -> object:
    separator = text_at(given, 0, ",")
    caller.budget.build(len(owner.items), MAX_ITEMS)
    parts = ["" if each is None or each is UNDEFINED else text(each) for each in owner.items]
    caller.budget.build(sum(map(len, parts)) + len(separator) * max(0, len(parts) - 1), MAX_TEXT)
    return separator.join(parts)


def _each(caller: Caller, owner: Array, given: list[object]) -> list[object]:
    function, this = function_at(given), at(given, 1)
    items = list(owner.items)
    caller.budget.build(len(items), MAX_ITEMS)
    return [caller.call(function, this, [item, index, owner]) for index, item in enumerate(items)]


def _map(caller: Caller, owner: Array, given: list[object]) -> object:
    return Array(_each(caller, owner, given))


def _for_each(caller: Caller, owner: Array, given: list[object]) -> object:
    _each(caller, owner, given)
    return UNDEFINED


def _filter(caller: Caller, owner: Array, given: list[object]) -> object:
    items = list(owner.items)
    return Array([item for item, kept in zip(items, _each(caller, owner, given), strict=True) if truth(kept)])


def _some(caller: Caller, owner: Array, given: list[object], *, every: bool) -> object:
    found = [truth(each) for each in _each(caller, owner, given)]
    return all(found) if every else any(found)


def _reduce(caller: Caller, owner: Array, given: list[object], *, backwards: bool = False) -> object:
    function = function_at(given)
    items = list(enumerate(owner.items))
    items = items[::-1] if backwards else items
    caller.budget.build(len(items), MAX_ITEMS)
    if len(given) > 1:
        found = given[1]
    elif items:
        found, items = items[0][1], items[1:]
    else:
        raise Thrown("TypeError")
    for index, item in items:
        found = caller.call(function, UNDEFINED, [found, item, index, owner])
    return found


def _reverse(caller: Caller, owner: Array, given: list[object]) -> object:
    caller.budget.build(len(owner.items), MAX_ITEMS)
    owner.items.reverse()
    return owner


def _sort(caller: Caller, owner: Array, given: list[object]) -> object:
    caller.budget.build(len(owner.items), MAX_ITEMS)
    compare = at(given, 0)
    if isinstance(compare, Function | Native):
        chosen = compare
        owner.items.sort(
            key=cmp_to_key(lambda left, right: _sign(number(caller.call(chosen, UNDEFINED, [left, right]))))
        )
    else:
        owner.items.sort(key=text)
    return owner


def _sign(value: int | float) -> int:
    return (value > 0) - (value < 0)


def _push(caller: Caller, owner: Array, given: list[object]) -> object:
    if len(owner.items) + len(given) > MAX_ITEMS:
        raise Unknown
    owner.items.extend(given)
    return len(owner.items)


def _unshift(caller: Caller, owner: Array, given: list[object]) -> object:
    caller.budget.build(len(owner.items) + len(given), MAX_ITEMS)
    owner.items[:0] = given
    return len(owner.items)


def _shift(caller: Caller, owner: Array, given: list[object]) -> object:
    return owner.items.pop(0) if owner.items else UNDEFINED


def _pop(caller: Caller, owner: Array, given: list[object]) -> object:
    return owner.items.pop() if owner.items else UNDEFINED


def _splice(caller: Caller, owner: Array, given: list[object]) -> object:
    size = len(owner.items)
    start = integer_at(given, 0)
    start = max(0, size + start) if start < 0 else min(start, size)
    count = size - start if len(given) < 2 else min(max(integer_at(given, 1), 0), size - start)
    caller.budget.build(size + len(given), MAX_ITEMS)
    taken = owner.items[start : start + count]
    owner.items[start : start + count] = given[2:]
    return Array(taken)


def _slice(caller: Caller, owner: Array, given: list[object]) -> object:
    caller.budget.build(len(owner.items), MAX_ITEMS)
    return Array(owner.items[part(given, len(owner.items))])


def _concat(caller: Caller, owner: Array, given: list[object]) -> object:
    items = list(owner.items)
    for each in given:
        items.extend(each.items if isinstance(each, Array) else [each])
        caller.budget.build(len(items), MAX_ITEMS)
    return Array(items)


def _index_of(caller: Caller, owner: Array, given: list[object]) -> object:
    caller.budget.build(len(owner.items), MAX_ITEMS)
    wanted = at(given, 0)
    return next((index for index, each in enumerate(owner.items) if strictly_equal(each, wanted)), -1)


def _at(caller: Caller, owner: Array, given: list[object]) -> object:
    index = integer_at(given, 0)
    return owner.items[index] if -len(owner.items) <= index < len(owner.items) else UNDEFINED


def _fill(caller: Caller, owner: Array, given: list[object]) -> object:
    caller.budget.build(len(owner.items), MAX_ITEMS)
    place = part(given[1:], len(owner.items))
    owner.items[place] = [at(given, 0)] * (place.stop - place.start)
    return owner


def _flat(caller: Caller, owner: Array, given: list[object]) -> object:
    items: list[object] = []
    for each in owner.items:
        items.extend(each.items if isinstance(each, Array) else [each])
        caller.budget.build(len(items), MAX_ITEMS)
    return Array(items)


ARRAY_METHODS: dict[str, Method] = {
    "join": _join,
    "toString": lambda caller, owner, given: _join(caller, owner, []),
    "map": _map,
    "forEach": _for_each,
    "filter": _filter,
    "some": partial(_some, every=False),
    "every": partial(_some, every=True),
    "reduce": _reduce,
    "reduceRight": partial(_reduce, backwards=True),
    "reverse": _reverse,
    "sort": _sort,
    "push": _push,
    "unshift": _unshift,
    "shift": _shift,
    "pop": _pop,
    "splice": _splice,
    "slice": _slice,
    "concat": _concat,
    "indexOf": _index_of,
    "includes": lambda caller, owner, given: _index_of(caller, owner, given) != -1,
    "at": _at,
    "fill": _fill,
    "flat": _flat,
}
