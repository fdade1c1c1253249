from __future__ import annotations

import os
from pathlib import Path

import pytest

from assay.errors import ArchiveError
from assay.model.integrity import Integrity
from assay.registry.byte_source import FileSource, MemorySource

DATA = bytes(range(256)) * 40


def test_both_sources_give_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(DATA)
    memory = MemorySource(DATA)
    with FileSource(file) as source:
        assert source.size_bytes == memory.size_bytes == len(DATA)
        assert source.read(100) == memory.read(100) == DATA[:100]
        assert source.read(100) == memory.read(100) == DATA[100:200]
        assert source.integrity() == memory.integrity() == Integrity.of(DATA)
        assert source.read(1) == b""


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArchiveError, match="not a regular file"):
        FileSource(tmp_path / "pipe")
