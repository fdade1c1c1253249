"""The package.json that counts for a release, and the line on which one of its fields stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assay.model.finding import MAX_EXCERPT, Evidence
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.subject import Subject

FILE = "package.json"
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
#: More nesting than this is no package.json.
_MAX_DEPTH = 100


def manifest_of(subject: Subject) -> Manifest:
    """The tarball's own package.json, which is what clients install and run; without a tarball the registry's copy."""
    if subject.tarball is not None and subject.tarball.manifest is not None:
        return subject.tarball.manifest
    return subject.release.manifest if subject.release is not None else Manifest()


def evidence_at(subject: Subject, fact: str, *path: str, decoded: str = "") -> Evidence:
    """Evidence at the line of the tarball's package.json where the field with this path of keys stands.

    Without a tarball the fact rests on the registry, and has no place.
    """
    excerpt = ""
    if path:
        value = _text_at(manifest_of(subject), *path)
        excerpt = f'"{path[-1]}": "{value}"' if value else path[-1]
    place = _place(subject, path)
    return Evidence(fact, place, excerpt=excerpt[:MAX_EXCERPT], decoded=decoded[:MAX_EXCERPT])


def _text_at(manifest: Manifest, table: str, key: str = "") -> str:
    tables = {
        "scripts": manifest.scripts,
        "bin": manifest.bin,
        "dependencies": manifest.dependencies,
        "optionalDependencies": manifest.optional_dependencies,
        "peerDependencies": manifest.peer_dependencies,
    }
    return tables.get(table, {}).get(key, "")


def _place(subject: Subject, path: tuple[str, ...]) -> Location | None:
    member = subject.tarball.member(FILE) if subject.tarball is not None else None
    if member is None:
        return None
    text = (member.data or member.head).decode("utf-8", "replace")
    return Location(FILE, line_of(text, path))


def line_of(text: str, path: tuple[str, ...]) -> int:
    """Line of the last field with this path of keys, or of its closest parent that is there; 0 if there is none.

    The last one counts where a key is repeated, as it does for every client. Text that is no JSON does no harm.
    """
    best, line = 0, 0
    for found, at in _fields(text):
        if found == path[: len(found)] and len(found) >= best:
            best, line = len(found), at
    return line


def _fields(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every field of every nested object: its path of keys, and its line."""
    path: list[str] = []
    line, counted, before = 1, 0, ""
    for token in _TOKEN.finditer(text):
        line, counted = line + text.count("\n", counted, token.start()), token.start()
        word = token[0]
        if word in "{[":
            path.append("")
        elif word in "}]":
            del path[-1:]
        elif word == ":" and path and before.startswith('"'):
            path[-1] = _unquoted(before)
            yield tuple(path), line
        if len(path) > _MAX_DEPTH:
            return
        before = word


def _unquoted(word: str) -> str:
    try:
        return str(json.loads(word))
    except ValueError:
        return word.strip('"')
