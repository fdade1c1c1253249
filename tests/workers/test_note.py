from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from assay.workers.note import MAX_BYTES, Note


@given(st.lists(st.text(max_size=40) | st.text(min_size=MAX_BYTES, max_size=MAX_BYTES + 9, alphabet="ab"), max_size=4))
def test_the_last_text_is_read_whatever_stood_there_before(texts: list[str]) -> None:
    note = Note()
    try:
        assert note.read() == ""
        other = Note(os.dup(note.fd))
        for text in texts:
            other.write(text)
            assert note.read() == text[:MAX_BYTES]
        other.close()
        assert note.read() == (texts[-1][:MAX_BYTES] if texts else "")
    finally:
        note.close()


def test_half_a_pair_and_what_is_no_text_are_read_as_some_text() -> None:
    note = Note()
    note.write("a\ud800b")
    assert note.read().startswith("a")
    os.pwrite(note.fd, b"\xff\xff\xff\xfe", 0)
    assert note.read()
    note.close()
