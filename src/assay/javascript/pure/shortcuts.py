"""Shortcuts: functions that turn out to do what is known are done natively from then on.

A decoder is called for thousands of texts. Recognising it by its code would miss the next version of it, so it is
recognised by what it does: once it gave what a known one gives for two texts, it is taken for that one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from assay.javascript.pure.limits import Thrown
from assay.javascript.pure.values import units

_LOWER = "abcdefghijklmnopqrstuvwxyz"
_REST = "0123456789+/"
_PLACES = tuple(
    {letter: place for place, letter in enumerate(alphabet)}
    for alphabet in (_LOWER + _LOWER.upper() + _REST, _LOWER.upper() + _LOWER + _REST)
)
#: Texts that must come out the same, and their least length.
ENOUGH, SHORTEST = 2, 3
#: Texts that may come out differently.
_MOST_TRIED = 6

Known = Callable[[list[str]], str | None]


def _base64(places: dict[str, int], text: str) -> str | None:
    """Base64 of UTF-8 without padding; what is no letter of it is passed over. Raises Thrown for wrong UTF-8."""
    if "=" in text:
        return None
    bits = count = 0
    data = bytearray()
    for letter in text:
        place = places.get(letter)
        if place is None:
            continue
        bits = (bits << 6 | place) & 0xFFFFFF
        if count % 4:
            data.append(bits >> (6 - 2 * (count % 4)) & 0xFF)
        count += 1
    try:
        return units(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise Thrown("URIError") from None


def rc4(text: str, key: str) -> str | None:
    """RC4 over the 16-bit units of a text; None without a key."""
    codes = [ord(letter) for letter in key]
    if not codes:
        return None
    state, size, other = list(range(256)), len(codes), 0
    for place in range(256):
        here = state[place]
        other = (other + here + codes[place % size]) & 0xFF
        state[place], state[other] = state[other], here
    place = other = 0
    found: list[str] = []
    for letter in text:
        place = (place + 1) & 0xFF
        here = state[place]
        other = (other + here) & 0xFF
        state[place], state[other] = state[other], here
        found.append(chr(ord(letter) ^ state[(state[place] + here) & 0xFF]))
    return "".join(found)


def _one(places: dict[str, int], given: list[str]) -> str | None:
    return _base64(places, given[0]) if len(given) == 1 else None


def _two(places: dict[str, int], given: list[str]) -> str | None:
    if len(given) != 2 or not given[1]:
        return None
    plain = _base64(places, given[0])
    return rc4(plain, given[1]) if plain is not None else None


KNOWN: tuple[Known, ...] = tuple(partial(kind, places) for kind in (_one, _two) for places in _PLACES)


@dataclass(slots=True)
class Shortcuts:
    """What is known of the functions of one file, by the node of each."""

    _same: dict[tuple[int, int], int] = field(default_factory=dict)
    _tried: dict[int, int] = field(default_factory=dict)
    _found: dict[int, Known] = field(default_factory=dict)

    def result(self, function: int, given: list[object]) -> str | None:
        """What the function gives, if that is known. Raises Thrown."""
        known = self._found.get(function)
        texts = _texts(given) if known is not None else None
        return known(texts) if known is not None and texts is not None else None

    def learn(self, function: int, given: list[object], result: object) -> None:
        """The function was computed: it gave this."""
        texts = _texts(given) if isinstance(result, str) and len(result) >= SHORTEST else None
        if texts is None or function in self._found or self._tried.get(function, 0) >= _MOST_TRIED:
            return
        self._tried[function] = self._tried.get(function, 0) + 1
        for number, known in enumerate(KNOWN):
            try:
                is_same = known(texts) == result
            except Thrown:
                is_same = False
            if is_same:
                self._same[function, number] = self._same.get((function, number), 0) + 1
                if self._same[function, number] >= ENOUGH:
                    self._found[function] = known


def _texts(given: list[object]) -> list[str] | None:
    if not 1 <= len(given) <= 2:
        return None
    texts = [each for each in given if isinstance(each, str)]
    return texts if len(texts) == len(given) else None
