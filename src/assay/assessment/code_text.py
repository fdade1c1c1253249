"""Whether a file could be JavaScript at all, by its first bytes."""

from __future__ import annotations

import re

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: What JavaScript can hold nowhere but in a comment, a string, a template or a pattern: control characters that are no
#: white space, and bytes that are no UTF-8 (Node puts the last of these in their place).
_FOREIGN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
#: What may begin one of those. ``#!`` and ``<!--`` and ``-->`` begin comments too.
_OPENERS = re.compile(r"[\"'`/]|#!|<!--|-->")
#: A character at the end may be cut: UTF-8 has at most four bytes of one.
_CUT = 3


def cannot_be_code(head: bytes) -> bool:
    r"""True if no JavaScript can begin with these bytes, so that loading the file ends in a syntax error.

    A foreign character counts only where nothing before it could have opened a comment or string: who hides a payload
    behind one must open something first, and is read. UTF-16 is told by its mark and counts as text.

    >>> cannot_be_code(b"\x89PNG\r\n\x1a\n"), cannot_be_code(b"/*\0*/ run()"), cannot_be_code(b"run()")
    (True, False, False)
    """
    if head.startswith(_UTF_16):
        return False
    foreign = _FOREIGN.search(head.decode("utf-8", "replace"))
    if foreign is None:
        return False
    before = head.decode("utf-8", "replace")[: foreign.start()]
    is_cut = len(before.encode()) >= len(head) - _CUT and foreign[0] == "\ufffd"
    return not is_cut and _OPENERS.search(before) is None
