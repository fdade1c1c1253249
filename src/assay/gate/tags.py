"""Where dist-tags point when the version that they named is hidden. Pure.

A tag that is missing, or that points nowhere, breaks yarn 4, pnpm, yarn 1 and deno, so every tag is kept as long as
any version is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cmp_to_key

from nodesemver import compare


def repointed(tags: Mapping[str, str], left: Sequence[str]) -> dict[str, str]:
    """Every tag with a version that is left: its own, else the highest at or below it, stable ones first.

    Where nothing is at or below it, the highest stable version of all is taken. Empty if no version is left.

    >>> repointed({"latest": "2.0.0"}, ["1.0.0", "1.1.0", "1.2.0-beta.1", "3.0.0"])
    {'latest': '1.1.0'}
    """
    there = frozenset(left)
    if not there:
        return {}
    if all(version in there for version in tags.values()):
        return dict(tags)
    ordered = sorted((each for each in left if _is_version(each)), key=cmp_to_key(_compared), reverse=True)
    if not ordered:
        return {tag: version for tag, version in tags.items() if version in there}
    return {tag: version if version in there else _nearest(version, ordered) for tag, version in tags.items()}


def _nearest(wanted: str, ordered: Sequence[str]) -> str:
    """``ordered`` is the versions that are left, highest first."""
    below = [each for each in ordered if _is_version(wanted) and _compared(each, wanted) <= 0]
    for choice in (below, ordered):
        stable = next((each for each in choice if not _is_prerelease(each)), None)
        if stable is not None:
            return stable
    return (below or ordered)[0]


def _is_prerelease(version: str) -> bool:
    return "-" in version.partition("+")[0]


def _compared(one: str, other: str) -> int:
    return int(compare(one, other, loose=True))


def _is_version(text: str) -> bool:
    try:
        _compared(text, text)
    except ValueError:
        return False
    return True
