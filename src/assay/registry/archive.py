"""Reading an npm tarball: bytes of unknown origin in, a Tarball out; nothing is unpacked or trusted."""

from __future__ import annotations

from pathlib import Path

from assay.errors import ArchiveError
from assay.model.tarball import AnomalyKind, Member, Tarball
from assay.registry.anomaly_log import AnomalyLog
from assay.registry.archive_limits import DEFAULT_LIMITS, HEAD_BYTES, ArchiveLimits
from assay.registry.byte_source import ByteSource, FileSource, MemorySource
from assay.registry.folder import read_folder
from assay.registry.gunzip import ExpandedStream
from assay.registry.keeper import Keeper
from assay.registry.member_path import MemberPath
from assay.registry.members import MemberList, manifest_of
from assay.registry.tar_header import TarHeader
from assay.registry.tar_walk import TarWalk

__all__ = ["DEFAULT_LIMITS", "ArchiveLimits", "read_archive", "read_folder"]

_FILE_KINDS = (b"0", b"7")
_LINK_KINDS = {b"1": "hard", b"2": "symbolic"}
_DEVICE_KINDS = {b"3": "character device", b"4": "block device", b"6": "named pipe"}


def read_archive(archive: bytes | Path, limits: ArchiveLimits = DEFAULT_LIMITS) -> Tarball:
    """Read a .tgz (or plain tar) from memory or from a file.

    Oddities become anomalies of the Tarball; where a limit stops the reading, what came before it is in there.
    Raises ArchiveError if the file cannot be read, is over ``limits.compressed_bytes``, or holds no tar archive.
    """
    if isinstance(archive, bytes):
        return _read(MemorySource(archive), limits)
    with FileSource(archive) as source:
        return _read(source, limits)


def _read(source: ByteSource, limits: ArchiveLimits) -> Tarball:
    if source.size_bytes > limits.compressed_bytes:
        raise ArchiveError(f"the tarball has {source.size_bytes:,} bytes; the limit is {limits.compressed_bytes:,}")
    log, keeper = AnomalyLog(), Keeper(limits)
    members = MemberList(log)
    walk = TarWalk(ExpandedStream(source, limits, log), limits, log)
    for header in walk:
        name = MemberPath.parse(header.name, limits)
        for kind, detail in name.oddities:
            log.add(kind, name.shown, detail)
        if _is_file(header, name, log):
            members.see_root(name)
            members.add(_member(walk, header, name.path, keeper))
    manifest, error = manifest_of(members.members)
    return Tarball(
        integrity=source.integrity(),
        size_bytes=source.size_bytes,
        unpacked_bytes=members.unpacked_bytes,
        members=tuple(members.members),
        anomalies=log.anomalies(),
        root=members.root,
        manifest=manifest,
        manifest_error=error,
    )


def _is_file(header: TarHeader, name: MemberPath, log: AnomalyLog) -> bool:
    if header.kind in _FILE_KINDS:
        return True
    if header.kind in _LINK_KINDS:
        target = header.link[:200].decode("utf-8", "backslashreplace")
        log.add(AnomalyKind.LINK, name.shown, f"it is a {_LINK_KINDS[header.kind]} link to {target}")
        return False
    if header.kind in _DEVICE_KINDS:
        log.add(AnomalyKind.DEVICE, name.shown, f"it is a {_DEVICE_KINDS[header.kind]}")
        return False
    if header.kind == b"5":
        return False
    # npm passes over unknown kinds, other unpackers write them as files: read them as files.
    kind = header.kind.decode("latin-1")
    log.add(AnomalyKind.DEVICE, name.shown, f"it is a member of the unusual kind {kind!r}")
    return True


def _member(walk: TarWalk, header: TarHeader, path: str, keeper: Keeper) -> Member:
    head = walk.read(HEAD_BYTES)
    is_executable = bool(header.mode & 0o111)
    if keeper.wants(path, header.size_bytes, head):
        data = head + walk.read(header.size_bytes - len(head))
        if len(data) == header.size_bytes:
            return Member(path, header.size_bytes, is_executable, data[:HEAD_BYTES], data)
    return Member(path, header.size_bytes, is_executable, keeper.head(head))
