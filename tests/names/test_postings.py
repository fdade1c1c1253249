from __future__ import annotations

from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from assay.names.postings import Postings, bits_for, group_postings


@given(st.lists(st.binary(max_size=4), max_size=50), st.integers(1, 12))
def test_every_id_is_found_under_its_key(keys: list[bytes], bits: int) -> None:
    directory, idents = group_postings(((crc32(key), ident) for ident, key in enumerate(keys)), bits)
    postings = Postings(directory, idents)
    for ident, key in enumerate(keys):
        assert ident in postings.ids(key)


def test_the_salt_is_part_of_the_key() -> None:
    directory, idents = group_postings([(crc32(b"key", 5), 7)], 12)
    postings = Postings(directory, idents)
    assert list(postings.ids(b"key", 5)) == [7]
    assert list(postings.ids(b"key", 6)) == []


def test_directory_grows_with_the_entries() -> None:
    assert bits_for(0) == 1
    assert bits_for(240_000) == 17
    assert bits_for(10**9) == 20
