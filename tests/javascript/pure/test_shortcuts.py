from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.pure.limits import Thrown
from assay.javascript.pure.shortcuts import KNOWN, Shortcuts, rc4

_PLAIN = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), min_size=1, max_size=30)


def hidden(text: str, key: str = "") -> str:
    """As an obfuscator hides it: base64 with its cases swapped, of RC4 if there is a key."""
    mixed = rc4(text, key) if key else text
    assert mixed is not None
    return base64.b64encode(mixed.encode("utf-8", "surrogatepass")).decode().rstrip("=").swapcase()


def test_rc4_is_rc4() -> None:
    found = rc4("Plaintext", "Key")  # https://www.rfc-editor.org/rfc/rfc6229 uses other texts of the same kind
    assert found is not None
    assert found.encode("latin-1").hex().upper() == "BBF316E8D940AF0AD3"
    assert rc4("a", "") is None


@given(_PLAIN, _PLAIN)
def test_rc4_undoes_itself(text: str, key: str) -> None:
    once = rc4(text, key)
    assert once is not None
    assert rc4(once, key) == text


@given(_PLAIN)
def test_base64_with_either_alphabet_is_known(text: str) -> None:
    assert KNOWN[0]([hidden(text)]) == text
    assert KNOWN[1]([hidden(text).swapcase()]) == text


@given(_PLAIN, st.text(st.characters(max_codepoint=0x7F), min_size=1, max_size=6))
def test_rc4_of_base64_is_known(text: str, key: str) -> None:
    mixed = rc4(text, key)
    assert mixed is not None
    if not any("\ud800" <= letter <= "\udfff" for letter in mixed):
        assert KNOWN[2]([hidden(text, key), key]) == text


def test_it_is_learned_from_two_texts() -> None:
    shortcuts = Shortcuts()
    for text in ("first", "second"):
        assert shortcuts.result(7, [hidden("third")]) is None
        shortcuts.learn(7, [hidden(text)], text)
    assert shortcuts.result(7, [hidden("third")]) == "third"
    assert shortcuts.result(8, [hidden("third")]) is None
    assert shortcuts.result(7, [1]) is None
    with pytest.raises(Thrown):
        shortcuts.result(7, ["/////"])


def test_other_functions_are_not_taken_for_it() -> None:
    shortcuts = Shortcuts()
    for _ in range(10):
        shortcuts.learn(7, ["abcd"], "abcd")
        shortcuts.learn(7, [hidden("first")], "other")
    assert shortcuts.result(7, [hidden("first")]) is None


@given(st.text(max_size=20), st.text(max_size=5))
def test_any_texts_have_a_result_or_none(text: str, key: str) -> None:
    for known in KNOWN:
        for given_texts in ([text], [text, key]):
            try:
                assert isinstance(known(given_texts), str | None)
            except Thrown:
                continue
