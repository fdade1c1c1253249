from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.pure.literals import unescape

_PLAIN = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=8)


@given(st.text(alphabet="\\xu0123456789abcdefABCDEF{}nrt'\"\r\n é", max_size=40))
def test_any_escapes_are_read(text: str) -> None:
    assert len(unescape(text)) <= len(text)


@given(_PLAIN)
def test_every_way_to_escape_is_undone(text: str) -> None:
    assert unescape("".join(f"\\u{{{ord(letter):x}}}" for letter in text)) == text
    assert unescape("".join(f"\\u{ord(letter):04x}" for letter in text)) == text
    assert unescape("".join(f"\\x{ord(letter):02x}" for letter in text if ord(letter) < 256)) == "".join(
        letter for letter in text if ord(letter) < 256
    )


def test_escapes_of_javascript() -> None:
    assert unescape(r"\n\t\r\b\f\v\0\\\'\"\q") == "\n\t\r\b\f\v\0\\'\"q"
    assert unescape("a\\\nb\\\r\nc") == "abc"
    assert unescape(r"\u{110000}") == "\N{REPLACEMENT CHARACTER}"
