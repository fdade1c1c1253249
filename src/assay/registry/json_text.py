"""JSON as JavaScript reads it: what npm accepts must not be unreadable here, or it could hide in plain sight."""

from __future__ import annotations

import json
import re
from typing import NoReturn

import msgspec

_BOM = b"\xef\xbb\xbf"


def decode_json(data: bytes) -> object:
    """Decode JSON. Raises ValueError with a reason.

    A byte order mark, bytes that are not UTF-8, unpaired surrogates and numbers of any size are accepted, as
    ``JSON.parse`` accepts them; ``NaN`` and the like are not.
    """
    text = data.removeprefix(_BOM)
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _patiently(text)


def repaired_json(data: bytes) -> bytes:
    """The same document as strict UTF-8 JSON. Raises ValueError if ``JSON.parse`` would refuse it."""
    return msgspec.json.encode(_patiently(data.removeprefix(_BOM)))


def _patiently(text: bytes) -> object:
    try:
        document = json.loads(text.decode("utf-8", "replace"), parse_constant=_refuse, parse_int=_number)
        # Unpaired surrogates cannot be written as UTF-8: put the replacement character in their place.
        readable = json.dumps(document, ensure_ascii=False)
        return json.loads(_SURROGATES.sub("\N{REPLACEMENT CHARACTER}", readable))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


_SURROGATES = re.compile("[\ud800-\udfff]")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) < 16 else float(digits)
