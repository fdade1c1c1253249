"""Writes harmless text in the six signs of JSFuck, to see how brackets and signs are read."""

from __future__ import annotations

_FALSE, _TRUE, _UNDEFINED = "(![]+[])", "(!![]+[])", "([][[]]+[])"
#: Where a letter stands in a text that the signs give.
_LETTERS = {
    **{letter: (_FALSE, at) for at, letter in enumerate("false")},
    **{letter: (_TRUE, at) for at, letter in enumerate("true")},
    **{letter: (_UNDEFINED, at) for at, letter in enumerate("undefi")},
}


def number(value: int) -> str:
    """A whole number."""
    digits = [("+[]" if digit == "0" else "+".join(["!+[]"] * int(digit))) for digit in str(value)]
    if len(digits) == 1:
        return "+!+[]" if value == 1 else digits[0]
    return "+(" + "+".join(f"[{'+!+[]' if digit == '!+[]' else digit}]" for digit in digits) + ")"


def _letter(letter: str) -> str:
    if letter in _LETTERS:
        text, at = _LETTERS[letter]
        return f"{text}[{number(at)}]"
    if letter.isdigit():
        return f"[{number(int(letter))}]"
    if letter == "+":
        return f"(+({number(1)}+{_letter('e')}+[{number(1)}]+[{number(0)}]+[{number(0)}])+[])[{number(2)}]"
    at = "function flat() { [native code] }".index(letter)
    return f"({_flat()}+[])[{number(at)}]"


def _flat() -> str:
    return f"[][{'+'.join(map(_letter, 'flat'))}]"


def jsfuck(code: str) -> str:
    """A call of a function with this body: letters of ``function flat() { [native code] }``, digits and ``+`` only."""
    maker = "+".join(map(_letter, "constructor"))
    return f"{_flat()}[{maker}]({'+'.join(map(_letter, code))})()"
