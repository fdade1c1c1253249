"""Pick: the version that npm would take for a range or tag, by the rules of npm-pick-manifest.

Engines are not weighed, as the user's Node version is not known here: npm prefers a release that runs on it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol
from urllib.parse import quote

from assay.model.packument import Packument

#: npm's semver refuses longer versions.
MAX_VERSION = 256
#: No honest range is longer; matching one takes time for every version of the package.
MAX_RANGE = 512


class Range(Protocol):
    """A parsed range."""

    def test(self, version: str) -> bool:
        """True if the version satisfies it. Raises ValueError for what is no version."""


def pick(packument: Packument, spec: str) -> str | None:
    """The version npm installs for ``name@spec``, None if no release satisfies it.

    spec   a version, range or dist-tag as written; "" and ``*`` prefer the ``latest`` tag

    An exact version or a tag is that or nothing. For a range the release tagged ``latest`` wins if it satisfies and
    is not deprecated; otherwise the highest satisfying release, deprecated ones last.
    """
    wanted = spec.strip()
    exact = exact_version(wanted)
    if exact:
        return exact if exact in packument.versions else None
    span = parse_range(wanted)
    if span is None:
        tagged = packument.dist_tags.get(wanted)
        return tagged if tagged in packument.versions else None
    latest = packument.dist_tags.get("latest", "")
    takes_any = wanted in ("", "*")
    if latest in packument.versions and (takes_any or _fits(span, latest)) and not _is_deprecated(packument, latest):
        return latest
    return _highest(packument, span)


def satisfies(version: str, spec: str) -> bool:
    """True if an installed version answers a version or range; False for tags, which only the registry can tell."""
    wanted = spec.strip()
    exact = exact_version(wanted)
    if exact:
        return exact == version
    span = parse_range(wanted)
    return span is not None and (_fits(span, version) or wanted in ("", "*"))


def not_older(one: str, other: str) -> bool:
    """True if version ``one`` is the same as or newer than ``other``, by npm's order."""
    import nodesemver

    try:
        return bool(nodesemver.gte(one, other, True))
    except ValueError:
        return False


@lru_cache(maxsize=4_096)
def exact_version(spec: str) -> str:
    """The version that a spec such as ``1.2.3`` or ``v1.2.3`` names, "" if it is a range or tag."""
    if not spec or len(spec) > MAX_VERSION or not any(mark.isdigit() for mark in spec[:8]):
        return ""
    import nodesemver

    try:
        version = nodesemver.clean(spec, True)
    except ValueError:
        return ""
    return str(version) if version else ""


@lru_cache(maxsize=4_096)
def parse_range(spec: str) -> Range | None:
    """Read a range loosely, as npm does; None if it is none, and so a tag."""
    if len(spec) > MAX_RANGE:
        return None
    import nodesemver

    try:
        found: Range = nodesemver.make_range(spec, True)
    except ValueError:
        return None
    return found


def is_tag(spec: str) -> bool:
    """True for a word that npm would look up among the dist-tags."""
    wanted = spec.strip()
    return bool(wanted) and quote(wanted, safe="!'()*-._~") == wanted and parse_range(wanted) is None


def _highest(packument: Packument, span: Range) -> str | None:
    import nodesemver

    fitting = [version for version in packument.versions if _fits(span, version)]
    nodesemver.rsort(fitting, True)
    for version in fitting:
        if not _is_deprecated(packument, version):
            return version
    return fitting[0] if fitting else None


def _fits(span: Range, version: str) -> bool:
    if len(version) > MAX_VERSION:
        return False
    try:
        return span.test(version)
    except ValueError:
        return False


def _is_deprecated(packument: Packument, version: str) -> bool:
    release = packument.releases.get(version)
    return release is not None and bool(release.deprecated)
