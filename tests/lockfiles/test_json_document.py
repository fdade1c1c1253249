from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import InputError
from assay.lockfiles.content import MAX_DEPTH
from assay.lockfiles.json_document import JsonObject, read_object

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(['"a":', '\\"b":', "{", "//x", ",]", "\n"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def _plain(value: object) -> object:
    if isinstance(value, JsonObject):
        return {key: _plain(item) for key, item in value.items.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _check_places(value: object, text: str) -> None:
    lines = text.split("\n")
    if isinstance(value, JsonObject):
        for key, item in value.items.items():
            place = value.where(key)
            rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
            assert json.JSONDecoder().raw_decode(rest)[0] == key
            _check_places(item, text)
    elif isinstance(value, list):
        for item in value:
            _check_places(item, text)


@given(st.dictionaries(st.text(), _VALUES), st.sampled_from([None, 0, 2, "\t"]), st.booleans(), st.booleans())
def test_values_are_those_of_json_and_every_key_is_found(
    document: dict[str, object], indent: int | str | None, ascii_only: bool, with_mark: bool
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    read = read_object("a.json", text.encode("utf-8-sig" if with_mark else "utf-8"))
    assert _plain(read) == document
    _check_places(read, text)


@given(st.dictionaries(st.text(), _VALUES))
def test_extras_change_nothing_in_plain_json(document: dict[str, object]) -> None:
    data = json.dumps(document, indent=1).encode()
    assert _plain(read_object("a.json", data, allow_extras=True)) == document


def test_comments_and_trailing_commas() -> None:
    text = '{ // one\n  "a": [1, 2,], /* two\n ,} */ "b": "//x,]", /**/ }'
    read = read_object("bun.lock", text.encode(), allow_extras=True)
    assert _plain(read) == {"a": [1, 2], "b": "//x,]"}
    assert (read.where("b").line, read.where("b").column) == (3, 8)


def test_lines_of_crlf_and_of_minified_text() -> None:
    read = read_object("a.json", b'{\r\n  "a": {\r\n    "b": 1}}')
    assert (read.child("a").where("b").line, read.child("a").where("b").column) == (3, 5)
    read = read_object("a.json", '{"ä":{"b":1},"c":2}'.encode())
    assert (read.where("c").line, read.where("c").column) == (1, 14)


def test_the_last_of_a_repeated_key_counts_and_is_told() -> None:
    read = read_object("a.json", b'{"a": 1,\n"b": {"x": 1},\n"a": {"y": 2}}')
    assert _plain(read) == {"a": {"y": 2}, "b": {"x": 1}}
    assert read.repeated == ("a",)
    assert read.where("a").line == 3
    assert read.child("a").where("y").line == 3


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        (b"", 1, "empty"),
        (b"[]", 1, "no JSON object"),
        (b'{\n"a": ', 2, "cut short"),
        (b'{\n"a": "b', 2, "cut short"),
        (b'{\n"a": tru', 2, "valid JSON"),
        (b'{\n<<<<<<< HEAD\n"a": 1}', 2, "merge conflict"),
        (b'{\n"a": \xff}', 2, "UTF-8"),
        (b'{"a": NaN}', None, "NaN"),
        (b'{"a": "\\ud800"}', None, "valid JSON"),
        (b'{"a": ' + b"9" * 10_000 + b"}", None, "valid JSON"),
        (b"[" * 200_000, None, "deep"),
        (b'{"a":' * 200_000, None, "deep"),
        (b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1), None, "deep"),
        (b'{"a": [' + b"[]," * 2_000_000 + b"[]]}", None, "values"),
        (b'{"' + b'\\"' * 500_000, 1, "cut short"),
    ],
)
def test_what_cannot_be_read_is_an_input_error(data: bytes, line: int | None, why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        read_object("a.json", data, hint="try again")
    assert caught.value.file == "a.json"
    assert caught.value.line == line


def test_surrogate_pairs_are_text() -> None:
    assert read_object("a.json", b'{"a": "\\ud83d\\ude00"}').text("a") == "\U0001f600"


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    for allow_extras in (False, True):
        with contextlib.suppress(InputError):
            assert read_object("a.json", data, allow_extras=allow_extras).repeated is not None
