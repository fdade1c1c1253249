"""Numbers: between numbers and the texts that JavaScript writes and reads them as."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DECIMAL = re.compile(r"[+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][+-]?\d{1,4})?", re.ASCII)
_PREFIXES = {"0x": 16, "0o": 8, "0b": 2}
_SPACE = " \t\n\r\v\f\xa0\ufeff\u2028\u2029"
#: Integers up to here are exact in JavaScript.
_EXACT = 1 << 53
_LONGEST = 400
_NAN = float("nan")


def plain(number: int | float) -> int | float:
    """The same number in the form that is computed with: int where that is exact, else float."""
    if isinstance(number, int):
        return number if -_EXACT <= number <= _EXACT else _float(number)
    return int(number) if number.is_integer() and -_EXACT <= number <= _EXACT else number


def is_nan(number: int | float) -> bool:
    """True for the only number that is not itself."""
    return number != number


def _float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def text_of_number(number: int | float) -> str:
    """Number::toString: ``1e21``, ``1e-7``, ``0.1``, ``NaN``."""
    number = plain(number)
    if isinstance(number, int):
        return str(number)
    if is_nan(number):
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "Infinity" if number > 0 else "-Infinity"
    if 1e-6 <= abs(number) < 1e21:
        return format(Decimal(repr(number)), "f").removesuffix(".0")
    digits, _, power = format(Decimal(repr(number)), "e").partition("e")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{digits}e{int(power):+d}"


def number_of_text(text: str) -> int | float:
    """StringToNumber: the whole text must be a number; the empty text is zero."""
    text = text.strip(_SPACE)
    if not text:
        return 0
    if text[:2].lower() in _PREFIXES:
        return _whole(text[2:], _PREFIXES[text[:2].lower()])
    if text.removeprefix("+").removeprefix("-") == "Infinity" and len(text) <= 9:
        return float("-inf") if text.startswith("-") else float("inf")
    return plain(float(text)) if _DECIMAL.fullmatch(text) else _NAN


def number_of_literal(text: str) -> int | float:
    """A number as it stands in source: also ``1_000``, ``0777`` and ``10n``."""
    text = text.replace("_", "").removesuffix("n") if text[:2].lower() != "0x" else text.replace("_", "").rstrip("n")
    if len(text) > 1 and text[0] == "0" and text.isdigit() and not set(text) & set("89"):
        return _whole(text[1:], 8)
    return number_of_text(text)


def _whole(digits: str, base: int) -> int | float:
    if not digits or len(digits) > _LONGEST or any(_digit(each) >= base for each in digits):
        return _NAN
    return plain(int(digits, base))


def parse_int(text: str, radix: int = 0) -> int | float:
    """``parseInt``: the whole number that a text begins with."""
    text = text[: _LONGEST * 2].lstrip(_SPACE)
    sign = -1 if text.startswith("-") else 1
    text = text[1:] if text[:1] in ("+", "-") else text
    if radix in (0, 16) and text[:2].lower() == "0x":
        text, radix = text[2:], 16
    base = radix or 10
    if not 2 <= base <= 36:
        return _NAN
    length = next((at for at, letter in enumerate(text) if _digit(letter) >= base), len(text))
    return plain(sign * int(text[:length], base)) if 0 < length <= _LONGEST else _NAN


def parse_float(text: str) -> int | float:
    """``parseFloat``: the number that a text begins with."""
    match = _DECIMAL.match(text.lstrip(_SPACE))
    return plain(float(match[0])) if match else _NAN


def in_radix(number: int | float, radix: int) -> str | None:
    """``toString(radix)`` of a whole number or a fraction of few digits; None if it is neither."""
    if radix == 10 or is_nan(number) or abs(number) == float("inf"):
        return text_of_number(number)
    if not isinstance(number, int):
        return _fraction_in_radix(number, radix)
    return ("-" if number < 0 else "") + _whole_in_radix(abs(number), radix)


def _whole_in_radix(number: int, radix: int) -> str:
    digits: list[str] = []
    while number:
        number, digit = divmod(number, radix)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)) or "0"


def _fraction_in_radix(number: float, radix: int) -> str | None:
    """Exact only while the digits end; code that hides texts uses no others."""
    if abs(number) >= _EXACT:
        return None
    whole, rest = divmod(abs(number), 1)
    digits: list[str] = []
    while rest and len(digits) < 52:
        digit, rest = divmod(rest * radix, 1)
        digits.append(_DIGITS[int(digit)])
    sign = "-" if number < 0 else ""
    return f"{sign}{_whole_in_radix(int(whole), radix)}.{''.join(digits)}" if not rest else None


def _digit(letter: str) -> int:
    at = _DIGITS.find(letter.lower()) if letter.isascii() else -1
    return at if at >= 0 else len(_DIGITS)
