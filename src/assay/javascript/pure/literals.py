"""Literals: what the inside of a text in source stands for."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|\r\n|([\s\S]))")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": ""}


def unescape(text: str) -> str:
    r"""The value of the inside of a string literal: ``\x41``, ``\u0041``, ``\u{41}``, octal and simple escapes."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    for index, base in ((1, 16), (2, 16), (3, 16), (4, 8)):
        if match[index]:
            code = int(match[index], base)
            return chr(code) if code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    return _SIMPLE.get(match[5] or "", match[5] or "")
