"""Bytes of a source file to UTF-8: byte order marks, UTF-16 and old single-byte files."""

from __future__ import annotations

import re

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: Of the first bytes, a file of 16-bit text has a zero in every other place.
_SAMPLE = 512
_MOSTLY = 0.4
#: After these a zero can stand in a string, a template, a comment or a pattern that Node reads.
_OPENERS = b"'\"`/"
_IN_A_ROW = re.compile(rb"[^\0]{4}")


def to_utf8(data: bytes) -> bytes:
    """The text of a source file as UTF-8 without a mark. Never fails: what is no text in any encoding is kept readable.

    Node reads UTF-8 only, but a loader can decode anything, and a scanner that sees nothing in UTF-16 is easily fooled.
    Where both readings are possible Node's counts. Zeros, which are legal in comments and strings, become blanks: the
    parser takes them for the end of the text.
    """
    return _decoded(data).replace(b"\0", b" ")


def _decoded(data: bytes) -> bytes:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :] if encoding == "utf-8" else _recode(data[len(mark) :], encoding)
    head = data[:_SAMPLE]
    if head.count(0) > _MOSTLY * len(head) and _is_wide(data):
        return _recode(data, "utf-16-le" if head[1:2] == b"\0" else "utf-16-be")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _recode(data, "latin-1")
    return data


def _is_wide(data: bytes) -> bool:
    """True if Node cannot read it as UTF-8: its first zero stands where no string or comment can have begun.

    Behind one that can, Node's code needs more letters in a row than 16-bit text of English letters has.
    """
    if data[0] and data[1:2] != b"\0":
        return False
    return data[0] not in _OPENERS or _IN_A_ROW.search(data) is None


def _recode(data: bytes, encoding: str) -> bytes:
    return data.decode(encoding, "replace").encode("utf-8", "replace")
