from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import ArchiveError
from assay.model.manifest import Manifest
from assay.registry.archive_limits import ArchiveLimits
from assay.registry.peek import peek_manifest
from tests.registry_simulator import RawMember, pack, pack_raw


def test_names_the_release_without_reading_on(tmp_path: Path) -> None:
    file = tmp_path / "p.tgz"
    file.write_bytes(pack({"z.js": "x" * 10_000}, manifest={"name": "p", "version": "1.0.0"})[:-20])
    manifest = peek_manifest(file)
    assert (manifest.name, manifest.version) == ("p", "1.0.0")


@pytest.mark.parametrize("data", [pack({"a.js": ""}), pack({"package.json": "{"}), pack({"package.json": "[]"})])
def test_nothing_that_can_be_read(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "p.tgz"
    file.write_bytes(data)
    assert peek_manifest(file) == Manifest()


def test_a_manifest_cut_short_and_one_beyond_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "p.tgz"
    file.write_bytes(pack_raw(RawMember(b"package/package.json", b"{}", declared_size=10**9)))
    assert peek_manifest(file) == Manifest()
    with pytest.raises(ArchiveError, match="limit is 5"):
        peek_manifest(file, ArchiveLimits(compressed_bytes=5))


def test_no_archive(tmp_path: Path) -> None:
    file = tmp_path / "p.tgz"
    file.write_bytes(b"text")
    with pytest.raises(ArchiveError):
        peek_manifest(file)
