"""Which members of a tarball are read as code, and what reaches them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from assay.assessment.code_text import cannot_be_code
from assay.assessment.patience import Patience
from assay.javascript.read import read
from assay.model.gap import Gap, GapKind
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.source import SourceFile
from assay.model.tarball import Member, Tarball

SUFFIXES = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx")
#: Bytes of code that are read of one package, what is reached by an entry point first.
MAX_TOTAL_BYTES = 48 * 1024 * 1024
#: Larger files that no entry point reaches are looked over for signs of obfuscation only: following bundles that
#: nothing loads takes most of the time of a scan, and payloads are small.
LARGE_UNREACHED_BYTES = 64 * 1024
#: Files of one package that are followed through their imports.
MAX_REACHED = 5_000
#: Gaps told of one package by name; one more counts the others.
MAX_GAPS = 50
#: What begins like this is no text, whatever reaches it: ELF, Mach-O (both widths, universal), PE.
_MACHINE_CODE = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"MZ\x90\0")
_LIFECYCLE = ("preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare", "prepublish")
_SCRIPT_FILE = re.compile(r"(?<![\w@/.-])(?:\./)?((?:[\w.@-]+/)*[\w.@-]+)(?![\w/.-])")
_IMPORT = re.compile(rb"""["'`](\.{1,2}/[^"'`\n]{1,300})["'`]""")
#: What stands before a path that is loaded; looked at backwards from the path, as paths are fewer than such words.
_LOADS = re.compile(rb"(?:\b(?:require|import|fork)\s*\(\s*|\bfrom\s*|\bimport\s*|\bnew\s+Worker\s*\(\s*)\Z")
_LOOK_BACK = 64
_JOINED = re.compile(rb"""(?:__dirname|import\.meta\.dirname)\s*[,+]\s*["'`]/?([^"'`\n]{1,300})["'`]""")


def sources_of(
    tarball: Tarball, manifest: Manifest, patience: Patience | None = None, *, follow: bool = True
) -> tuple[tuple[SourceFile, ...], tuple[Gap, ...]]:
    """Read every file that is code, by its ending, by a ``node`` shebang, or because a script or entry point names it.

    A file that an entry point reaches and that could not be kept or read within the budget becomes a Gap, and so does
    every file that takes too long to read. Without ``follow`` every file is only looked over as text.
    """
    patience = patience or Patience()
    members = {member.path: member for member in tarball.members}
    reached = _reach(members, manifest)
    found: list[SourceFile] = []
    gaps: list[Gap] = []
    budget = MAX_TOTAL_BYTES
    for member in sorted(members.values(), key=lambda each: (each.path not in reached, each.path)):
        if not _is_code(member, reached):
            continue
        entries = reached.get(member.path, ())
        if member.data is None or len(member.data) > budget:
            if entries:
                why = f"it has {member.size_bytes:,} bytes, more than is read of one file or package"
                gaps.append(_unread(member.path, entries, why))
            continue
        budget -= len(member.data)
        is_followed = follow and (bool(entries) or len(member.data) <= LARGE_UNREACHED_BYTES)
        patience.start(len(member.data))
        found.append(read(member.path, member.data, entries, follow=is_followed, stop=patience.is_over))
    gaps.extend(_unread(file.path, file.reached_by, file.unread) for file in found if file.unread)
    return tuple(found), _bounded(gaps)


def _is_code(member: Member, reached: Mapping[str, tuple[str, ...]]) -> bool:
    if member.path.endswith((".d.ts", ".d.mts", ".d.cts")) or member.head.startswith(_MACHINE_CODE):
        return False
    if member.path.endswith(SUFFIXES):
        return True
    if member.head.startswith(b"#!") and b"node" in member.head[:80]:
        return True
    if member.path not in reached or member.path.endswith((".json", ".node", ".wasm", ".css", ".html", ".md")):
        return False
    return not cannot_be_code(member.head)


def _unread(path: str, entries: tuple[str, ...], why: str) -> Gap:
    what = f"{path}, reached by {', '.join(entries[:3])}" if entries else path
    return Gap(GapKind.SOURCE, what, why, location=Location(path))


def _bounded(gaps: list[Gap]) -> tuple[Gap, ...]:
    more = len(gaps) - MAX_GAPS
    if more <= 0:
        return tuple(gaps)
    return (*gaps[:MAX_GAPS], Gap(GapKind.SOURCE, f"{more:,} more files", "they were not read for the same reasons"))


def _reach(members: Mapping[str, Member], manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Path to the entry points that reach it, through relative requires and imports."""
    reached: dict[str, tuple[str, ...]] = {}
    for entry, path in _entries(members, manifest):
        waiting = [path]
        while waiting and len(reached) < MAX_REACHED:
            here = waiting.pop()
            if entry in reached.get(here, ()):
                continue
            reached[here] = (*reached.get(here, ()), entry)
            if len(reached[here]) == 1:
                waiting.extend(_imports(members, here))
    return reached


def _entries(members: Mapping[str, Member], manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Every entry point with the file it names, those that run on installation first."""
    for name in _LIFECYCLE:
        for match in _SCRIPT_FILE.finditer(manifest.scripts.get(name, "")[:2_000]):
            for path in _resolved(members, match[1]):
                yield name, path
    named = {**{f"bin {command}": path for command, path in manifest.bin.items()}, **manifest.entry_points}
    named.setdefault("main", "index.js")
    for entry, path in named.items():
        for found in _resolved(members, path):
            yield entry.partition("[")[0], found


def _imports(members: Mapping[str, Member], path: str) -> Iterator[str]:
    data = members[path].data
    if data is None or (not path.endswith(SUFFIXES) and not data.startswith(b"#!")):
        return
    folder = posixpath.dirname(path)
    for match in _IMPORT.finditer(data):
        start = match.start()
        if _LOADS.search(data[max(0, start - _LOOK_BACK) : start]):
            yield from _resolved(members, posixpath.join(folder, match[1].decode("utf-8", "replace")))
    if b"dirname" in data:
        for match in _JOINED.finditer(data):
            yield from _resolved(members, posixpath.join(folder, match[1].decode("utf-8", "replace")))


def _resolved(members: Mapping[str, Member], path: str) -> Iterator[str]:
    """The member that Node finds for a path: itself, with an ending, or the folder's index."""
    plain = posixpath.normpath(path.lstrip("/")) if path else "index.js"
    for candidate in (
        plain,
        *(plain + suffix for suffix in SUFFIXES),
        f"{plain}/index.js",
        f"{plain}/index.mjs",
        f"{plain}/index.cjs",
    ):
        if candidate in members:
            yield candidate
            return
    if plain.endswith(".js") and f"{plain[:-3]}.ts" in members:
        yield f"{plain[:-3]}.ts"
