from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.encoding import to_utf8

CODE = "const é = 'naïve';\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_of_unicode_becomes_plain_utf8(encoding: str) -> None:
    assert to_utf8(CODE.encode(encoding)) == CODE.encode()


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe\0\0", "utf-32-le")]
)
def test_the_mark_is_dropped(mark: bytes, encoding: str) -> None:
    assert to_utf8(mark + CODE.encode(encoding)) == CODE.encode()


def test_old_files_of_single_bytes_stay_readable() -> None:
    assert to_utf8(CODE.encode("latin-1")) == CODE.encode()


def test_an_empty_file_is_empty() -> None:
    assert [to_utf8(data) for data in (b"", b"\xef\xbb\xbf", b"\xff\xfe")] == [b"", b"", b""]


def test_a_text_with_a_few_zeros_is_not_taken_for_16_bits() -> None:
    source = b"const table = '\0\0\0';\n"
    assert to_utf8(source) == b"const table = '   ';\n"


def test_a_cut_last_character_is_replaced() -> None:
    assert to_utf8("ab".encode("utf-16")[:-1]) == "a\N{REPLACEMENT CHARACTER}".encode()


@given(st.text(alphabet=st.characters(max_codepoint=0x7E, min_codepoint=0x09), min_size=1), st.sampled_from(ENCODINGS))
def test_the_text_of_code_survives_any_encoding(text: str, encoding: str) -> None:
    assert to_utf8(text.encode(encoding)) == text.encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf8_is_left_as_it_is(text: str) -> None:
    assert to_utf8(text.encode()) == text.encode()


@given(st.binary(max_size=300))
def test_whatever_comes_becomes_valid_utf8(data: bytes) -> None:
    to_utf8(data).decode("utf-8")


@pytest.mark.parametrize("opener", ["/* a */", "'use strict'", "`a`", '"a"'])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_16_bit_text_that_begins_like_a_string_or_comment(opener: str, encoding: str) -> None:
    assert to_utf8(opener.encode(encoding)) == opener.encode()
