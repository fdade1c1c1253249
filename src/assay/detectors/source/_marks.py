"""Marks of campaigns in a subject: its code, what that decodes, its scripts, paths and dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assay.campaigns.campaign import Mark, Where
from assay.campaigns.load import campaigns
from assay.javascript.encoding import to_utf8
from assay.javascript.signs import Signs
from assay.model.finding import MAX_EXCERPT, Evidence
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.source import ON_INSTALL, Behaviour, SourceFile
from assay.model.subject import Subject

#: Programs beside JavaScript in which payloads come.
_PROGRAMS = (".sh", ".py", ".ps1", ".bat", ".cmd", ".pl", ".rb")
_LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mark at one place; ``is_used`` is false where only maintainers, or nobody, runs what has it."""

    mark: Mark
    evidence: Evidence
    is_used: bool


def sightings(subject: Subject) -> dict[Mark, Sighting]:
    """Every mark that the subject has, each once, in what is used if it is there."""
    found: dict[Mark, Sighting] = {}
    for each in _all(subject):
        known = found.get(each.mark)
        if known is None or (each.is_used and not known.is_used):
            found[each.mark] = each
    return found


def _all(subject: Subject) -> Iterator[Sighting]:
    manifest = subject.tarball.manifest if subject.tarball else None
    if manifest is None and subject.release is not None:
        manifest = subject.release.manifest
    if manifest is not None:
        yield from _in_manifest(manifest)
    files = {file.path: file for file in subject.sources}
    for file in files.values():
        yield from _in_facts(file)
    for member in subject.tarball.members if subject.tarball else ():
        read = files.get(member.path)
        is_used = read is not None and read.is_used
        for mark in _marks(Where.PATH):
            if member.path == mark.text:
                yield Sighting(mark, Evidence(f"{mark.what}: {member.path}", Location(member.path)), is_used)
        if member.data is not None and (read is not None or member.path.endswith(_PROGRAMS)):
            yield from _in_bytes(member.path, to_utf8(member.data), is_used=is_used)


def _in_manifest(manifest: Manifest) -> Iterator[Sighting]:
    place = Location("package.json")
    for name, line in manifest.scripts.items():
        for mark in (*_marks(Where.TEXT), *_marks(Where.SCRIPT)):
            if mark.text in line and (mark.where is Where.TEXT or name in ON_INSTALL):
                yield Sighting(mark, Evidence(f"{mark.what} in {name}", place, line[:MAX_EXCERPT]), name in ON_INSTALL)
    needed = {**manifest.peer_dependencies, **manifest.optional_dependencies, **manifest.dependencies}
    for name, wanted in needed.items():
        for mark in _marks(Where.DEPENDENCY):
            text = f"{name}@{wanted}"
            if text.startswith(mark.text) or (mark.text.startswith("#") and mark.text in text):
                yield Sighting(mark, Evidence(mark.what, place, text[:MAX_EXCERPT]), is_used=True)


def _in_facts(file: SourceFile) -> Iterator[Sighting]:
    """What the code does, and the texts that it hides."""
    kinds = {each.kind.value: each for each in file.behaviours}
    for mark in _marks(Where.BEHAVIOUR):
        if mark.text in kinds:
            yield Sighting(mark, _of_behaviour(mark, kinds[mark.text]), file.is_used)
    ways = {f"{flow.source.kind.value}>{flow.sink.kind.value}": flow.sink for flow in file.flows}
    for mark in _marks(Where.FLOW):
        if mark.text in ways:
            yield Sighting(mark, _of_behaviour(mark, ways[mark.text]), file.is_used)
    for behaviour in file.behaviours:
        for mark in _marks(Where.TEXT):
            if mark.text in behaviour.decoded or mark.text in behaviour.detail:
                yield Sighting(mark, _of_behaviour(mark, behaviour), file.is_used)


def _of_behaviour(mark: Mark, behaviour: Behaviour) -> Evidence:
    return Evidence(mark.what, behaviour.location, decoded=(behaviour.decoded or behaviour.detail)[:MAX_EXCERPT])


def _in_bytes(path: str, source: bytes, *, is_used: bool) -> Iterator[Sighting]:
    held = _signs().of(source)
    for mark in _marks(Where.TEXT) if held else ():
        word = mark.text.encode()
        if word not in held:
            continue
        place = source.find(word)
        line = source.count(b"\n", 0, place) + 1
        excerpt = source[max(0, place - _LONGEST_LINE) : place + len(word) + _LONGEST_LINE].decode("utf-8", "replace")
        shown = next((part for part in excerpt.splitlines() if mark.text in part), mark.text)
        yield Sighting(mark, Evidence(mark.what, Location(path, line), shown.strip()[:MAX_EXCERPT]), is_used)


@lru_cache(maxsize=len(Where))
def _marks(where: Where) -> tuple[Mark, ...]:
    return tuple(dict.fromkeys(mark for each in campaigns() for mark in each.marks if mark.where is where))


@lru_cache(maxsize=1)
def _signs() -> Signs:
    return Signs(dict.fromkeys(mark.text.encode() for mark in _marks(Where.TEXT)))
