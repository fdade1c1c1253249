from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import StoreError
from assay.store.corpus_file import open_corpus, read_corpus, save_corpus, shipped_path
from tests.names.small import small_bytes


def test_the_shipped_corpus_holds_the_popular_names() -> None:
    opened = open_corpus()
    assert opened.path == shipped_path()
    assert not opened.warning
    assert len(opened.corpus) > 200_000
    assert opened.corpus.find("lodash") is not None
    assert "download-counts" in opened.corpus.info.sources


def test_an_updated_corpus_is_preferred(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "corpus.bin"
    assert open_corpus(path).path == shipped_path()
    save_corpus(path, small_bytes())
    opened = open_corpus(path)
    assert (opened.path, len(opened.corpus), opened.warning) == (path, 20, "")


@pytest.mark.parametrize("content", [b"", b"nothing", small_bytes()[:-1]])
def test_a_corpus_that_cannot_be_used_is_replaced_by_the_shipped_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "corpus.bin"
    path.write_bytes(content)
    with pytest.raises(StoreError) as refused:
        read_corpus(path)
    assert "assay corpus update" in refused.value.hint
    opened = open_corpus(path)
    assert opened.path == shipped_path()
    assert str(path) in opened.warning
    assert "assay corpus update" in opened.warning


def test_what_is_no_corpus_is_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "corpus.bin"
    save_corpus(path, small_bytes())
    with pytest.raises(StoreError):
        save_corpus(path, b"nothing")
    assert path.read_bytes() == small_bytes()
    assert [entry.name for entry in tmp_path.iterdir()] == ["corpus.bin"]


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        save_corpus(blocker / "sub" / "corpus.bin", small_bytes())
