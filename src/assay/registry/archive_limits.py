"""ArchiveLimits: how much of a hostile archive is read before reading stops."""

from __future__ import annotations

from dataclasses import dataclass

_KIB = 1024
_MIB = 1024 * _KIB


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Bounds on reading one archive or unpacked package.

    The figures leave far more room than honest packages need: of 392 popular tarballs the largest expansion was
    9.5 times, and the 99th percentile of sizes 1.1 MB.

    compressed_bytes      a larger archive is not read at all
    expanded_bytes        reading stops there
    ratio                 most expansion allowed, once ``ratio_from_bytes`` have come out
    entries               members of any kind, extended headers included
    depth                 folders above a file
    name_bytes            of one member's name
    keep_source_bytes     a larger file of source code is not kept, only its head (payloads of 10 MB have been seen)
    keep_file_bytes       the same for every other file
    keep_total_bytes      of all kept files together
    keep_others_bytes     the part of it that files which are not source code may take
    keep_heads_bytes      of all heads of files that are not kept
    """

    compressed_bytes: int = 128 * _MIB
    expanded_bytes: int = 1024 * _MIB
    ratio: int = 200
    ratio_from_bytes: int = 10 * _MIB
    entries: int = 100_000
    depth: int = 64
    name_bytes: int = _KIB
    keep_source_bytes: int = 16 * _MIB
    keep_file_bytes: int = 4 * _MIB
    keep_total_bytes: int = 96 * _MIB
    keep_others_bytes: int = 16 * _MIB
    keep_heads_bytes: int = 16 * _MIB


#: What is used where nothing else is asked for.
DEFAULT_LIMITS = ArchiveLimits()
#: Bytes of every file that are kept in any case: enough to tell what it is.
HEAD_BYTES = 4096
