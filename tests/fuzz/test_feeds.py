"""Changed OSV documents are read or refused, alone, as JSON lines, and in a zip; nothing else happens."""

from __future__ import annotations

import io
import json
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from assay.errors import FeedError
from assay.feeds.osv import records_of
from assay.feeds.reading import documents_in
from assay.model.feed import Record
from tests.feeds.documents import document

WHOLE = document()
LINES = b"\n".join(json.dumps(json.loads(WHOLE)).encode() for _ in range(3))
changes = st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=6)), max_size=6)


def changed(data: bytes, edits: list[tuple[int, bytes]]) -> bytes:
    content = bytearray(data)
    for place, noise in edits:
        content[place : place + len(noise)] = noise
    return bytes(content)


def records(data: bytes, name: str) -> list[Record]:
    found: list[Record] = []
    try:
        for where, content, _ in documents_in(io.BytesIO(data), name):
            found.extend(records_of(content or b"", where=where))
    except FeedError:
        pass
    return found


@given(changes)
def test_a_changed_document(edits: list[tuple[int, bytes]]) -> None:
    try:
        found = records_of(changed(WHOLE, edits))
    except FeedError:
        return
    assert all(record.id and record.package for record in found)


@given(changes)
def test_changed_lines(edits: list[tuple[int, bytes]]) -> None:
    assert all(record.id for record in records(changed(LINES, edits), "all.jsonl"))


@given(changes)
def test_a_changed_document_in_a_zip(edits: list[tuple[int, bytes]]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.json", changed(WHOLE, edits))
        archive.writestr("two.json", WHOLE)
    assert all(record.id for record in records(packed.getvalue(), "all.zip"))
