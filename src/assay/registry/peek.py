"""A first look into a tarball: which release it says it is, without reading it to its end."""

from __future__ import annotations

import json
from pathlib import Path

from assay.errors import ArchiveError
from assay.model.manifest import Manifest, manifest_from
from assay.registry.anomaly_log import AnomalyLog
from assay.registry.archive_limits import DEFAULT_LIMITS, ArchiveLimits
from assay.registry.byte_source import FileSource
from assay.registry.gunzip import ExpandedStream
from assay.registry.json_text import decode_json
from assay.registry.member_path import MemberPath
from assay.registry.tar_walk import TarWalk


def peek_manifest(archive: Path, limits: ArchiveLimits = DEFAULT_LIMITS) -> Manifest:
    """The first package.json at the root of a tarball; an empty Manifest if there is none that can be read.

    It only names what the whole reading will judge. Raises ArchiveError if the file cannot be read or holds no tar
    archive.
    """
    with FileSource(archive) as source:
        if source.size_bytes > limits.compressed_bytes:
            raise ArchiveError(f"the tarball has {source.size_bytes:,} bytes; the limit is {limits.compressed_bytes:,}")
        log = AnomalyLog()
        walk = TarWalk(ExpandedStream(source, limits, log), limits, log)
        for header in walk:
            is_manifest = MemberPath.parse(header.name, limits).path == "package.json"
            if is_manifest and header.size_bytes <= limits.keep_file_bytes:
                return _manifest(walk.read(header.size_bytes))
    return Manifest()


def _manifest(data: bytes) -> Manifest:
    try:
        document = decode_json(data)
    except (ValueError, json.JSONDecodeError, RecursionError):
        return Manifest()
    return manifest_from(document) if isinstance(document, dict) else Manifest()
