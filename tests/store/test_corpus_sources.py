from __future__ import annotations

import io
import json
import tarfile
from datetime import date
from pathlib import Path

import pytest

from assay.errors import InputError
from assay.names.corpus import Corpus
from assay.store.corpus_sources import (
    COUNTS_PACKAGE,
    NAMES_PACKAGE,
    SourceTarball,
    build_corpus,
    counted_on,
    read_tarball,
)


def pack(path: Path, files: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return path


def manifest(name: str) -> str:
    return json.dumps({"name": name, "version": "2.20260301.0"})


def test_a_corpus_is_built_from_the_two_tarballs(tmp_path: Path) -> None:
    counts = pack(
        tmp_path / "a.tgz",
        {"package.json": manifest(COUNTS_PACKAGE), "counts.json": '{"react": 5, "gone": 9, "@s/x": 1}'},
    )
    names = pack(
        tmp_path / "b.tgz", {"package.json": manifest(NAMES_PACKAGE), "names.json": '["react", "@s/x", "new"]'}
    )
    corpus = Corpus(build_corpus(read_tarball(counts), read_tarball(names)))
    assert [corpus.name(ident) for ident in range(len(corpus))] == ["@s/x", "react"]
    assert corpus.info.built == date(2026, 3, 1)


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": manifest("left-pad")},
        {"package.json": "{}"},
        {"package.json": manifest(COUNTS_PACKAGE)},
        {},
    ],
)
def test_another_tarball_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(InputError):
        read_tarball(pack(tmp_path / "a.tgz", files))


def test_a_file_that_is_no_tarball_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tgz"
    path.write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(InputError):
        read_tarball(path)
    with pytest.raises(InputError):
        read_tarball(tmp_path / "missing.tgz")


@pytest.mark.parametrize(("counts", "names"), [("[]", "[]"), ("{}", "{}"), ('{"a": 1}', '["b"]')])
def test_data_of_another_shape_is_refused(counts: str, names: str) -> None:
    with pytest.raises(InputError):
        build_corpus(
            SourceTarball(COUNTS_PACKAGE, "2.20260301.0", counts.encode()),
            SourceTarball(NAMES_PACKAGE, "2.0.1", names.encode()),
        )


@pytest.mark.parametrize("version", ["2.0.1", "2.20261399.0", ""])
def test_counts_without_a_true_date_are_refused(version: str) -> None:
    with pytest.raises(InputError):
        counted_on(version)
