"""Which folders below a lockfile belong to its project: workspace members and folders it installs from."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assay.errors import InputError
from assay.lockfiles.json_document import JsonObject
from assay.lockfiles.pnpm_document import documents

#: Folders that a lockfile names: ``file:x``, ``portal:x``, ``workspace:x`` (what is only linked is not
#: installed for), and keys such as ``"x": {``
#: (npm, bun) and ``x:`` (pnpm's importers).
_ADDRESS = re.compile(rb"(?:file|portal|workspace):(?:\./)?([^\s\"',;#()]{1,500})")
_KEY = re.compile(rb"^ {2,8}[\"']?([^\"'\s:{}@][^\"':{}\n]{0,500})[\"']?:[ {]{0,2}\r?$", re.MULTILINE)
_BRACES = re.compile(r"\{([^{}]*)\}")
_MAX_PATTERN = 500
_MAX_CHOICES = 64


def members_of(
    folders: Iterable[str], manifest: JsonObject | None, lockfiles: Iterable[bytes], pnpm_workspace: bytes
) -> set[str]:
    """Those of ``folders`` (relative to the lockfile's, ``/`` separated) that the lockfile answers for.

    manifest         the package.json beside it, for its ``workspaces``
    pnpm_workspace   bytes of pnpm-workspace.yaml, empty if there is none
    """
    patterns = [*_workspaces(manifest), *_pnpm_packages(pnpm_workspace)]
    named: set[str] = set()
    for data in lockfiles:
        for pattern in (_ADDRESS, _KEY):
            named.update(found.decode("utf-8", "replace").rstrip("/") for found in pattern.findall(data))
    return {folder for folder in folders if folder in named or _matches(folder, patterns)}


def _workspaces(manifest: JsonObject | None) -> list[str]:
    if manifest is None:
        return []
    listed = manifest.get("workspaces")
    if isinstance(listed, JsonObject):
        listed = listed.get("packages")
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []


def _pnpm_packages(data: bytes) -> list[str]:
    if not data:
        return []
    try:
        roots = documents("pnpm-workspace.yaml", data)
    except InputError:
        return []
    return [each.text for root in roots for each in root.get("packages").elements]


def _matches(folder: str, patterns: list[str]) -> bool:
    """The last pattern that matches decides; one that begins with ``!`` takes the folder out."""
    is_member = False
    for pattern in patterns:
        if any(glob_matches(each, folder) for each in _choices(pattern.removeprefix("!"))):
            is_member = not pattern.startswith("!")
    return is_member


def _choices(pattern: str) -> list[str]:
    """``a/{b,c}`` as ``a/b`` and ``a/c``; braces in braces are not opened."""
    waiting = [pattern.removeprefix("./").rstrip("/")]
    done: list[str] = []
    while waiting and len(waiting) + len(done) <= _MAX_CHOICES:
        each = waiting.pop()
        found = _BRACES.search(each) if len(each) <= _MAX_PATTERN else None
        if found is None:
            done.append(each)
        else:
            waiting += [each[: found.start()] + choice + each[found.end() :] for choice in found.group(1).split(",")]
    return done


def glob_matches(pattern: str, path: str) -> bool:
    """Match a path with ``*`` and ``?`` within one step and ``**`` for any number of steps, in bounded time.

    >>> glob_matches("packages/**/lib-*", "packages/a/b/lib-x"), glob_matches("packages/*", "packages/a/b")
    (True, False)
    """
    steps = path.split("/")
    reachable = {0}
    for part in pattern.split("/"):
        if part == "**":
            reachable = set(range(min(reachable), len(steps) + 1))
        else:
            reachable = {at + 1 for at in reachable if at < len(steps) and _step_matches(part, steps[at])}
        if not reachable:
            return False
    return len(steps) in reachable


def _step_matches(pattern: str, name: str) -> bool:
    """``*`` and ``?`` in one step. Only the latest ``*`` is ever tried again, so the time is at most quadratic."""
    at = position = 0
    star, mark = -1, 0
    while position < len(name):
        if at < len(pattern) and pattern[at] == "*":
            star, mark, at = at, position, at + 1
        elif at < len(pattern) and pattern[at] in ("?", name[position]):
            at, position = at + 1, position + 1
        elif star >= 0:
            mark += 1
            at, position = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")
