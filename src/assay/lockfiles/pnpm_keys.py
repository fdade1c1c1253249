"""How pnpm names a locked package, and how one entry of its lockfile points at another.

    5.x   /name/1.0.0_peer@2.0.0            6.x   /name@1.0.0(peer@2.0.0)           9.x   name@1.0.0(peer@2.0.0)

Keys of git, tarball and file dependencies hold an address instead of a version.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

#: SemVer 2.0.0, as pnpm writes it; a commit that begins with a digit is none.
_SEMVER = re.compile(r"\d{1,16}\.\d{1,16}\.\d{1,16}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_MAX_SEMVER = 256


@dataclass(frozen=True, slots=True)
class Key:
    """What the key of an entry says by itself.

    name      "" if the key holds only an address
    version   "" if the key holds no version
    """

    name: str = ""
    version: str = ""


def is_semver(word: str) -> bool:
    """True for ``1.2.3``, ``1.2.3-rc.1`` and ``1.2.3+build``."""
    return len(word) <= _MAX_SEMVER and _SEMVER.fullmatch(word) is not None


def without_suffix(key: str) -> str:
    """The key without the resolved peers and the patch at its end: ``(react@18.2.0)(patch_hash=...)``."""
    end = len(key)
    while end and key[end - 1] == ")":
        start = _opening(key, end - 1)
        if start <= 0:
            break
        end = start
    return key[:end]


def _opening(key: str, closing: int) -> int:
    """The bracket that the one at ``closing`` closes, -1 if there is none."""
    depth = 0
    for position in range(closing, -1, -1):
        if key[position] == ")":
            depth += 1
        elif key[position] == "(":
            depth -= 1
            if depth == 0:
                return position
    return -1


def parse_key(key: str, major: int) -> Key:
    """Read the key of an entry of a lockfile of version ``major`` (5, 6 or 9)."""
    if major == 5:
        return _parse_5(key)
    bare = without_suffix(key)
    if major == 6:
        if bare.startswith("file:"):
            return Key()
        bare = _without_host(bare)
    name, at, version = _split_at(bare)
    if not at:
        return Key()
    return Key(name, version if is_semver(version) else "")


def _parse_5(key: str) -> Key:
    if key.startswith("file:"):
        return Key()
    parts = _without_host(key).split("/")
    count = 2 if parts[0].startswith("@") else 1
    if len(parts) <= count:
        return Key()
    version = parts[count].partition("_")[0].partition("(")[0]
    return Key("/".join(parts[:count]), version) if is_semver(version) else Key()


def _without_host(key: str) -> str:
    """``/name...`` as it is, ``registry.example/name...`` without the host of another registry."""
    host, slash, rest = key.partition("/")
    return rest if slash and not host.startswith("@") else key


def _split_at(text: str) -> tuple[str, str, str]:
    at = text.find("@", 1)
    return (text, "", "") if at < 0 else (text[:at], "@", text[at + 1 :])


def target_of(name: str, reference: str, major: int, keys: Container[str]) -> str | None:
    """The key of the entry that ``name: reference`` in a list of dependencies means, None if there is none.

    A reference is a version with its suffix, or a whole key (aliases, git, tarballs, files).
    """
    if major == 5:
        candidates = (reference, f"/{name}/{reference}") if "/" in reference else (f"/{name}/{reference}", reference)
    elif major == 6:
        has_slash = "/" in without_suffix(reference)
        candidates = (reference, f"/{name}@{reference}") if has_slash else (f"/{name}@{reference}", reference)
    else:
        own = f"{name}@{reference}"
        candidates = (reference, own) if _is_whole_key(reference) else (own, reference)
    return next((key for key in candidates if key in keys), None)


def _is_whole_key(reference: str) -> bool:
    """True for ``ms@2.0.0``, false for ``2.0.0(ms@2.0.0)`` and ``https://me@host/x.tgz``."""
    if reference.startswith("@"):
        return True
    at = reference.find("@")
    return at > 0 and all(not 0 <= reference.find(mark) < at for mark in ":(")
