from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assay.names.index import NameIndex
from assay.names.opinion import judge_name
from assay.reports.name_line import as_line, name_fields
from tests.names.small import small_corpus

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OPINION = judge_name(NameIndex(small_corpus()), "loadsh", NOW)


def test_the_six_fields() -> None:
    fields = name_fields(OPINION)
    assert list(fields) == ["name", "exists", "level", "target", "class", "reasons"]
    assert (fields["level"], fields["target"], fields["class"]) == ("warn", "lodash", "transposition")


@given(st.text(st.characters(), max_size=50))
def test_any_name_comes_back_from_one_line_of_plain_characters(name: str) -> None:
    line = as_line(name_fields(replace(OPINION, name=name)))
    assert line.isascii()
    assert line.isprintable()
    told = json.loads(line)["name"]
    assert told == name.encode("utf-8", "backslashreplace").decode()
