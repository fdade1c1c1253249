"""Reach: which files of a package its entry points reach, through imports, workers and the children they start."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from assay.assessment.entry_points import entry_points
from assay.javascript.signs import Signs
from assay.model.manifest import Manifest
from assay.model.tarball import Member

SUFFIXES = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx")
#: Files of one package that are followed through their imports.
MAX_REACHED = 5_000
#: Entry points told of one file.
_MAX_ENTRIES = 20
#: The rest of a path in quotes. What stands before is looked at last: what begins with a text is found soon.
_IMPORT = re.compile(rb"""\./(?:(?<=["'`]\./)|(?<=["'`]\.\./))[^"'`\n]{1,300}["'`]""")
#: What stands before a path that is loaded; looked at backwards from the path, as paths are fewer than such words.
_LOADS = re.compile(
    rb"(?:\b(?:require|import|fork|importScripts|require\s*\.\s*resolve)\s*\(\s*|\bfrom\s*|\bimport\s*"
    rb"|\bnew\s+(?:Shared)?(?:Worker|URL)\s*\(\s*)\Z"
)
_LOOK_BACK = 64
_DOT = ord(".")
#: The folder of the file itself, and what is put behind it: one path, or its parts.
_HERE = re.compile(rb"dirname(?:(?<=__dirname)|(?<=import\.meta\.dirname))")
_PARTS = re.compile(rb"""(?:\s*[,+]\s*["'`]([^"'`\n]{1,300})["'`]){1,8}|\}(/[^"'`$\n]{1,300})[`"']""")
_PART = re.compile(rb"""["'`]([^"'`\n]{1,300})["'`]""")
#: A child's program and its first arguments: ``spawn("node", ["a.js"])``, ``spawn(process.execPath, ["a.js"])``.
_CHILD = re.compile(rb"""['"`]?\s*,\s*\[\s*((?:["'`][^"'`\n]{1,300}["'`]\s*,?\s*){1,5})""")
_PROGRAMS = (b"execPath", b"argv[0]", b'"node"', b"'node'", b"`node`", b'"bun"', b"'bun'", b"`bun`")
#: A command line in quotes: ``exec("node a.js")``.
_COMMAND = re.compile(rb"""["'`](?:node|bun)\s+(?:run\s+|-\S+\s+){0,4}([^\s"'`$;&|]{1,300})""")
_COMMANDS = tuple(quote + program + b" " for quote in (b'"', b"'", b"`") for program in (b"node", b"bun"))
#: Places of each kind looked at in one file.
_MAX_PLACES = 2_000


def reach(members: Mapping[str, Member], manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Path to the entry points that reach it, through relative requires and imports, workers and children."""
    reached: dict[str, tuple[str, ...]] = {}
    loads: dict[str, tuple[str, ...]] = {}
    for entry, named in entry_points(members, manifest):
        waiting = list(resolved(members, named))
        while waiting and len(reached) < MAX_REACHED:
            here = waiting.pop()
            known = reached.get(here, ())
            if entry in known or len(known) >= _MAX_ENTRIES:
                continue
            reached[here] = (*known, entry)
            if here not in loads:
                loads[here] = tuple(_loads(members, here))
            waiting.extend(loads[here])
    return reached


def _loads(members: Mapping[str, Member], path: str) -> Iterator[str]:
    data = members[path].data
    if data is None or (not path.endswith(SUFFIXES) and not data.startswith(b"#!")):
        return
    folder = posixpath.dirname(path)
    for match in _IMPORT.finditer(data):
        start = match.start() - (data[match.start() - 1] == _DOT)
        if _LOADS.search(data[max(0, start - 1 - _LOOK_BACK) : start - 1]):
            yield from resolved(members, posixpath.join(folder, _text(data[start : match.end() - 1])))
    for below in _below_here(data):
        yield from resolved(members, posixpath.join(folder, below))
    for child in _children(data):
        yield from resolved(members, posixpath.join(folder, child))
        yield from resolved(members, child)  # the folder that scripts are started in is the package's own


def _below_here(data: bytes) -> Iterator[str]:
    if b"dirname" not in data:
        return
    for match in _HERE.finditer(data):
        parts = _PARTS.match(data, match.end())
        if parts is None:
            continue
        written = [parts[2]] if parts[2] else _PART.findall(parts[0])
        yield "/".join(_text(each).strip("/") for each in written)
        if len(written) > 1:
            # what follows may be no part of the path: readFile(__dirname + "/a", "x")
            yield _text(written[0]).lstrip("/")


@lru_cache(maxsize=1)
def _signs() -> Signs:
    return Signs((*_PROGRAMS, *_COMMANDS))


def _children(data: bytes) -> Iterator[str]:
    held = _signs().of(data)
    for program in (each for each in _PROGRAMS if each in held):
        for place in _places(data, program):
            match = _CHILD.match(data, place + len(program))
            if match is not None:
                yield from map(_text, _PART.findall(match[1]))
    for command in (each for each in _COMMANDS if each in held):
        for place in _places(data, command):
            match = _COMMAND.match(data, place)
            if match is not None:
                yield _text(match[1])


def _places(data: bytes, word: bytes) -> Iterator[int]:
    place = data.find(word)
    for _ in range(_MAX_PLACES):
        if place < 0:
            return
        yield place
        place = data.find(word, place + 1)


def _text(path: bytes) -> str:
    return path.decode("utf-8", "replace")


def resolved(members: Mapping[str, Member], path: str) -> Iterator[str]:
    """The member that Node finds for a path: itself, with an ending, or the folder's index."""
    plain = posixpath.normpath(path.lstrip("/")) if path else "index.js"
    folder = "" if plain == "." else f"{plain}/"
    for candidate in (
        plain,
        *(plain + suffix for suffix in SUFFIXES),
        f"{folder}index.js",
        f"{folder}index.mjs",
        f"{folder}index.cjs",
    ):
        if candidate in members:
            yield candidate
            return
    if plain.endswith(".js") and f"{plain[:-3]}.ts" in members:
        yield f"{plain[:-3]}.ts"
