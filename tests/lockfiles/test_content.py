from __future__ import annotations

import pytest

from assay.errors import InputError
from assay.lockfiles.content import MAX_INPUT_BYTES, text_of


def test_a_byte_order_mark_is_dropped() -> None:
    assert text_of("a", b"\xef\xbb\xbfx") == "x"


def test_not_utf_8_has_its_line() -> None:
    with pytest.raises(InputError, match="UTF-8") as caught:
        text_of("a", b"a\nb\n\xff", "try again")
    assert (caught.value.line, caught.value.hint) == (3, "try again")


def test_too_large() -> None:
    with pytest.raises(InputError, match="100 MiB"):
        text_of("a", bytes(MAX_INPUT_BYTES + 1))
