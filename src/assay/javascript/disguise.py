"""Disguise: words that are spelled in escapes or in pieces, so that a search for them finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from assay.javascript.signs import Signs

_ESCAPED = re.compile(rb"\\x([2-7][0-9a-fA-F])|\\u00([2-7][0-9a-fA-F])|\\u\{0{0,4}([2-7][0-9a-fA-F])\}")
#: Letters in a row that need no escape: honest code has them in tables of characters, which are few.
_LETTER = rb"(?:x[46][1-9a-fA-F]|x[57][0-9aA]|u00[46][1-9a-fA-F]|u00[57][0-9aA])"
_NEEDLESS = rb"\\" + _LETTER + rb"\\" + _LETTER + rb"\\" + _LETTER
_SPLIT_NAME = rb"\[\s{0,4}(?:'[\w$]{0,12}'|\"[\w$]{0,12}\")\s{0,4}\+\s{0,4}['\"]"
_JOINT = re.compile(rb"(?:'\s{0,4}\+\s{0,4}')|(?:\"\s{0,4}\+\s{0,4}\")")
_MEMBER = re.compile(rb"\[\s{0,4}['\"]([A-Za-z_$][\w$]{0,40})['\"]\s{0,4}\]")
_CALL = re.compile(rb"[\w$\])]\s{0,4}\(")
#: Calls looked at in a file with disguised words.
MAX_CALLS = 3_000


def is_disguised(source: bytes) -> bool:
    """True if letters are written as escapes, or names of members are put together from texts."""
    return bool(_signs().of(source))


@lru_cache(maxsize=1)
def _signs() -> Signs:
    return Signs((), [(b"needless", _NEEDLESS), (b"split", _SPLIT_NAME)])


def undisguised(source: bytes) -> bytes:
    """The source with its words spelled out, good for searching only: it may not be valid code any more."""
    return _MEMBER.sub(rb".\1", _JOINT.sub(b"", _ESCAPED.sub(_letter, source)))


def calls(source: bytes) -> Iterator[int]:
    """Where the opening brackets of calls stand."""
    for match in islice(_CALL.finditer(source), MAX_CALLS):
        yield match.end() - 1


def _letter(match: re.Match[bytes]) -> bytes:
    code = match[1] or match[2] or match[3]
    return bytes((int(code, 16),))
