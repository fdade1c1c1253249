from __future__ import annotations

import pytest

from assay.names.classify import MAX_FOLDED, Found, add_first, add_kind, add_loose, add_one_edit, add_words
from assay.names.kind import Kind


def loosely(name: str, target: str) -> list[Kind]:
    found: Found = {}
    add_loose(found, name, target)
    return found.get(target, [])


def test_a_class_is_noted_once_behind_or_before_the_others() -> None:
    found: Found = {}
    add_kind(found, "a", Kind.OMISSION)
    add_kind(found, "a", Kind.PLURAL)
    add_kind(found, "a", Kind.OMISSION)
    assert found == {"a": [Kind.OMISSION, Kind.PLURAL]}
    add_first(found, "a", Kind.PLURAL, Kind.DELIMITER)
    assert found == {"a": [Kind.PLURAL, Kind.DELIMITER, Kind.OMISSION]}
    add_one_edit(found, "lodas", "lodash")
    assert found["lodash"][0] is Kind.OMISSION


@pytest.mark.parametrize(
    ("name", "target", "kind"),
    [
        ("crossenv", "cross-env", Kind.DELIMITER),
        ("babel-core", "@babel/core", Kind.SCOPE_FOLDED),
        ("l0dash", "lodash", Kind.LEETSPEAK),
        ("parsers", "parser", Kind.PLURAL),
        ("loodash", "lodash", Kind.REPETITION),
        ("fosfor", "phosphor", Kind.HOMOPHONE),
    ],
)
def test_names_of_one_loose_spelling_are_told_by_their_difference(name: str, target: str, kind: Kind) -> None:
    assert loosely(name, target) == [kind]


def test_accidents_are_no_likeness() -> None:
    assert loosely("lodash", "lodash") == []
    assert loosely("node", "@types/node") == []
    assert loosely("a", "a" * (1 + MAX_FOLDED)) == []
    assert loosely("a", "a" * MAX_FOLDED) != []


def test_a_known_likeness_is_not_overwritten_by_a_loose_one() -> None:
    found: Found = {"parser": [Kind.INSERTION]}
    add_loose(found, "parsers", "parser")
    assert found == {"parser": [Kind.INSERTION]}
    add_words(found, "parsers", "parser")
    assert found == {"parser": [Kind.INSERTION]}


@pytest.mark.parametrize(
    ("name", "target", "kinds"),
    [
        ("import-mysql", "mysql-import", [Kind.WORD_ORDER]),
        ("css-parsers", "css-parser", [Kind.GRAMMAR]),
        ("parsers-css", "css-parser", None),
        ("css-parser", "css-parser", None),
    ],
)
def test_words_are_compared_one_by_one(name: str, target: str, kinds: list[Kind] | None) -> None:
    found: Found = {}
    add_words(found, name, target)
    assert found.get(target) == kinds


def test_a_scoped_name_of_an_unscoped_target_is_scope_confusion() -> None:
    found: Found = {}
    add_loose(found, "@request/promise-core", "request-promise-core")
    add_loose(found, "localforage-memorystoragedriver", "localforage-memoryStorageDriver")
    assert found == {
        "request-promise-core": [Kind.SCOPE_FOLDED],
        "localforage-memoryStorageDriver": [Kind.LETTER_CASE],
    }
