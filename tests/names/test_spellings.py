from __future__ import annotations

from assay.names.kind import Kind
from assay.names.spellings import other_spellings


def test_other_spellings_short_forms_and_misspellings() -> None:
    assert list(other_spellings("grey")) == [("gray", Kind.ALTERNATE_SPELLING)]
    assert ("database", Kind.ALTERNATE_SPELLING) in other_spellings("db")
    assert ("separate", Kind.MISSPELLING) in other_spellings("seperate")
    assert ("seperate", Kind.MISSPELLING) in other_spellings("separate")


def test_an_unknown_word_has_no_other_spelling() -> None:
    assert list(other_spellings("lodash")) == list(other_spellings("")) == []
