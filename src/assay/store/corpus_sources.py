"""The npm packages that a corpus is built from: reading their tarballs, and building."""

from __future__ import annotations

import re
import tarfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import msgspec

from assay.errors import InputError
from assay.names.corpus_writer import choose_names, count_words, scope_totals, write_corpus

#: Monthly downloads of every package, as one JSON object.
COUNTS_PACKAGE = "download-counts"
#: Every name of the registry, as one JSON array.
NAMES_PACKAGE = "all-the-package-names"

#: The files have 96 and 117 MB (2026); ten times that is not what we asked for.
_MAX_BYTES = 1_000_000_000
_MEMBERS = {COUNTS_PACKAGE: "package/counts.json", NAMES_PACKAGE: "package/names.json"}


@dataclass(frozen=True, slots=True)
class SourceTarball:
    """The data of one of the two packages: its name, version and JSON text."""

    name: str
    version: str
    data: bytes


class _Manifest(msgspec.Struct):
    name: str
    version: str


def read_tarball(path: Path) -> SourceTarball:
    """Read one of the two packages from its npm tarball. Raises InputError if it is something else."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            manifest = msgspec.json.decode(_member(archive, "package/package.json"), type=_Manifest)
            if manifest.name not in _MEMBERS:
                raise InputError(f"{path} is {manifest.name}, not one of {', '.join(_MEMBERS)}", file=str(path))
            return SourceTarball(manifest.name, manifest.version, _member(archive, _MEMBERS[manifest.name]))
    except (OSError, tarfile.TarError, EOFError, KeyError, msgspec.MsgspecError) as error:
        raise InputError(f"{path} cannot be read as an npm tarball: {error}", file=str(path)) from error


def decode_names(source: SourceTarball) -> list[str]:
    """Every name of the registry. Raises InputError if the data is something else."""
    try:
        return msgspec.json.decode(source.data, type=list[str])
    except msgspec.MsgspecError as error:
        raise InputError(f"{source.name}@{source.version} holds no list of names: {error}") from error


def decode_counts(source: SourceTarball) -> dict[str, int]:
    """Monthly downloads by name. Raises InputError if the data is something else."""
    try:
        return msgspec.json.decode(source.data, type=dict[str, int])
    except msgspec.MsgspecError as error:
        raise InputError(f"{source.name}@{source.version} holds no download counts: {error}") from error


def build_corpus(counts: SourceTarball, names: SourceTarball) -> bytes:
    """The bytes of a corpus file: the popular names of ``counts`` that the registry (``names``) still has.

    Raises InputError if the two are not what they should be.
    """
    downloads = decode_counts(counts)
    every = decode_names(names)
    existing = set(every)
    known = {name: count for name, count in downloads.items() if name in existing}
    if not known:
        raise InputError("no package has both a name and a count: are the two tarballs swapped?")
    sources = {counts.name: counts.version, names.name: names.version}
    built = counted_on(counts.version)
    return write_corpus(choose_names(known), scope_totals(downloads), count_words(every), built, sources)


def counted_on(version: str) -> date:
    """The day of the counts, which their version carries as ``2.20260301.0``. Raises InputError if it does not."""
    found = re.search(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)", version)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError as error:
        raise InputError(f"version {version} of the download counts carries no true date: {error}") from error
    raise InputError(f"version {version} of the download counts carries no date")


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    stream: IO[bytes] | None = archive.extractfile(path)
    if stream is None:
        raise KeyError(f"{path} is no file")
    with stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise InputError(f"{path} has over {_MAX_BYTES:,} bytes")
    return data
