from __future__ import annotations

import gzip
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import BadResponse
from assay.gate.audit_redacted import Redacted, redacted

BULK = {"@corp/app": ["1.0.0"], "left-thing": ["1.0.0"], "corp-tool": ["2.0.0"]}
TREE: dict[str, object] = {
    "name": "@corp/shop",
    "version": "1.0.0",
    "install": ["corp-tool@1.0.0"],
    "requires": {"corp-tool": "git+ssh://git.corp.invalid/tool.git", "left-thing": "^1.0.0"},
    "dependencies": {
        "corp-tool": {
            "version": "git+ssh://git.corp.invalid/tool.git#1234",
            "integrity": "sha512-corp",
            "dev": True,
            "requires": {"deep-thing": "*", "@corp/app": "1.0.0"},
            "dependencies": {"deep-thing": {"version": "1.0.0"}, "@corp/app": {"version": "1.0.0"}},
        },
        "left-thing": {"version": "1.0.0", "integrity": "sha512-left"},
    },
}


def is_corporate(name: str) -> bool:
    return "corp" in name


def sent(question: object, *, is_bulk: bool) -> Redacted:
    return redacted(json.dumps(question).encode(), is_bulk=is_bulk, is_private=is_corporate)


def test_private_names_are_left_out_of_a_list() -> None:
    told = sent(BULK, is_bulk=True)
    assert told.is_changed
    assert json.loads(told.body or b"") == {"left-thing": ["1.0.0"]}
    assert sent({"corp-tool": ["1.0.0"]}, is_bulk=True).body is None


@pytest.mark.parametrize("is_bulk", [True, False])
def test_a_question_without_private_names_stays_as_it_came(is_bulk: bool) -> None:
    packed = gzip.compress(b'{"left-thing": ["1.0.0"], "dependencies": {"a": {"version": "1.0.0"}}}')
    assert redacted(packed, is_bulk=is_bulk, is_private=is_corporate) == Redacted(packed)


def test_a_tree_keeps_its_places_under_other_names() -> None:
    told = sent(TREE, is_bulk=False)
    assert json.loads(told.body or b"") == {
        "name": "private-1.invalid",
        "version": "1.0.0",
        "install": [],
        "requires": {"private-0.invalid": "*", "left-thing": "^1.0.0"},
        "dependencies": {
            "private-0.invalid": {
                "version": "0.0.0",
                "dev": True,
                "requires": {"deep-thing": "*", "private-2.invalid": "*"},
                "dependencies": {"deep-thing": {"version": "1.0.0"}, "private-2.invalid": {"version": "0.0.0"}},
            },
            "left-thing": {"version": "1.0.0", "integrity": "sha512-left"},
        },
    }


def test_the_answer_names_the_private_ones_again() -> None:
    told = sent(TREE, is_bulk=False)
    theirs = b'{"paths": ["private-0.invalid>deep-thing", "private-2.invalid>x", "private-77.invalid"]}'
    assert json.loads(told.named_back(theirs)) == {
        "paths": ["corp-tool>deep-thing", "@corp/app>x", "private-77.invalid"]
    }


NAMES = st.sampled_from(["corp-a", "@corp/b", "left", "right", '"corp\\'])
RELEASE = st.just("0.0.0")
ENTRIES = st.recursive(
    st.fixed_dictionaries({"version": RELEASE}),
    lambda below: st.fixed_dictionaries(
        {"version": RELEASE},
        optional={"requires": st.dictionaries(NAMES, st.just("*")), "dependencies": st.dictionaries(NAMES, below)},
    ),
)
NESTED = st.recursive(st.integers(), lambda below: st.dictionaries(st.text(), below))


@given(ENTRIES)
def test_nothing_private_is_in_a_tree_that_is_sent_and_everything_comes_back(question: dict[str, object]) -> None:
    body = sent(question, is_bulk=False).body or b""
    assert b"corp" not in body
    assert json.loads(sent(question, is_bulk=False).named_back(body)) == question


@given(st.dictionaries(NAMES, st.just(["1.0.0"])))
def test_nothing_private_is_in_a_list_that_is_sent(question: dict[str, object]) -> None:
    told = sent(question, is_bulk=True)
    assert json.loads(told.body or b"{}") == {name: question[name] for name in question if not is_corporate(name)}


@given(st.binary() | NESTED.map(json.dumps).map(str.encode))
def test_what_cannot_be_read_is_refused(body: bytes) -> None:
    for is_bulk in (True, False):
        with suppress(BadResponse):
            assert isinstance(redacted(body, is_bulk=is_bulk, is_private=is_corporate), Redacted)
