from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import InputError
from assay.lockfiles.pnpm_document import documents


def test_every_value_keeps_the_line_of_its_key() -> None:
    data = b"---\na: 1\n---\nb:\n  'c d':\n    e: {f: null, g: ~, h: 'null'}\n  i: [x, {j: y}]\n"
    first, second = documents("f", data)
    assert (first.get("a").text, first.get("a").line) == ("1", 2)
    inner = second.get("b").get("c d")
    assert (inner.line, inner.get("e").line) == (5, 6)
    assert [value.text for value in inner.get("e").items.values()] == ["", "", "null"]
    assert inner.get("e").words() == {"h": "null"}
    assert [each.kind for each in second.get("b").get("i").elements] == ["scalar", "map"]
    assert second.get("nothing").get("below").text == ""


def test_a_byte_order_mark_is_no_content() -> None:
    (root,) = documents("f", b"\xef\xbb\xbfa: 1\n")
    assert root.get("a").text == "1"


@pytest.mark.parametrize("bomb", [b"a: &a [x]\nb: [*a, *a]\n", b"[" * 100_000, b"- " * 100_000, b"{a: " * 100_000])
def test_bombs_are_refused(bomb: bytes) -> None:
    with pytest.raises(InputError):
        documents("f", bomb)


@given(st.binary(max_size=200) | st.text(":-{}[]'\"&*!#|>?\n ab", max_size=80).map(str.encode))
def test_any_bytes_are_documents_or_a_refusal(data: bytes) -> None:
    try:
        roots = documents("f", data)
    except InputError:
        return
    assert all(root.kind in ("scalar", "map", "list") for root in roots)
