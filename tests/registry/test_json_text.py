from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.registry.json_text import decode_json, repaired_json

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values)
def test_any_json_is_read_and_repaired_to_itself(value: object) -> None:
    data = json.dumps(value).encode("utf-8", "surrogatepass")
    if "\\ud" not in json.dumps(value):
        assert decode_json(data) == value
        assert msgspec.json.decode(repaired_json(data)) == value
    msgspec.json.encode(decode_json(data))


@given(st.binary(max_size=100))
def test_any_bytes_are_json_or_a_value_error(data: bytes) -> None:
    try:
        value = decode_json(data)
    except ValueError:
        return
    msgspec.msgpack.encode(value)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"NaN", b"[Infinity]", b"-Infinity", b"{}x", b"[" * 10_000, b"{'a':1}", b"01"]
)
def test_what_javascript_refuses_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - each has its own reason
        decode_json(data)
    assert str(caught.value)
