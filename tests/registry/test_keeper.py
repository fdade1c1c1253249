from __future__ import annotations

import pytest

from assay.registry.archive_limits import ArchiveLimits
from assay.registry.keeper import Keeper, looks_binary


@pytest.mark.parametrize(
    ("head", "is_binary"),
    [
        (b"", False),
        (b"const a = 1;\n\tb();\f\v\r\n", False),
        ("żółć = 1".encode(), False),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", True),
        (b"\x7fELF\x02", True),
        (b"\x00asm\x01", True),
        (b"PK\x03\x04", True),
        (b"wOF2\x00\x01", True),
        (b"GIF89a\x10\x00\x10\x00", True),
        (b"GIF89a/*\x00\x00*/=1;run()", False),
        (b"// \x00 a comment\nrun()", False),
        (b"'\x00';run()", False),
        (b"\xef\xbb\xbfrun()", False),
        (b"\xff\xfer\x00u\x00n\x00", False),
        (b"\xfe\xff\x00r\x00u\x00n", False),
    ],
)
def test_only_what_cannot_be_source_text_is_binary(head: bytes, is_binary: bool) -> None:
    assert looks_binary(head) is is_binary


def test_files_that_rules_always_read_have_room_of_their_own() -> None:
    keeper = Keeper(ArchiveLimits(keep_source_bytes=100, keep_file_bytes=100, keep_total_bytes=100))
    assert keeper.wants("filler.js", 100, b"x")
    assert not keeper.wants("late.js", 1, b"x")
    assert [keeper.wants("package.json", 100, b"{") for _ in range(5)] == [True] * 4 + [False]
    assert not keeper.wants("binding.gyp", 101, b"{")


def test_a_heap_of_other_files_hides_no_code() -> None:
    limits = ArchiveLimits(keep_source_bytes=80, keep_file_bytes=50, keep_total_bytes=200, keep_others_bytes=100)
    keeper = Keeper(limits)
    asked = [
        ("a.json", 51),
        ("a.json", 50),
        ("a.d.ts", 50),
        ("a.map", 1),
        ("a.js", 81),
        ("a.JS", 80),
        ("bin/run", 20),
        ("b.ts", 1),
    ]
    kept = [keeper.wants(path, size, b"x") for path, size in asked]
    assert kept == [False, True, True, False, False, True, True, False]


def test_heads_have_a_budget() -> None:
    keeper = Keeper(ArchiveLimits(keep_heads_bytes=10))
    assert [keeper.head(b"12345") for _ in range(3)] == [b"12345", b"12345", b""]
