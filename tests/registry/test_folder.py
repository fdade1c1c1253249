from __future__ import annotations

import os
from pathlib import Path

import pytest

from assay.errors import ArchiveError
from assay.model.tarball import AnomalyKind
from assay.registry.archive import ArchiveLimits, read_archive, read_folder
from tests.registry_simulator import pack


def unpack(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def test_reads_the_same_files_as_the_archive(tmp_path: Path) -> None:
    files = {"package.json": b'{"name":"p","version":"1.0.0"}', "lib/a.js": b"a", "z.png": b"\x89PNG\r\n\x1a\n\0"}
    unpack(tmp_path, files)
    from_folder, from_archive = read_folder(tmp_path), read_archive(pack(files))
    assert {m.path: m for m in from_folder.members} == {m.path: m for m in from_archive.members}
    assert from_folder.manifest == from_archive.manifest
    assert from_folder.unpacked_bytes == from_archive.unpacked_bytes
    assert from_folder.anomalies == ()


def test_has_no_hash_of_a_tarball(tmp_path: Path) -> None:
    unpack(tmp_path, {"package.json": b'{"name":"p","version":"1.0.0"}'})
    assert read_folder(tmp_path).integrity is None


def test_links_are_not_followed(tmp_path: Path) -> None:
    unpack(tmp_path, {"package/a.js": b"1", "secret": b"s"})
    (tmp_path / "package" / "link.js").symlink_to(tmp_path / "secret")
    (tmp_path / "package" / "loop").symlink_to(tmp_path / "package")
    os.mkfifo(tmp_path / "package" / "pipe")
    tarball = read_folder(tmp_path / "package")
    assert [member.path for member in tarball.members] == ["a.js"]
    assert sorted(anomaly.kind for anomaly in tarball.anomalies) == [
        AnomalyKind.DEVICE,
        AnomalyKind.LINK,
        AnomalyKind.LINK,
    ]


def test_limits_hold(tmp_path: Path) -> None:
    unpack(tmp_path, {f"{i}.js": b"x" * 100 for i in range(20)})
    assert [a.kind for a in read_folder(tmp_path, ArchiveLimits(entries=5)).anomalies] == [AnomalyKind.TOO_MANY]
    assert [a.kind for a in read_folder(tmp_path, ArchiveLimits(expanded_bytes=500)).anomalies] == [AnomalyKind.TOO_BIG]
    unpack(tmp_path / "deep", {"a/b/c/d.js": b"1"})
    assert AnomalyKind.TOO_DEEP in [a.kind for a in read_folder(tmp_path / "deep", ArchiveLimits(depth=2)).anomalies]


def test_names_that_are_not_text(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.js")).write_bytes(b"1")
    tarball = read_folder(tmp_path)
    assert [member.path for member in tarball.members] == ["\\xff.js"]
    assert [anomaly.kind for anomaly in tarball.anomalies] == [AnomalyKind.BAD_NAME]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        read_folder(tmp_path / "none")
