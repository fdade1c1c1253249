"""Which thing a request asks for: its method and raw path in, a Route out. Pure.

A path is decoded once. What then still holds a percent sign, a dot segment, an empty segment or a character that no
package has is refused: every reader of such a path may read something else in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from assay.model.package import split_name

#: npm accepts no longer names, and no longer versions.
MAX_NAME = 214
MAX_VERSION = 256
MAX_PATH_BYTES = 2048

_PLAIN = re.compile(rb"/[!-~]*")
_NAME = re.compile(r"(?:@[A-Za-z0-9~_!*'()-][A-Za-z0-9~._!*'()-]*/)?[A-Za-z0-9~_!*'()-][A-Za-z0-9~._!*'()-]*")
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_TAG = re.compile(r"[A-Za-z0-9~_!*'()][A-Za-z0-9~._!*'()+-]*")
_PROJECT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
#: What the registry answers below ``/-/`` beside packages: documented services, none of which hands out code.
_SERVICES = frozenset({"ping", "whoami", "v1", "npm", "user", "org", "team", "package", "stage"})
#: Below ``/-/``: what stands before the name of a package.
_BEFORE_NAMES = (
    *(("package",), ("stage", "package"), ("user", "package"), ("npm", "v1", "attestations")),
    ("npm", "v1", "oidc", "token", "exchange", "package"),
)
_AUDITS = frozenset(
    ("npm", "v1", "security", *each) for each in (("advisories", "bulk"), ("audits",), ("audits", "quick"))
)
_READING = frozenset({"GET", "HEAD"})
_WRITING = frozenset({"PUT", "POST", "DELETE", "PATCH"})


class Kind(StrEnum):
    """What is asked for."""

    PACKUMENT = "packument"
    RELEASE = "release"  # one version, or what a dist-tag points to
    TAGS = "dist-tags"
    TARBALL = "tarball"
    SERVICE = "service"  # passed on unread
    AUDIT = "audit"  # answered from the feeds and from upstream
    HEALTH = "health"
    READY = "ready"
    HOME = "home"  # for a browser
    METRICS = "metrics"
    WHY = "why"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Route:
    """One request, understood.

    name      the package, "" where none is meant
    version   exact version, for a RELEASE also a dist-tag; the id of a refusal for WHY
    project   from the prefix ``/p/PROJECT/``, "" without one
    path      for SERVICE and AUDIT: the raw path below that prefix, as it came
    reason    for REFUSED: why, in a few words
    """

    kind: Kind
    name: str = ""
    version: str = ""
    project: str = ""
    path: str = ""
    reason: str = ""


def route(method: str, raw_path: bytes) -> Route:
    """Read a request. ``raw_path`` is the path as it came, without the query.

    >>> route("GET", b"/@babel%2fcore").name
    '@babel/core'
    >>> route("GET", b"/left-pad/-/left-pad-1.3.0.tgz")
    Route(kind=<Kind.TARBALL: 'tarball'>, name='left-pad', version='1.3.0', project='', path='', reason='')
    >>> route("GET", b"/left-pad/%2e%2e/secret").reason
    'the path is not a plain one'
    """
    if method not in _READING | _WRITING:
        return Route(Kind.REFUSED, reason="the method is not one that registries have")
    segments = _segments(raw_path)
    if segments is None:
        return Route(Kind.REFUSED, reason="the path is not a plain one")
    project, path = "", raw_path.decode("ascii")
    if len(segments) > 2 and segments[0] == "p" and _PROJECT.fullmatch(segments[1]):
        project = segments[1]
        prefix = f"/p/{project}/"
        if not path.startswith(prefix):
            return Route(Kind.REFUSED, reason="the prefix of a project is written plainly")
        path, segments = path[len(prefix) - 1 :], segments[2:]
    if segments[:1] == ["-"] and segments[1:2] != ["-"] and len(segments) > 1:
        return _below_dash(method, segments[1:], project, path)
    if not segments and method in _READING:
        return Route(Kind.HOME, project=project)
    return _of_package(method, segments, project, path)


def _segments(raw_path: bytes) -> list[str] | None:
    """The decoded segments; None if the path is not plain."""
    if len(raw_path) > MAX_PATH_BYTES or not _PLAIN.fullmatch(raw_path):
        return None
    decoded = unquote_to_bytes(raw_path)
    if not _PLAIN.fullmatch(decoded) or any(each in decoded for each in (b"%", b"\\", b"?", b"#", b"//")):
        return None
    segments = decoded.decode("ascii").split("/")[1:]
    if segments[-1] == "":
        segments.pop()
    return None if "." in segments or ".." in segments else segments


def _below_dash(method: str, rest: list[str], project: str, path: str) -> Route:
    if rest[0] == "assay":
        return _own(method, rest[1:])
    if rest[0] == "package" and rest[-1] == "dist-tags" and method in _READING:
        return _named("/".join(rest[1:-1]), project, Kind.TAGS)
    if method == "POST" and tuple(rest) in _AUDITS:
        return Route(Kind.AUDIT, project=project, path=path)
    if rest[0] == "stage" and rest[-1] == "tarball":
        return Route(Kind.REFUSED, reason="a staged tarball is not inspected")
    if rest[0] in _SERVICES:
        return Route(Kind.SERVICE, name=_served(rest), project=project, path=path)
    return Route(Kind.REFUSED, reason="there is no such service")


def _served(rest: list[str]) -> str:
    """The package that a service is about, "" if it is about none."""
    for before in _BEFORE_NAMES:
        after = rest[len(before) :]
        if tuple(rest[: len(before)]) != before or not after:
            continue
        name = "/".join(after[: 2 if after[0].startswith("@") else 1])
        if before[-1] == "attestations":
            name = name.rpartition("@")[0]
        return name if _is_name(name) else ""
    return ""


def _own(method: str, rest: list[str]) -> Route:
    if method not in _READING:
        return Route(Kind.REFUSED, reason="there is no such service")
    if rest in (["health"], ["ready"], ["metrics"]):
        return Route(Kind(rest[0]))
    if len(rest) == 2 and rest[0] == "why" and rest[1].isalnum():
        return Route(Kind.WHY, version=rest[1])
    return Route(Kind.REFUSED, reason="there is no such service")


def _of_package(method: str, segments: list[str], project: str, path: str) -> Route:
    width = 2 if segments and segments[0].startswith("@") else 1
    name, rest = "/".join(segments[:width]), segments[width:]
    if not _is_name(name):
        return Route(Kind.REFUSED, reason="that is not the name of a package")
    if method in _WRITING:
        if not _is_written(method, rest):
            return Route(Kind.REFUSED, reason="nothing is written there")
        return Route(Kind.SERVICE, name=name, project=project, path=path)
    if not rest:
        return Route(Kind.PACKUMENT, name=name, project=project)
    if len(rest) == 1 and len(rest[0]) <= MAX_VERSION and _TAG.fullmatch(rest[0]):
        return Route(Kind.RELEASE, name=name, version=rest[0], project=project)
    if rest[0] == "-":
        return _tarball(name, rest[1:], project)
    return Route(Kind.REFUSED, reason="there is no such thing in a package")


def _is_written(method: str, rest: list[str]) -> bool:
    """Publish, deprecate, tag the old way, and unpublish. A tarball's own address is never passed on.

    A registry that does not look at the method would answer with the tarball.
    """
    if method == "PUT":
        return not rest or (len(rest) == 1 and _TAG.fullmatch(rest[0]) is not None) or rest[:-1] == ["-rev"]
    if method == "DELETE":
        return rest[:-1] == ["-rev"] or (len(rest) == 4 and (rest[0], rest[2]) == ("-", "-rev"))
    return False


def _tarball(name: str, rest: list[str], project: str) -> Route:
    """A tarball by its conventional file name; some clients repeat the scope before it."""
    scope, bare = split_name(name)
    if scope and rest[:1] == [scope]:
        rest = rest[1:]
    file = rest[0] if len(rest) == 1 else ""
    version = file.removeprefix(f"{bare}-").removesuffix(".tgz")
    if file != f"{bare}-{version}.tgz" or len(version) > MAX_VERSION or not _VERSION.fullmatch(version):
        return Route(Kind.REFUSED, reason="that is not the name of a tarball of this package")
    return Route(Kind.TARBALL, name=name, version=version, project=project)


def _named(name: str, project: str, kind: Kind) -> Route:
    if not _is_name(name):
        return Route(Kind.REFUSED, reason="that is not the name of a package")
    return Route(kind, name=name, project=project)


def _is_name(name: str) -> bool:
    return len(name) <= MAX_NAME and _NAME.fullmatch(name) is not None
