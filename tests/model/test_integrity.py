from __future__ import annotations

import base64
import contextlib
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.model.integrity import Integrity

SHA512 = "sha512-" + base64.b64encode(hashlib.sha512(b"x").digest()).decode()
SHA1 = "sha1-" + base64.b64encode(hashlib.sha1(b"x").digest()).decode()


@given(st.binary(max_size=200))
def test_printing_and_parsing_are_inverse(data: bytes) -> None:
    integrity = Integrity.of(data)
    assert Integrity.parse(str(integrity)) == integrity


@pytest.mark.parametrize("text", ["", "sha512-", "sha512-AAAA", "md9-AAAA", "sha512", "sha1-!!!!", "\x00"])
def test_what_is_no_digest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="integrity"):
        Integrity.parse(text)


def test_the_strongest_common_algorithm_decides() -> None:
    both = Integrity.parse(f"{SHA1} {SHA512}")
    forged = Integrity.parse(SHA1).merged(Integrity.of(b"y"))
    assert both.strongest == "sha512"
    assert both.agrees_with(Integrity.parse(SHA1)) is True
    assert both.agrees_with(forged) is False


def test_without_a_common_algorithm_nothing_can_be_said() -> None:
    assert Integrity.parse(SHA1).agrees_with(Integrity.parse(SHA512)) is None
    assert Integrity.parse(SHA1).is_weak
    assert not Integrity.parse(SHA512).is_weak


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert Integrity.parse(text).digests


def test_hex_digests_are_checked() -> None:
    assert Integrity.from_hex("sha1", hashlib.sha1(b"x").hexdigest()) == Integrity.parse(SHA1)
    with pytest.raises(ValueError, match="sha1"):
        Integrity.from_hex("sha1", "ab")
