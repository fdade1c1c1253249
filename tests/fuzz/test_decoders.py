"""Every decoder of a single text: any text and any bytes give an answer that is bounded, and round trips are whole."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assay.javascript.disguise import calls, is_disguised, undisguised
from assay.javascript.encoding import to_utf8
from assay.javascript.follow import without_brackets
from assay.javascript.places import Edit, rewritten
from assay.javascript.pure import encodings
from assay.javascript.pure.limits import Thrown, Unknown
from assay.javascript.pure.literals import unescape
from assay.javascript.pure.numbers import number_of_literal, number_of_text, parse_float, parse_int, text_of_number
from assay.javascript.pure.patterns import compiled
from assay.javascript.pure.shortcuts import KNOWN, rc4
from assay.javascript.pure.values import Pattern, joined, units
from assay.javascript.signs import Signs
from assay.javascript.triage import triage

#: Pieces that mean something to one decoder or another.
PIECES = (
    *("%", "%u", "%41", "%u0041", "%zz", "%c3", "\\", "\\x41", "\\u", "\\u{110000}", "\\u{41}", "\\0", "\\777", "\n"),
    *("=", "==", "YWI", "616", "-", "_", "+", "/", "\ud83d", "\ude00", "\ufffd", "\0", "\ufeff", "\u202e", "0x", "1e"),
    *("Infinity", "NaN", ".", "9" * 400, "[]", "![]", "(", ")", "eval(", "require(", "\\x65val", "['ev'+'al'](", " "),
    *("process.env", "fetch(", "_0x1a2b", "a=eval;", "a(", "'", '"', "`", "/*", "//"),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)
sources = texts.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=300)
NAMES = ("utf8", "hex", "base64", "base64url", "latin1", "ascii", "utf16le", "", "rot13", "HEX")


@given(texts, st.sampled_from(NAMES))
def test_encodings_of_a_buffer(text: str, name: str) -> None:
    wide = units(text)
    data = encodings.to_bytes(wide, name)
    assert (data is None) == (encodings.encoding(name) is None)
    if data is not None:
        assert len(data) <= 3 * len(wide)
        back = encodings.from_bytes(data, name)
        assert back is not None
        assert len(back) <= 2 * len(data) + 4
        # what a decoder left out stays out
        assert encodings.from_bytes(encodings.to_bytes(back, name) or b"", name) == back
    decoded = encodings.decode_as(text, name)
    assert decoded is None or len(decoded) <= len(text)


@given(texts)
def test_escapes_of_addresses(text: str) -> None:
    wide = units(text)
    assert len(encodings.unescape_percents(wide)) <= len(wide)
    assert encodings.unescape_percents(encodings.escape_percents(wide)) == wide
    for whole in (True, False):
        decoded = encodings.decode_uri(text, whole=whole)
        assert decoded is None or len(decoded) <= len(text)
        encoded = encodings.encode_uri(wide, whole=whole)
        assert encoded is None or len(encoded) <= 9 * len(wide)
    assert encodings.decode_uri(quote(text, safe="", errors="replace"), whole=True) is not None


@given(texts)
@example("\\u{110000}\\u{d800}\\\r\n\\8")
def test_escapes_in_texts(text: str) -> None:
    assert len(unescape(text)) <= len(text)
    assert unescape(json.dumps(text)[1:-1]) == units(text) or not text.isprintable()
    assert joined(units(text)) == joined(text)


@given(texts, st.integers(0, 40))
def test_numbers(text: str, radix: int) -> None:
    for number in (number_of_text(text), number_of_literal(text), parse_int(text, radix), parse_float(text)):
        assert isinstance(number, int | float)
        assert len(text_of_number(number)) <= 40


@given(st.text(max_size=200), st.text(max_size=20))
def test_rc4_undoes_itself(text: str, key: str) -> None:
    hidden = rc4(units(text), key)
    if key:
        assert hidden is not None
        assert len(hidden) == len(units(text))
        plain = "".join(chr(ord(letter) & 0xFF) for letter in units(text))
        assert rc4(rc4(plain, key) or "", key) == plain
    else:
        assert hidden is None


@given(texts, texts)
def test_known_decoders(text: str, key: str) -> None:
    for known in KNOWN:
        for given_ in ([text], [text, key]):
            try:
                found = known(given_)
            except Thrown:
                continue
            assert found is None or len(found) <= len(text)


@given(texts, st.sampled_from(["", "g", "i", "gi", "y", "zz"]))
@example("(a+)+$", "g")
@example("(a|a)*$", "")
@example("(.*a){20}", "")
@example("(a*)*b", "")
def test_patterns_are_linear_or_unknown(source: str, flags: str) -> None:
    try:
        pattern = compiled(Pattern(source, flags))
    except Unknown:
        return
    # Nothing that repeats is repeated, and nothing with a choice is: that alone takes long.
    assert not any(f"){mark}" in source.replace("\\)", "") for mark in "*+{")
    assert pattern.search("a" * 20_000 + "!") is None or source


@pytest.mark.parametrize(
    "source", ["(a+)+$", "(a|a)*$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){20}", "(a*)*b", "(?=a+)*"]
)
def test_patterns_that_could_take_for_ever_are_not_worked_out(source: str) -> None:
    with pytest.raises(Unknown):
        compiled(Pattern(source, "g"))


@given(sources)
def test_encodings_of_a_file(data: bytes) -> None:
    found = to_utf8(data)
    assert b"\0" not in found
    assert len(found) <= 3 * len(data) + 3


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), min_size=1),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
)
def test_a_marked_file_is_read_as_its_mark_says(text: str, encoding: str) -> None:
    assert to_utf8(text.encode(encoding)) == text.encode()


@given(sources)
def test_triage(source: bytes) -> None:
    places = triage(source)
    size = len(source)
    for found in (places.sends, places.runs):
        assert all(0 <= place < max(size, 1) for place in found)
        assert len(found) <= size


@given(sources)
def test_disguises(source: bytes) -> None:
    assert len(undisguised(source)) <= len(source)
    is_disguised(source)
    assert all(0 <= place < len(source) for place in calls(source))


@given(st.lists(st.sampled_from([b"[]", b"![]", b"+", b"(", b")", b"a", b"\n", b"[]()!+" * 300]), max_size=60))
def test_brackets_are_blanked_in_place(pieces: list[bytes]) -> None:
    source = b"".join(pieces)
    found = without_brackets(source)
    assert len(found) == len(source)
    assert found.count(b"\n") == source.count(b"\n")
    assert all(new in (old, 0x20) for new, old in zip(found, source, strict=True))


@given(st.binary(max_size=200), st.lists(st.sampled_from([b"ab", b"a", b"x.y", b"_0x"]), min_size=1, unique=True))
def test_signs_find_what_a_search_finds(source: bytes, words: list[bytes]) -> None:
    assert Signs(tuple(words)).of(source) == {word for word in words if word in source}


@given(st.binary(max_size=100), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.binary(max_size=9))))
def test_what_is_rewritten_knows_where_it_stood(source: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    edits, at = [], 0
    for skip, length, text in cuts:
        start, end = min(at + skip, len(source)), min(at + skip + length, len(source))
        edits.append(Edit(start, end, text))
        at = end
    found, places = rewritten(source, edits)
    removed = sum(edit.end - edit.start for edit in edits)
    assert len(found) == len(source) - removed + sum(len(edit.text) for edit in edits)
    old = [places.old(position) for position in range(len(found) + 1)]
    assert all(0 <= place <= len(source) for place in old)
    assert old == sorted(old)
