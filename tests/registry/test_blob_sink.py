from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from assay.errors import RegistryError
from assay.model.integrity import Integrity
from assay.registry.blob_sink import BlobSink


def test_small_things_stay_in_memory(tmp_path: Path) -> None:
    sink = BlobSink(10, tmp_path)
    sink.write(b"12345")
    sink.write(b"67890")
    blob = sink.blob()
    assert (blob.data, blob.path, blob.size_bytes) == (b"1234567890", "", 10)
    assert blob.integrity == Integrity.of(b"1234567890")
    assert list(tmp_path.iterdir()) == []


def test_large_things_go_to_a_file_with_everything_before(tmp_path: Path) -> None:
    sink = BlobSink(10, tmp_path)
    for _ in range(5):
        sink.write(b"12345")
    blob = sink.blob()
    assert blob.data == b""
    assert Path(blob.path).read_bytes() == b"12345" * 5
    assert blob.integrity == Integrity.of(b"12345" * 5)
    assert Path(blob.path).stat().st_mode & 0o777 == 0o600


def test_what_is_abandoned_is_gone(tmp_path: Path) -> None:
    sink = BlobSink(1, tmp_path)
    sink.write(b"12345")
    sink.abandon()
    sink.abandon()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / "left"

    def full(**_: object) -> tuple[int, str]:
        left.write_bytes(b"")
        return os.open("/dev/full", os.O_WRONLY), str(left)

    monkeypatch.setattr(tempfile, "mkstemp", full)
    sink = BlobSink(10, tmp_path)
    with pytest.raises(RegistryError, match=r"could not be kept in .*: No space left on device") as caught:
        sink.write(b"x" * 10_000_000)
    assert "free some space" in caught.value.hint
    assert not left.exists()


def test_a_disk_that_is_full_at_the_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkstemp", lambda **_: (os.open("/dev/full", os.O_WRONLY), str(tmp_path / "x")))
    sink = BlobSink(10, tmp_path)
    sink.write(b"x" * 100)
    with pytest.raises(RegistryError, match="No space left"):
        sink.blob()
