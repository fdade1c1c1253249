"""What one word of the command line means: a folder, a file, or a release to look up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from assay.errors import InputError, UsageError


class PathKind(StrEnum):
    """What stands at a path."""

    FILE = "file"
    FOLDER = "folder"


class TargetKind(StrEnum):
    """What kind of target a word names."""

    FOLDER = "folder"
    TARBALL = "tarball"
    FILE = "file"  # a lockfile, a manifest or an SBOM; its name and content tell which
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Target:
    """One target, as a word of the command line names it.

    word    as it was given
    path    of a folder, tarball or file
    name    of a package; for an alias the package that is really meant
    range   version, range or dist-tag of a release; "" means the ``latest`` tag
    alias   the name it would be installed under, if that is not its own
    """

    kind: TargetKind
    word: str
    path: str = ""
    name: str = ""
    range: str = ""
    alias: str = ""


#: Longer names are refused by the registry (validate-npm-package-name).
MAX_NAME = 214
#: No version, range or tag that people type is longer; npm refuses versions over 256.
MAX_RANGE = 1_024
_TARBALL_ENDINGS = (".tgz", ".tar.gz", ".tar")
_FILE_ENDINGS = (*_TARBALL_ENDINGS, ".json", ".yaml", ".yml", ".lock", ".lockb", ".jsonc")
_ADDRESSES = ("http:", "https:", "git:", "git+", "ssh:", "github:", "gitlab:", "bitbucket:", "gist:", "git@")
_NAME_PUNCTUATION = frozenset("-._~!*'()")


def parse_target(word: str, path_kind: Callable[[str], PathKind | None]) -> Target:
    """Tell what a word means. ``path_kind`` says what stands at a path, None for nothing.

    A path that is there wins over a package of the same name; write ``npm:name`` for the package.
    Raises UsageError for a word that cannot be a target, InputError for a path that is not there.
    """
    text = word.strip()
    if not text or "\0" in text:
        raise UsageError("an empty word is not a target", hint="name a folder, a lockfile, a tarball or a package")
    if text.startswith("pkg:"):
        return _from_purl(word, text)
    if text.startswith("npm:"):
        return release_target(word, text)
    kind = path_kind(text)
    if kind is PathKind.FOLDER:
        return Target(TargetKind.FOLDER, word, path=text)
    if kind is PathKind.FILE:
        is_tarball = text.lower().endswith(_TARBALL_ENDINGS)
        return Target(TargetKind.TARBALL if is_tarball else TargetKind.FILE, word, path=text)
    if _looks_like_path(text):
        raise InputError(f"there is no file or folder {text}", file=text, hint=_missing_hint(text))
    return release_target(word, text)


def release_target(word: str, text: str = "") -> Target:
    """Read ``name``, ``name@range``, ``@scope/name@tag``, ``npm:name@range`` or ``alias@npm:name@range``.

    Raises UsageError if the word is none of them.
    """
    text = (text or word).strip()
    if text.startswith("pkg:"):
        return _from_purl(word, text)
    alias, name, wanted = split_spec(text)
    if name.lower().startswith(_ADDRESSES) or wanted.lower().startswith((*_ADDRESSES, "file:", "link:", "workspace:")):
        hint = "download the tarball and name the file, or scan the lockfile that names it"
        raise UsageError(f"{text!r} is an address, not a release of the registry", hint=hint)
    for each in (name, alias):
        if each and not is_package_name(each):
            raise UsageError(f"{each[:80]!r} is not a package name", hint="names look like left-pad or @scope/name")
    if not name:
        raise UsageError(f"{text[:80]!r} names no package", hint="names look like left-pad or @scope/name")
    if len(wanted) > MAX_RANGE:
        raise UsageError(f"the range of {name} is longer than {MAX_RANGE} characters")
    return Target(TargetKind.RELEASE, word, name=name, range=wanted, alias="" if alias == name else alias)


def split_spec(text: str) -> tuple[str, str, str]:
    """Split a spec into alias, name and range; what is not there is empty.

    >>> split_spec("@babel/core@^7"), split_spec("mine@npm:ms@2.0.0")
    (('', '@babel/core', '^7'), ('mine', 'ms', '2.0.0'))
    """
    alias = ""
    if not text.startswith("npm:"):
        before, mark, after = text.partition("@npm:")
        if mark:
            alias, text = before, "npm:" + after
    text = text.removeprefix("npm:")
    at = text.find("@", 1)
    return (alias, text, "") if at < 0 else (alias, text[:at], text[at + 1 :].strip())


def is_package_name(name: str) -> bool:
    """True for a name that the npm registry may hold, legacy names with capitals included.

    The rule is that of validate-npm-package-name for names that already exist.
    """
    scope, slash, bare = name[1:].partition("/") if name.startswith("@") else ("", "", name)
    if name.startswith("@") and not (slash and scope and _is_plain(scope)):
        return False
    return 0 < len(name) <= MAX_NAME and _is_plain(bare) and bare[0] not in "._" and bare.strip() == bare


def _is_plain(part: str) -> bool:
    return bool(part) and all(mark in _NAME_PUNCTUATION or (mark.isascii() and mark.isalnum()) for mark in part)


def _from_purl(word: str, text: str) -> Target:
    parts = split_purl(text)
    if parts is None:
        raise UsageError(f"{text[:200]!r} is not the package URL of an npm package", hint="write pkg:npm/name@version")
    name, version = parts
    if not is_package_name(name):
        raise UsageError(f"{name[:80]!r} is not a package name", hint="write pkg:npm/name@version")
    return Target(TargetKind.RELEASE, word, name=name, range=version.strip())


def split_purl(purl: str) -> tuple[str, str] | None:
    """Name and version ("" if none) of an npm package URL, None if it is another type's or none at all.

    The name keeps its case: the packageurl library lower-cases npm names, but npm has legacy names with capitals that
    are packages of their own.

    >>> split_purl("pkg:npm/%40Scope/Name@1.0.0?x=y"), split_purl("pkg:pypi/six@1.0")
    (('@Scope/Name', '1.0.0'), None)
    """
    text = purl.partition("#")[0].partition("?")[0]
    scheme, _, rest = text.partition(":")
    kind, _, path = rest.lstrip("/").partition("/")
    if scheme.lower() != "pkg" or kind.lower() != "npm":
        return None
    path, version = path.strip("/"), ""
    at = path.rfind("@")
    if at > path.rfind("/") + 1:
        path, version = path[:at], path[at + 1 :]
    return unquote(path), unquote(version)


def _looks_like_path(text: str) -> bool:
    if text.startswith((".", "/", "~", "\\")) or text.endswith(("/", "\\")):
        return True
    if "://" in text or text.lower().startswith(_ADDRESSES):
        return False
    if text.lower().endswith(_FILE_ENDINGS) and "@" not in text[1:]:
        return True
    return "/" in text and not text.startswith("@") and "@npm:" not in text


def _missing_hint(text: str) -> str:
    bare = text.strip("./\\")
    if is_package_name(bare):
        return f"if the package of that name is meant, write npm:{bare}"
    return "check the spelling, and the folder you are in"
