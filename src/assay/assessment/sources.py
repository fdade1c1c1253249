"""Which members of a tarball are read as code, and what reaches them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assay.assessment.across import with_crossings
from assay.assessment.code_text import cannot_be_code
from assay.assessment.patience import Patience
from assay.assessment.reach import SUFFIXES, reach
from assay.javascript.read import read
from assay.model.gap import Gap, GapKind
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.source import SourceFile
from assay.model.tarball import Member, Tarball

#: Bytes of code that are read of one package, what is reached by an entry point first.
MAX_TOTAL_BYTES = 48 * 1024 * 1024
#: Larger files that no entry point reaches are looked over for signs of obfuscation only: following bundles that
#: nothing loads takes most of the time of a scan, and payloads are small.
LARGE_UNREACHED_BYTES = 64 * 1024
#: Gaps told of one package by name; one more counts the others.
MAX_GAPS = 50
#: What begins like this is no text, whatever reaches it: ELF, Mach-O (both widths, universal), PE.
_MACHINE_CODE = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"MZ\x90\0")


@dataclass(frozen=True, slots=True)
class Leave:
    """Paths of files that took a worker along: what is not to be followed again, and what is not to be read at all."""

    unfollowed: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()


#: Nothing happened yet.
NOTHING = Leave()


def sources_of(
    tarball: Tarball,
    manifest: Manifest,
    patience: Patience | None = None,
    *,
    follow: bool = True,
    whole: bool = False,
    leave: Leave = NOTHING,
    note: Callable[[str], None] = lambda _: None,
) -> tuple[tuple[SourceFile, ...], tuple[Gap, ...]]:
    """Read every file that is code, by its ending, by a ``node`` shebang, or because a script or entry point names it.

    A file that an entry point reaches and that could not be kept or read within the budget becomes a Gap, and so does
    every file that takes too long to read. Without ``follow`` every file is only looked over as text. With
    ``whole`` every capability is told, not only what alarms. ``note`` is told the path of the file that is read next,
    and "" when all are read; whoever has files left for what they did before adds the Gaps.
    """
    patience = patience or Patience()
    members = {member.path: member for member in tarball.members}
    reached = reach(members, manifest)
    found: list[SourceFile] = []
    gaps: list[Gap] = []
    budget = MAX_TOTAL_BYTES
    # small files first: a huge one that takes all the time of a package hides no other
    for member in sorted(members.values(), key=lambda each: (each.path not in reached, each.size_bytes, each.path)):
        if member.path in leave.unread or not _is_code(member, reached):
            continue
        entries = reached.get(member.path, ())
        if member.data is None or len(member.data) > budget:
            if entries:
                gaps.append(_unread(member.path, entries, _why_unread(member)))
            continue
        budget -= len(member.data)
        is_followed = follow and (bool(entries) or len(member.data) <= LARGE_UNREACHED_BYTES)
        is_followed = is_followed and member.path not in leave.unfollowed
        note(member.path)
        patience.start(len(member.data))
        found.append(read(member.path, member.data, entries, follow=is_followed, whole=whole, stop=patience.is_over))
    note("")
    gaps.extend(_unread(file.path, file.reached_by, file.unread) for file in found if file.unread)
    if follow and len(found) > 1:
        found = list(with_crossings(found, members, patience))
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


def _why_unread(member: Member) -> str:
    if member.data is None and cannot_be_code(member.head):
        return "it begins with bytes that no text in UTF-8 begins with, so it is not code that Node reads"
    return f"it has {member.size_bytes:,} bytes, more than is read of one file or package"


def _unread(path: str, entries: tuple[str, ...], why: str) -> Gap:
    what = f"{path}, reached by {', '.join(entries[:3])}" if entries else path
    return Gap(GapKind.SOURCE, what, why, location=Location(path))


def _bounded(gaps: list[Gap]) -> tuple[Gap, ...]:
    more = len(gaps) - MAX_GAPS
    if more <= 0:
        return tuple(gaps)
    return (*gaps[:MAX_GAPS], Gap(GapKind.SOURCE, f"{more:,} more files", "they were not read for the same reasons"))
