from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.registry.pax_records import PaxRecords


def record(key: str, value: str) -> bytes:
    body = f" {key}={value}\n".encode()
    length = len(body) + 1
    while length != len(body) + len(str(length)):
        length = len(body) + len(str(length))
    return str(length).encode() + body


@given(st.text(st.characters(exclude_characters="\n\0", codec="utf-8")), st.integers(0, 10**15))
def test_honest_records_mean_the_same_to_every_reader(path: str, size: int) -> None:
    found = PaxRecords.parse(record("mtime", "1.5") + record("path", path) + record("size", str(size)))
    assert found == PaxRecords(path=path.encode(), size_bytes=size)


@pytest.mark.parametrize("data", [b"", b"x", b"5 a=b", b"99 path=x\n", b"0 path=x\n", b"path=x\n", b" 9 path=x\n"])
def test_what_is_no_record_is_passed_over(data: bytes) -> None:
    assert PaxRecords.parse(data).path is None


def test_a_record_hidden_in_another_is_noted() -> None:
    hidden = record("comment", "x\n" + record("path", "package/evil.js").decode())
    found = PaxRecords.parse(hidden)
    assert (found.path, found.is_ambiguous) == (b"package/evil.js", True)
    assert PaxRecords.parse(record("path", "a\nb")).is_ambiguous
    assert not PaxRecords.parse(record("SCHILY.xattr.x", "a\nb") + record("path", "p")).is_ambiguous


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    PaxRecords.parse(data)
