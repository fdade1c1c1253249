"""Encodings: texts to bytes and back as Node's Buffer does it, and the escapes of addresses."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

from assay.javascript.pure.values import joined

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_ESCAPE = re.compile(r"%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")
_PERCENTS = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_BAD_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
#: ``decodeURI`` leaves these escaped.
_RESERVED = frozenset(";/?:@&=+$,#")
_NAMES = {
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "": "utf-8",
    "ucs2": "utf-16-le",
    "ucs-2": "utf-16-le",
    "utf16le": "utf-16-le",
    "utf-16le": "utf-16-le",
    "latin1": "latin-1",
    "binary": "latin-1",
    "ascii": "latin-1",
    "hex": "hex",
    "base64": "base64",
    "base64url": "base64url",
}


def encoding(name: str) -> str | None:
    """One name for each encoding that Buffer knows, None for others."""
    return _NAMES.get(name.lower())


def to_bytes(text: str, name: str) -> bytes | None:
    """``Buffer.from(text, name)``; None for an unknown encoding. What is no hex or base64 is left out as Node does."""
    match encoding(name):
        case None:
            return None
        case "hex":
            found = _HEX.match(text)
            return bytes.fromhex(found[0]) if found else b""
        case "base64" | "base64url":
            return _from_base64(text)
        case "latin-1":
            return bytes(ord(letter) & 0xFF for letter in text)
        case "utf-16-le":
            return text.encode("utf-16-le", "surrogatepass")
        case _:
            return joined(text).encode("utf-8")


def from_bytes(data: bytes, name: str) -> str | None:
    """``buffer.toString(name)``; None for an unknown encoding."""
    match encoding(name):
        case None:
            return None
        case "hex":
            return data.hex()
        case "base64":
            return base64.b64encode(data).decode()
        case "base64url":
            return base64.urlsafe_b64encode(data).decode().rstrip("=")
        case "latin-1" if name.lower() == "ascii":
            return bytes(byte & 0x7F for byte in data).decode("latin-1")
        case known:
            return data.decode(known, "replace")


def _from_base64(text: str) -> bytes:
    """Both alphabets, with or without padding, up to the first padding."""
    plain = _NOT_BASE64.sub("", text.partition("=")[0].replace("-", "+").replace("_", "/"))
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def decode_as(text: str | None, name: str) -> str | None:
    """The text that an encoded one stands for; None if there is none or the encoding is unknown."""
    if text is None:
        return None
    if encoding(name) in ("hex", "base64", "base64url"):
        data = to_bytes(text, name)
        return None if data is None else data.decode("utf-8", "replace")
    return text if encoding(name) else None


def unescape_percents(text: str) -> str:
    """The old ``unescape``: ``%41`` and ``%u0041`` each stand for one 16-bit unit."""
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text) if "%" in text else text


def escape_percents(text: str) -> str:
    """The old ``escape``."""
    plain = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@*_+-./")
    return "".join(
        letter if letter in plain else f"%{ord(letter):02X}" if ord(letter) < 256 else f"%u{ord(letter):04X}"
        for letter in text
    )


def decode_uri(text: str, *, whole: bool) -> str | None:
    """``decodeURIComponent``, or ``decodeURI`` if not ``whole``; None where JavaScript throws a URIError."""
    if "%" not in text:
        return text
    if _BAD_PERCENT.search(text):
        return None
    try:
        return _PERCENTS.sub(lambda match: _decoded(match[0], whole=whole), text)
    except UnicodeDecodeError:
        return None


def _decoded(percents: str, *, whole: bool) -> str:
    plain = bytes.fromhex(percents.replace("%", "")).decode("utf-8")
    if whole:
        return plain
    return "".join(f"%{ord(each):02X}" if each in _RESERVED else each for each in plain)


def encode_uri(text: str, *, whole: bool) -> str | None:
    """``encodeURIComponent``, or ``encodeURI`` if not ``whole``; None where JavaScript throws a URIError."""
    if "\N{REPLACEMENT CHARACTER}" in joined(text) and "\N{REPLACEMENT CHARACTER}" not in text:
        return None
    return quote(joined(text), safe="!'()*-._~" if whole else "!'()*-._~;/?:@&=+$,#")
