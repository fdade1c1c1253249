"""MemberPath: where a member would be unpacked, and what is odd about its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assay.model.tarball import AnomalyKind
from assay.registry.archive_limits import ArchiveLimits

_DRIVE = re.compile(r"[A-Za-z]:[/\\]")
#: Control characters, and those that turn the direction of text in a terminal or browser.
_UNSHOWABLE = re.compile("[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
Oddity = tuple[AnomalyKind, str]


@dataclass(frozen=True, slots=True)
class MemberPath:
    r"""One member's name, taken apart.

    shown       the whole name as text; bytes that are not UTF-8 are written as ``\xNN``
    root        its first folder, "" if it lies in none
    path        what is left of it, as npm and pnpm unpack it: ``/`` separated, ``.`` and empty parts dropped
    oddities    what no honest packer writes
    """

    shown: str
    root: str
    path: str
    oddities: tuple[Oddity, ...]

    @classmethod
    def parse(cls, name: bytes, limits: ArchiveLimits) -> MemberPath:
        """Take a raw name apart. Never fails: whatever cannot be is an oddity."""
        oddities: list[Oddity] = []
        try:
            text = name[: limits.name_bytes * 4].decode()
        except UnicodeDecodeError:
            text = name[: limits.name_bytes].decode("utf-8", "backslashreplace")
            if len(name) <= limits.name_bytes:
                oddities.append((AnomalyKind.BAD_NAME, "its name is not UTF-8"))
        if len(name) > limits.name_bytes:
            oddities.append((AnomalyKind.LONG_NAME, f"its name has {len(name):,} bytes"))
            text = text[: limits.name_bytes]
        root, slash, rest = text.partition("/")
        if not slash:
            root, rest = "", text
        parts = [part for part in rest.split("/") if part not in ("", ".")]
        oddities.extend(_oddities(name, text, parts, limits))
        return cls(text, root, "/".join(parts), tuple(oddities))


def _oddities(name: bytes, text: str, parts: list[str], limits: ArchiveLimits) -> list[Oddity]:
    found: list[Oddity] = []
    if text.startswith("/") or _DRIVE.match(text):
        found.append((AnomalyKind.ABSOLUTE_PATH, "its name is an absolute path"))
    if ".." in text and ".." in text.replace("\\", "/").split("/"):
        found.append((AnomalyKind.PARENT_PATH, "its name leads out of the package's folder"))
    if b"\\" in name:
        found.append((AnomalyKind.BAD_NAME, "its name has a backslash, which separates folders on Windows"))
    if _UNSHOWABLE.search(text):
        found.append((AnomalyKind.BAD_NAME, "its name has control characters"))
    if len(parts) - 1 > limits.depth:
        found.append((AnomalyKind.TOO_DEEP, f"it lies {len(parts) - 1} folders deep"))
    return found
