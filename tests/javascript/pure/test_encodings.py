from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.pure.encodings import (
    decode_uri,
    encode_uri,
    encoding,
    escape_percents,
    from_bytes,
    to_bytes,
    unescape_percents,
)

NAMES = ("utf8", "UTF-8", "hex", "base64", "base64url", "latin1", "binary", "ascii", "utf16le", "ucs2", "")


@given(st.binary(), st.sampled_from(["hex", "base64", "base64url", "latin1"]))
def test_bytes_survive_encodings_that_hold_any(data: bytes, name: str) -> None:
    text = from_bytes(data, name)
    assert text is not None
    assert to_bytes(text, name) == data


@given(st.text(), st.sampled_from(NAMES))
def test_any_text_gives_bytes_and_any_bytes_give_text(text: str, name: str) -> None:
    data = to_bytes(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), name)
    assert data is not None
    assert from_bytes(data, name) is not None


def test_what_node_leaves_out_is_left_out() -> None:
    assert to_bytes("61626g63", "hex") == b"ab"
    assert to_bytes("616", "hex") == b"a"
    assert to_bytes("YWI=ignored", "base64") == b"ab"
    assert to_bytes("Y W\nI", "base64") == b"ab"
    assert to_bytes("YWJjZ", "base64") == b"abc"


def test_unknown_encodings_are_none() -> None:
    assert encoding("rot13") is None
    assert to_bytes("a", "rot13") is None
    assert from_bytes(b"a", "rot13") is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escapes_of_addresses_are_undone(text: str) -> None:
    assert decode_uri(quote(text, safe=""), whole=True) == text
    for whole in (True, False):
        encoded = encode_uri(text, whole=whole)
        assert encoded is not None
        assert decode_uri(encoded, whole=whole) == text


@pytest.mark.parametrize("text", ["%", "%4", "%zz", "%ff", "%c3", "a%"])
def test_wrong_escapes_are_none_where_javascript_throws(text: str) -> None:
    assert decode_uri(text, whole=True) is None


def test_some_escapes_stay_in_whole_addresses() -> None:
    assert decode_uri("%2Fa%41", whole=False) == "%2FaA"


@given(st.text(st.characters(max_codepoint=0xFFFF)))
def test_old_escapes_are_undone(text: str) -> None:
    assert unescape_percents(escape_percents(text)) == text


@given(st.lists(st.integers(0, 255)), st.lists(st.integers(0, 0xFFFF)))
def test_old_escapes_stand_for_single_units(codes: list[int], wide: list[int]) -> None:
    written = "".join(f"%{code:02x}" for code in codes) + "".join(f"%u{code:04X}" for code in wide)
    assert unescape_percents(written) == "".join(map(chr, [*codes, *wide]))


@given(st.binary(max_size=60))
def test_base64_without_padding_is_read(data: bytes) -> None:
    assert to_bytes(base64.b64encode(data).decode().rstrip("="), "base64") == data
