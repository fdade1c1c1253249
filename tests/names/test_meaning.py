from __future__ import annotations

from assay.names.kind import Kind
from assay.names.meaning import synonyms


def test_words_of_one_meaning() -> None:
    assert list(synonyms("uploader")) == [("upload", Kind.SEMANTIC)]
    assert {other for other, _ in synonyms("delete")} == {"remove", "rm", "del", "erase", "unset"}
    assert list(synonyms("lodash")) == []


def test_a_word_is_not_its_own_synonym() -> None:
    for word in ("store", "secret", "account", "http", "wallet"):
        assert word not in {other for other, _ in synonyms(word)}
