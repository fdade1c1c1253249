"""Across the files of a package: which are read together, and what flows from one to another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from assay.assessment.patience import Patience
from assay.assessment.reach import SUFFIXES, resolved
from assay.javascript.across.crossing import could_cross, crossing_flows, roles
from assay.javascript.across.part import Part
from assay.javascript.encoding import to_utf8
from assay.model.source import Flow, SourceFile
from assay.model.tarball import Member

#: Bytes of one file that is read together with others, of all of them, and their number: a payload is small.
MAX_FILE_BYTES, MAX_BYTES, MAX_FILES = 32 * 1024, 128 * 1024, 16
#: Groups of files of one package.
MAX_GROUPS = 6
#: Files of one package that are looked at.
_MAX_LOOKED_AT = 400
_SPECIFIER = re.compile(rb"['\"`](\.{1,2}(?:/[^'\"`\n]{0,300})?)['\"`]")


def with_crossings(
    files: Sequence[SourceFile], members: Mapping[str, Member], patience: Patience
) -> tuple[SourceFile, ...]:
    """The same files, each with what flows into it from others. Only files that something starts are looked at."""
    found: dict[str, list[Flow]] = {}
    groups = list(islice(_groups(files, members), MAX_GROUPS))
    patience.start(sum(len(part.source) for group in groups for part in group))
    for group in groups:
        for flow in crossing_flows(group, patience.is_over):
            found.setdefault(flow.sink.location.file, []).append(flow)
    return tuple(_with(file, found[file.path]) if file.path in found else file for file in files)


def _with(file: SourceFile, flows: list[Flow]) -> SourceFile:
    behaviours = dict.fromkeys((*file.behaviours, *(flow.sink for flow in flows)))
    return replace(file, behaviours=tuple(behaviours), flows=(*file.flows, *dict.fromkeys(flows)))


def _groups(files: Sequence[SourceFile], members: Mapping[str, Member]) -> Iterator[list[Part]]:
    """Files that load each other and could hold a chain together."""
    sources = dict(_candidates(files, members))
    held = {path: roles(source) for path, source in sources.items()}
    if not could_cross(list(held.values())):
        return
    links = {path: _links(path, source, members, sources) for path, source in sources.items()}
    around = _neighbours(links)
    waiting = set(sources)
    while waiting:
        group = _connected(min(waiting), around, sources)
        waiting -= group
        if len(group) > 1 and could_cross([held[path] for path in group]):
            yield _parts(sorted(group), sources, links)


def _candidates(files: Sequence[SourceFile], members: Mapping[str, Member]) -> Iterator[tuple[str, bytes]]:
    for file in files[:_MAX_LOOKED_AT]:
        data = members[file.path].data
        if file.reached_by and data is not None and len(data) <= MAX_FILE_BYTES and file.path.endswith(SUFFIXES):
            yield file.path, to_utf8(data)


def _links(path: str, source: bytes, members: Mapping[str, Member], sources: Mapping[str, bytes]) -> dict[str, str]:
    """What a file calls its neighbours, and their paths."""
    found: dict[str, str] = {}
    for match in _SPECIFIER.finditer(source):
        written = match[1].decode("utf-8", "replace")
        target = next(resolved(members, posixpath.join(posixpath.dirname(path), written)), "")
        if target in sources and target != path:
            found[written] = target
    return found


def _neighbours(links: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    """What each file loads, and what loads it."""
    around: dict[str, set[str]] = {path: set() for path in links}
    for path, targets in links.items():
        for target in targets.values():
            around[path].add(target)
            around[target].add(path)
    return around


def _connected(start: str, around: Mapping[str, set[str]], sources: Mapping[str, bytes]) -> set[str]:
    """The files that a file is connected with by what it loads and what loads it, within the limits."""
    group, size, waiting = {start}, len(sources[start]), [start]
    while waiting:
        for near in sorted(around[waiting.pop(0)]):
            if near not in group and len(group) < MAX_FILES and size + len(sources[near]) <= MAX_BYTES:
                group.add(near)
                size += len(sources[near])
                waiting.append(near)
    return group


def _parts(paths: list[str], sources: Mapping[str, bytes], links: Mapping[str, Mapping[str, str]]) -> list[Part]:
    numbers = {path: number for number, path in enumerate(paths)}
    return [
        Part(
            numbers[path],
            path,
            sources[path],
            {written: numbers[target] for written, target in links[path].items() if target in numbers},
        )
        for path in paths
    ]
