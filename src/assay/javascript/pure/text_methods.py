"""Methods of texts and numbers (ECMA-262, chapters 21 and 22)."""

from __future__ import annotations

from functools import partial

from assay.javascript.pure.given import Method, at, integer_at, part, text_at
from assay.javascript.pure.limits import MAX_ITEMS, Thrown, Unknown
from assay.javascript.pure.numbers import in_radix
from assay.javascript.pure.patterns import compiled, everywhere
from assay.javascript.pure.values import UNDEFINED, Array, Caller, Function, Native, Pattern, integer, text

_SPACE = " \t\n\r\v\f\xa0\ufeff\u2028\u2029"


def _char_code_at(caller: Caller, owner: str, given: list[object]) -> object:
    index = integer_at(given, 0)
    return ord(owner[index]) if 0 <= index < len(owner) else float("nan")


def _code_point_at(caller: Caller, owner: str, given: list[object]) -> object:
    index = integer_at(given, 0)
    if not 0 <= index < len(owner):
        return UNDEFINED
    pair = owner[index : index + 2]
    if len(pair) == 2 and "\ud800" <= pair[0] <= "\udbff" and "\udc00" <= pair[1] <= "\udfff":
        return ((ord(pair[0]) - 0xD800) << 10) + ord(pair[1]) - 0xDC00 + 0x10000
    return ord(pair[0])


def _char_at(caller: Caller, owner: str, given: list[object]) -> object:
    index = integer_at(given, 0)
    return owner[index] if 0 <= index < len(owner) else ""


def _at(caller: Caller, owner: str, given: list[object]) -> object:
    index = integer_at(given, 0)
    return owner[index] if -len(owner) <= index < len(owner) else UNDEFINED


def _slice(caller: Caller, owner: str, given: list[object]) -> object:
    return owner[part(given, len(owner))]


def _substring(caller: Caller, owner: str, given: list[object]) -> object:
    start, end = (min(max(place, 0), len(owner)) for place in (integer_at(given, 0), integer_at(given, 1, len(owner))))
    return owner[min(start, end) : max(start, end)]


def _substr(caller: Caller, owner: str, given: list[object]) -> object:
    start = integer_at(given, 0)
    start = max(0, len(owner) + start) if start < 0 else start
    return owner[start : start + max(0, integer_at(given, 1, len(owner)))]


def _split(caller: Caller, owner: str, given: list[object]) -> object:
    separator = at(given, 0)
    most = integer_at(given, 1, MAX_ITEMS)
    caller.budget.build(len(owner))
    if isinstance(separator, Pattern):
        pieces = [each or "" for each in compiled(separator).split(owner)]
    elif separator is UNDEFINED:
        pieces = [owner]
    else:
        by = text(separator)
        if not by and len(owner) > MAX_ITEMS:
            raise Unknown
        pieces = owner.split(by) if by else list(owner)
    if len(pieces) > MAX_ITEMS:
        raise Unknown
    return Array(list(pieces[:most] if most >= 0 else pieces))


def _repeat(caller: Caller, owner: str, given: list[object]) -> object:
    times = integer_at(given, 0)
    if times < 0:
        raise Thrown("RangeError")
    caller.budget.build(len(owner) * times)
    return owner * times


def _pad(caller: Caller, owner: str, given: list[object], *, before: bool) -> object:
    size, filler = integer_at(given, 0), text_at(given, 1, " ")
    if size <= len(owner) or not filler:
        return owner
    caller.budget.build(size)
    padding = (filler * (size // len(filler) + 1))[: size - len(owner)]
    return padding + owner if before else owner + padding


def _concat(caller: Caller, owner: str, given: list[object]) -> object:
    parts = [owner, *map(text, given)]
    caller.budget.build(sum(map(len, parts)))
    return "".join(parts)


def _replace(caller: Caller, owner: str, given: list[object], *, every: bool = False) -> object:
    old, new = at(given, 0), at(given, 1)
    if isinstance(old, Pattern):
        return _replace_pattern(caller, owner, old, new)
    plain = text(old)
    if isinstance(new, Function | Native):
        new = caller.call(new, UNDEFINED, [plain])
    fresh = _literal(text(new))
    times = (owner.count(plain) if every else 1) if plain in owner else 0
    caller.budget.build(len(owner) + times * max(0, len(fresh) - len(plain)))
    return owner.replace(plain, fresh, times)


def _replace_pattern(caller: Caller, owner: str, old: Pattern, new: object) -> object:
    caller.budget.build(len(owner))
    matches = list(compiled(old).finditer(owner))
    matches = matches if everywhere(old) else matches[:1]
    caller.budget.spend(len(matches))
    fresh = [""] * len(matches)
    if isinstance(new, Function | Native):
        fresh = [text(caller.call(new, UNDEFINED, [match[0], match.start(), owner])) for match in matches]
    else:
        fresh = [_literal(text(new))] * len(matches)
    caller.budget.build(len(owner) + sum(map(len, fresh)))
    pieces: list[str] = []
    last = 0
    for match, each in zip(matches, fresh, strict=True):
        pieces += [owner[last : match.start()], each]
        last = match.end()
    return "".join([*pieces, owner[last:]])


def _literal(replacement: str) -> str:
    """The replacement, if it means itself: ``$&`` and its like are not worked out, ``$$`` is."""
    rest = replacement.replace("$$", "")
    if any(f"${sign}" in rest for sign in "&`'<0123456789"):
        raise Unknown
    return replacement.replace("$$", "$")


def _match(caller: Caller, owner: str, given: list[object]) -> object:
    pattern = at(given, 0)
    if not isinstance(pattern, Pattern):
        raise Unknown
    caller.budget.build(len(owner))
    found: list[object] = [match[0] for match in compiled(pattern).finditer(owner)]
    if not found:
        return None
    return Array(found if everywhere(pattern) else found[:1])


def _index_of(caller: Caller, owner: str, given: list[object]) -> object:
    return owner.find(text_at(given, 0, "undefined"), max(0, integer_at(given, 1)))


def _number_text(caller: Caller, owner: int | float, given: list[object]) -> object:
    radix = integer_at(given, 0, 10)
    found = in_radix(owner, radix) if 2 <= radix <= 36 else None
    if found is None:
        raise Unknown
    return found


def _same(caller: Caller, owner: object, given: list[object]) -> object:
    return owner


TEXT_METHODS: dict[str, Method] = {
    "charCodeAt": _char_code_at,
    "codePointAt": _code_point_at,
    "charAt": _char_at,
    "at": _at,
    "slice": _slice,
    "substring": _substring,
    "substr": _substr,
    "split": _split,
    "repeat": _repeat,
    "padStart": partial(_pad, before=True),
    "padEnd": partial(_pad, before=False),
    "concat": _concat,
    "replace": _replace,
    "replaceAll": partial(_replace, every=True),
    "match": _match,
    "indexOf": _index_of,
    "lastIndexOf": lambda caller, owner, given: owner.rfind(text_at(given, 0, "undefined")),
    "includes": lambda caller, owner, given: text_at(given, 0, "undefined") in owner,
    "startsWith": lambda caller, owner, given: owner.startswith(text_at(given, 0, "undefined"), integer_at(given, 1)),
    "endsWith": lambda caller, owner, given: owner.endswith(text_at(given, 0, "undefined")),
    "trim": lambda caller, owner, given: owner.strip(_SPACE),
    "trimStart": lambda caller, owner, given: owner.lstrip(_SPACE),
    "trimEnd": lambda caller, owner, given: owner.rstrip(_SPACE),
    "toLowerCase": lambda caller, owner, given: owner.lower(),
    "toUpperCase": lambda caller, owner, given: owner.upper(),
    "toString": _same,
    "valueOf": _same,
    "normalize": _same,
}
NUMBER_METHODS: dict[str, Method] = {
    "toString": _number_text,
    "valueOf": _same,
    "toFixed": lambda caller, owner, given: f"{owner:.{min(max(integer(at(given, 0)), 0), 20)}f}",
}
