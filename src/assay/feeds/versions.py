"""Versions against Records, by npm's order (https://semver.org, section 11)."""

from __future__ import annotations

import re
from functools import lru_cache

from assay.model.feed import AffectedRange, Record

#: OSV's word for "before every version".
BEGINNING = "0"
#: The core of npm's version; nearly every version is nothing more, and comparing those needs no library.
_PLAIN = re.compile(r"(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,15})", re.ASCII)
#: npm's limits: 256 characters, numbers up to 2**53 - 1.
_MAX_LENGTH = 256
_VERSION = re.compile(
    r"(?:0|[1-9][0-9]{0,15})(?:\.(?:0|[1-9][0-9]{0,15})){2}"
    r"(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)


def is_version(text: str) -> bool:
    """True if npm accepts it as a version.

    >>> is_version("1.0.0-rc.1"), is_version("1.0"), is_version("latest")
    (True, False, False)
    """
    return len(text) <= _MAX_LENGTH and _VERSION.fullmatch(text) is not None


def compare(one: str, other: str) -> int:
    """Negative, zero or positive as ``one`` stands before, at or after ``other``; "0" stands before every version.

    Both must be versions (see ``is_version``) or "0".

    >>> compare("1.2.3-rc.1", "1.2.3") < 0 < compare("1.10.0", "1.9.0")
    True
    """
    if BEGINNING in (one, other):
        return (one != BEGINNING) - (other != BEGINNING)
    mine, theirs = _plain(one), _plain(other)
    if mine and theirs:
        return (mine > theirs) - (mine < theirs)
    # Imported here: 20 ms, and only pre-releases and build metadata need it.
    import nodesemver

    return int(nodesemver.compare(one, other, False))


def affects(record: Record, version: str) -> bool:
    """True if the record speaks of this version. A withdrawn record speaks of none.

    A version that npm would not accept can only be named exactly, or be covered by a record of every version.
    """
    if record.withdrawn is not None or not version:
        return False
    if version in record.versions or _without_build(version) in record.versions:
        return True
    if not is_version(version):
        return condemns_all(record)
    return any(_contains(each, version) for each in record.ranges)


def condemns_all(record: Record) -> bool:
    """True if the record's ranges leave out no version that npm knows, from 0.0.0 on and without end."""
    covered = BEGINNING
    for each in sorted(record.ranges, key=lambda each: _Order(each.introduced)):
        starts_at_zero = each.introduced.partition("-")[0] == "0.0.0"
        if compare(each.introduced, covered) > 0 and not (covered == BEGINNING and starts_at_zero):
            return False
        if not each.fixed and not each.last_affected:
            return True
        # What stands between a last_affected and the next start is left out, if only a pre-release.
        end = each.fixed or each.last_affected
        covered = end if compare(end, covered) > 0 else covered
    return False


def fixed_in(record: Record, version: str) -> str:
    """The lowest later version named by the record that it does not affect, "" if it names none."""
    if not is_version(version):
        return ""
    later = [each.fixed for each in record.ranges if each.fixed and compare(each.fixed, version) > 0]
    free = [fixed for fixed in later if not affects(record, fixed)]
    return min(free, key=_Order) if free else ""


def _contains(stretch: AffectedRange, version: str) -> bool:
    if compare(version, stretch.introduced) < 0:
        return False
    if stretch.fixed:
        return compare(version, stretch.fixed) < 0
    return not stretch.last_affected or compare(version, stretch.last_affected) <= 0


def _without_build(version: str) -> str:
    # The registry drops build metadata and a leading "v"; lockfiles written by hand may have them.
    return version.removeprefix("v").partition("+")[0]


@lru_cache(maxsize=4096)
def _plain(version: str) -> tuple[int, int, int] | None:
    match = _PLAIN.fullmatch(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


class _Order:
    """Sort key by npm's order."""

    __slots__ = ("version",)

    def __init__(self, version: str) -> None:
        self.version = version

    def __lt__(self, other: _Order) -> bool:
        return compare(self.version, other.version) < 0
