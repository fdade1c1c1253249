"""MemberList: the files of one archive or folder, with what is odd about them together."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from assay.model.manifest import Manifest, manifest_from
from assay.model.tarball import AnomalyKind, Member
from assay.registry.anomaly_log import AnomalyLog
from assay.registry.json_text import decode_json
from assay.registry.member_path import MemberPath

_MANIFEST = "package.json"


class MemberList:
    """Collects members in the order of the archive and notices duplicates, collisions and several roots."""

    def __init__(self, log: AnomalyLog) -> None:
        self.members: list[Member] = []
        self.unpacked_bytes = 0
        self.root = ""
        self._log = log
        self._by_path: dict[str, Member] = {}
        self._folded: set[str] = set()
        self._has_root = False

    def see_root(self, name: MemberPath) -> None:
        """Note the first folder of an entry; the first entry's is the package's root."""
        if not self._has_root:
            self.root, self._has_root = name.root, True
        elif name.root != self.root:
            self._log.add(AnomalyKind.SEVERAL_ROOTS, name.shown, f"it does not lie in the first folder, {self.root!r}")

    def add(self, member: Member) -> None:
        """Add a file, unless it repeats an earlier one byte for byte."""
        self.unpacked_bytes += member.size_bytes
        folded = member.path.lower() if member.path.isascii() else _folded(member.path)
        earlier = self._by_path.get(member.path)
        if earlier is not None:
            # Some honest packers write a file twice: that is only odd if the two differ, or cannot be compared.
            if member.data is not None and earlier.data == member.data:
                return
            self._log.add(AnomalyKind.DUPLICATE, member.path, "it is there more than once; the last one is installed")
        elif folded in self._folded:
            detail = "another file differs only in upper and lower case; on Windows and macOS one replaces the other"
            self._log.add(AnomalyKind.CASE_COLLISION, member.path, detail)
        self.members.append(member)
        self._by_path[member.path] = member
        self._folded.add(folded)


def manifest_of(members: Sequence[Member]) -> tuple[Manifest | None, str]:
    """The manifest of the package.json at the root, the last one if there are several; or why there is none."""
    found = [member for member in members if member.path == _MANIFEST]
    if not found:
        return None, "there is no package.json"
    if found[-1].data is None:
        return None, f"package.json was not read: it has {found[-1].size_bytes:,} bytes, or is cut off"
    try:
        document = decode_json(found[-1].data)
    except ValueError as error:
        return None, f"package.json is not JSON: {error}"
    if not isinstance(document, dict):
        return None, "package.json is not a JSON object"
    return manifest_from(document), ""


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
