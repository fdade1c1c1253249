"""Entry points: every file of a package that something starts, and what starts it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from assay.model.hook_settings import HOOK_SETTINGS, MAX_BYTES
from assay.model.manifest import Manifest
from assay.model.source import BY_MAINTAINERS
from assay.model.tarball import Member

#: What clients run by themselves, installation first (https://docs.npmjs.com/cli/using-npm/scripts; npm 6 and yarn 1
#: also run those of removal, and ``prepack`` runs for dependencies from git).
_BY_CLIENTS = (
    *("preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare", "prepublish"),
    *("prepack", "postpack", "dependencies", "preuninstall", "uninstall", "postuninstall"),
)
_GYP = "binding.gyp"
_WORKFLOW = re.compile(r"\.github/workflows/[^/]+\.ya?ml")
#: Characters of a command line, and words of it or of a settings file, that are looked at.
_MAX_LINE, _MAX_WORDS = 4_000, 500
#: Scripts that scripts call, looked at for one entry point.
_MAX_CALLED = 50
#: Files that one pattern stands for.
_MAX_MATCHING = 500
_WORD = re.compile(r"(?<![\w@/.-])(?:\./)?((?:[\w.@-]+/)*[\w.@-]+)(?![\w/.-])")
_FOLDER = re.compile(r"\bcd\s+(?:\./)?([\w./@-]+)")
_CALLS_SCRIPTS = re.compile(r"\b(?:npm|pnpm|yarn|bun|npm-run-all|run-s|run-p|node\s+--run)\s+(.*)")
_CALLED = re.compile(r"[\w:.@/-]+")
#: Commands that gyp runs while it reads a file, or as an action.
_GYP_COMMAND = re.compile(r"[<>^]!@?\(([^\n]{0,4000})|['\"]action['\"]\s*:\s*\[([^\]]{0,4000})\]")
_NATIVE = (".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".m", ".mm", ".s", ".asm", ".gyp", ".gypi", ".json")


def entry_points(members: Mapping[str, Member], manifest: Manifest) -> Iterator[tuple[str, str]]:
    """What starts a file and the path that it names, those that run on installation first.

    The path need not exist, and is written as Node resolves it: without its ending, or a folder.
    """
    for name in _BY_CLIENTS:
        yield from _of_script(name, manifest.scripts)
    yield from _of_gyp(members)
    named = {**{f"bin {command}": path for command, path in manifest.bin.items()}, **manifest.entry_points}
    named.setdefault("main", "index.js")
    for entry, path in named.items():
        for each in _matching(path, members) if "*" in path else (path,):
            yield entry.partition("[")[0], each
    yield from _of_hooks(members)
    for name in sorted(BY_MAINTAINERS):
        yield from _of_script(name, manifest.scripts)


def _matching(pattern: str, members: Mapping[str, Member]) -> Iterator[str]:
    """The files that ``./lib/*.js`` stands for. ``./*`` names no folder: it opens the package, and starts nothing."""
    start, _, end = pattern.removeprefix("./").partition("*")
    if "/" not in start or "*" in end:
        return
    found = (path for path in members if path.startswith(start) and path.endswith(end))
    yield from islice(found, _MAX_MATCHING)


def _of_script(name: str, scripts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The words of a script's line, and of the scripts that it calls."""
    waiting, seen = [name], {name}
    while waiting and len(seen) <= _MAX_CALLED:
        line = scripts.get(waiting.pop(0), "")[:_MAX_LINE]
        for path in _words(line):
            yield name, path
        for called in _CALLS_SCRIPTS.findall(line):
            keys = [key for word in _CALLED.findall(called) for key in (f"pre{word}", word, f"post{word}")]
            new = [key for key in keys if key in scripts and key not in seen]
            seen.update(new)
            waiting.extend(new)


def _words(line: str) -> Iterator[str]:
    """Words of a command line that could be paths, also below the folders that it changes to."""
    folders = _FOLDER.findall(line)[:5]
    for number, match in enumerate(_WORD.finditer(line)):
        if number >= _MAX_WORDS:
            return
        yield match[1]
        for folder in folders:
            yield f"{folder}/{match[1]}"


def _of_gyp(members: Mapping[str, Member]) -> Iterator[tuple[str, str]]:
    """Files that the commands of ``binding.gyp`` name: its presence alone runs node-gyp."""
    text = _text(members.get(_GYP))
    for match in _GYP_COMMAND.finditer(text):
        for path in _words(match[1] or match[2] or ""):
            if not path.endswith(_NATIVE):
                yield _GYP, path


def _of_hooks(members: Mapping[str, Member]) -> Iterator[tuple[str, str]]:
    """Files that settings of editors and agents name, then those that workflows name."""
    for file, needed in HOOK_SETTINGS.items():
        text = _text(members.get(file))
        if needed in text:
            for path in _words(text):
                yield file, path
    for file in sorted(path for path in members if path.startswith(".github/") and _WORKFLOW.fullmatch(path)):
        text = _text(members[file])
        if "run:" in text:
            for path in _words(text):
                yield f"workflow {file}", path


def _text(member: Member | None) -> str:
    data = member.data if member is not None else None
    return data[:MAX_BYTES].decode("utf-8", "replace") if data is not None else ""
