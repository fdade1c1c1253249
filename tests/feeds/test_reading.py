from __future__ import annotations

import gzip
import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assay.errors import FeedError
from assay.feeds import reading
from assay.feeds.reading import documents, documents_in


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def found(path: Path) -> list[bytes | None]:
    return [document for _, document, _ in documents(path)]


def test_reads_a_zip_and_leaves_other_entries_alone(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"MAL-1.json": b"one", "README.md": b"no", "../../up.json": b"two", "/abs.json": b"three"}))
    assert found(path) == [b"one", b"two", b"three"]
    assert list(tmp_path.iterdir()) == [path]


def test_reads_a_folder_in_order_and_follows_no_links_out_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "1.json").write_bytes(b"third")
    (folder / "a.json").write_bytes(b"first")
    (folder / "b.json").write_bytes(b"second")
    (folder / "c.txt").write_bytes(b"no")
    (folder / "dir.json").mkdir()
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert found(folder) == [b"first", b"second", b"third"]
    assert [where for where, _, _ in documents(folder)] == ["a.json", "b.json", "b/1.json"]


@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".txt", ""])
def test_reads_json_lines_with_their_numbers(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"feed{suffix}"
    path.write_bytes(b"one\n\n  \r\ntwo\r\nthree")
    expected = [("line 1", b"one\n", ""), ("line 4", b"two\r\n", ""), ("line 5", b"three", "")]
    assert list(documents(path)) == expected
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert list(documents(path)) == expected


def test_reads_one_document(tmp_path: Path) -> None:
    path = tmp_path / "MAL-1.json"
    path.write_bytes(b"{\n}\n")
    assert list(documents(path)) == [("MAL-1.json", b"{\n}\n", "")]


def test_a_line_over_the_limit_is_passed_over_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_DOCUMENT_BYTES", 10)
    monkeypatch.setattr(reading, "_CHUNK_BYTES", 7)
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b"one\n" + b"x" * 40 + b"\ntwo\n" + b"123456789\n" + b"y" * 11 + b"\n" + b"z" * 40)
    lines = list(documents(path))
    assert [document for _, document, _ in lines] == [b"one\n", None, b"two\n", b"123456789\n", None, None]
    assert [where for where, _, why in lines if why] == ["line 2", "line 5", "line 6"]


def test_a_damaged_entry_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    content = zipped({"one.json": b"one" * 50, "two.json": b"two" * 50}, zipfile.ZIP_STORED)
    path = tmp_path / "all.zip"
    path.write_bytes(content.replace(b"oneone", b"oneTWO", 1))
    (one, two) = documents(path)
    assert one[:2] == ("'one.json'", None)
    assert "CRC" in one[2]
    assert two[1] == b"two" * 50


def test_an_entry_is_read_up_to_its_limit_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_DOCUMENT_BYTES", 1_000)
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"bomb.json": bytes(50_000_000)}))
    assert path.stat().st_size < 100_000
    assert found(path) == [bytes(1_001)]


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("MAX_DOCUMENTS", 9, "over 9 documents in one zip"),
        ("MAX_TOTAL_BYTES", 900, "over 600,000 documents or 900 bytes"),
        ("MAX_DIRECTORY_BYTES", 400, "directory has over 400 bytes"),
    ],
)
def test_a_zip_over_a_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, message: str
) -> None:
    monkeypatch.setattr(reading, limit, value)
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({f"{number}.json": bytes(100) for number in range(10)}))
    with pytest.raises(FeedError, match=message):
        found(path)


def test_a_folder_and_lines_over_a_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        (tmp_path / f"{number}.json").write_bytes(b"x")
    lines = tmp_path / "feed.jsonl.gz"
    lines.write_bytes(gzip.compress(b"x\n" * 3))
    monkeypatch.setattr(reading, "MAX_DOCUMENTS", 2)
    for path in (tmp_path, lines):
        with pytest.raises(FeedError, match="over 2 documents"):
            found(path)


def test_one_endless_line_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_TOTAL_BYTES", 20_000_000)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes(60_000_000)))
    with pytest.raises(FeedError, match="over 20,000,000 bytes"):
        found(path)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no directory",
        zipped({"a.json": b"a" * 999})[:-40],
        gzip.compress(b"line\n" * 999)[:-20],
        b"\x1f\x8b\x08\x00 no stream",
    ],
    ids=["zip without directory", "cut zip", "cut gzip", "gzip without stream"],
)
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "feed"
    path.write_bytes(content)
    with pytest.raises(FeedError, match="cannot read feed") as caught:
        found(path)
    assert "a feed is a zip" in caught.value.hint


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="cannot read none"):
        found(tmp_path / "none")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(FeedError, match="cannot read loop"):
        found(loop)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b", b"PK\x05\x06"]))
@example(b"\x00" * 18, b"PK\x05\x06")
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, magic: bytes) -> None:
    with suppress(FeedError):
        list(documents_in(io.BytesIO(magic + content), "feed"))


_ZIP = zipped({"one.json": b"{}" * 20, "two.json": b"[]"})


@settings(deadline=None)
@given(st.integers(0, len(_ZIP) - 1), st.binary(min_size=1, max_size=8))
@example(_ZIP.index(b"PK\x01\x02") + 6, b"\xff")
def test_any_change_to_a_zip_is_read_or_refused(place: int, noise: bytes) -> None:
    content = bytearray(_ZIP)
    content[place : place + len(noise)] = noise
    with suppress(FeedError):
        list(documents_in(io.BytesIO(bytes(content)), "all.zip"))
