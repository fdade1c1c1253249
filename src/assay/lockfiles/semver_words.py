"""Whether a word is an exact version, for readers that must tell versions from addresses."""

from __future__ import annotations

import re

#: SemVer 2.0.0, as npm's lockfiles write it (never a leading ``v``); bounded like npm's own.
_VERSION = re.compile(r"\d{1,16}\.\d{1,16}\.\d{1,16}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
MAX_VERSION = 256


def is_version(word: str) -> bool:
    """True for ``1.2.3``, ``1.2.3-rc.1`` and ``1.2.3+build``."""
    return len(word) <= MAX_VERSION and _VERSION.fullmatch(word) is not None
