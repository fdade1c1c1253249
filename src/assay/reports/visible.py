"""Hostile text, made safe to look at.

Names, messages and excerpts come from packages. Control characters move the cursor or recolour the terminal, and
bidirectional or invisible characters show something other than what is there; each is replaced by its escape. Every
output uses these functions and no others.
"""

from __future__ import annotations

import re
import unicodedata

#: Categories that must never be printed: control, format (bidirectional, zero width), surrogate, private use,
#: unassigned, and the line and paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN = re.compile(r"[ -~]*")
_SCHEME = re.compile(r"(?i)\b(h)tt(ps?)://([^\s/'\"`<>)]*)")
#: Combining marks after one letter beyond this only serve to draw over other lines.
_MAX_MARKS = 3


def visible(text: str, limit: int = 0) -> str:
    r"""One line of text in which nothing can act or hide; cut in the middle to ``limit`` characters if given.

    >>> visible("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    if not _PLAIN.fullmatch(text):
        text = _escaped(text)
    return shortened(text, limit) if limit else text


def shortened(text: str, limit: int) -> str:
    """Keep the beginning and the end: the end of a name tells as much as its beginning."""
    if len(text) <= limit:
        return text
    head = (limit - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (limit - 1 - head) :]}"


def defanged(text: str) -> str:
    """Addresses in text taken from packages, written so that nobody opens them by a click.

    >>> defanged("get https://evil.invalid/x")
    'get hxxps://evil[.]invalid/x'
    """
    return _SCHEME.sub(lambda match: f"{match[1]}xx{match[2]}://{match[3].replace('.', '[.]')}", text)


def well_formed(text: str) -> str:
    """Text that can be encoded as UTF-8: lone surrogates become their escapes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def is_hidden(character: str) -> bool:
    """True if a reader would not see this character, or it would act on the terminal."""
    return unicodedata.category(character) in _HIDDEN


def _escaped(text: str) -> str:
    parts: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category.startswith("M") else 0
        hidden = is_hidden(character) or marks > _MAX_MARKS or (category == "Zs" and character != " ")
        parts.append(_escape(character) if hidden else character)
    return "".join(parts)


def _escape(character: str) -> str:
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
