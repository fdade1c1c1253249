from __future__ import annotations

import json

from hypothesis import given

from assay.reports.json_text import json_text
from assay.reports.visible import is_hidden, well_formed
from tests.reports.texts import hostile_texts


@given(hostile_texts)
def test_what_is_hidden_is_escaped_and_means_the_same(text: str) -> None:
    told = well_formed(text)
    written = json_text({"text": told})
    assert json.loads(written) == {"text": told}
    assert not any(is_hidden(character) for character in written if character != "\n")


def test_letters_stay_readable() -> None:
    assert json_text({"a": "größe 日本 😀"}) == '{\n  "a": "größe 日本 😀"\n}\n'
