from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import BadResponse
from assay.gate.audit import Question, answered, read_question, spoken_of
from assay.model.feed import FeedMatch, Record, RecordKind
from assay.model.package import PackageRef
from assay.model.rule import Severity

BAD = PackageRef("bad-thing", "1.0.0")
MALWARE = FeedMatch(Record("MAL-2025-1", "bad-thing", RecordKind.MALWARE, "It is bad.", Severity.LOW))
FLAW = FeedMatch(
    Record("GHSA-x", "old-thing", RecordKind.ADVISORY, "It is old.", Severity.MEDIUM, aliases=("CVE-1",)), "2.0.0"
)
TREE = {"dependencies": {"a": {"version": "1.0.0", "dependencies": {"bad-thing": {"version": "1.0.0"}}}}}


def bulk(theirs: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    question = read_question(b'{"bad-thing": ["1.0.0"], "old-thing": ["1.0.0", "1.1.0"]}', is_bulk=True)
    old = [(PackageRef("old-thing", version), FLAW) for version in ("1.0.0", "1.1.0")]
    answer: dict[str, list[dict[str, object]]] = json.loads(
        answered(question, spoken_of([(BAD, MALWARE), *old]), theirs)
    )
    return answer


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_list_is_read_packed_or_not(pack: Callable[[bytes], bytes]) -> None:
    question = read_question(pack(b'{"a": ["1.0.0", "2.0.0"], "b": 3}'), is_bulk=True)
    assert list(question.releases) == [PackageRef("a", "1.0.0"), PackageRef("a", "2.0.0")]


def test_a_tree_is_read_with_its_paths() -> None:
    question = read_question(json.dumps(TREE).encode(), is_bulk=False)
    assert question.releases == {PackageRef("a", "1.0.0"): ("a",), BAD: ("a>bad-thing",)}


@given(
    st.binary()
    | st.recursive(st.integers(), lambda below: st.dictionaries(st.text(), below)).map(json.dumps).map(str.encode)
)
def test_anything_else_is_refused_or_read(body: bytes) -> None:
    for is_bulk in (True, False):
        with suppress(BadResponse):
            assert isinstance(read_question(body, is_bulk=is_bulk), Question)


def test_malware_is_told_beside_what_upstream_says() -> None:
    theirs: dict[str, object] = {"bad-thing": [{"id": 7, "url": "https://x.invalid/GHSA-y"}], "third": [{"id": 8}]}
    answer = bulk(theirs)
    assert set(answer) == {"bad-thing", "old-thing", "third"}
    assert [each["severity"] for each in answer["bad-thing"][1:]] == ["critical"]
    (flaw,) = answer["old-thing"]
    assert (flaw["vulnerable_versions"], flaw["severity"], flaw["title"]) == (
        "1.0.0 || 1.1.0",
        "moderate",
        "It is old. (GHSA-x)",
    )


def test_what_upstream_knows_too_is_told_once() -> None:
    answer = bulk({"old-thing": [{"id": 1, "url": "https://x.invalid/advisories/GHSA-x"}]})
    assert [each["id"] for each in answer["old-thing"]] == [1]


def test_the_answer_to_a_tree_says_where() -> None:
    question = read_question(json.dumps(TREE).encode(), is_bulk=False)
    counts = {"metadata": {"vulnerabilities": {"critical": 1}, "totalDependencies": 2}}
    answer = json.loads(answered(question, spoken_of([(BAD, MALWARE)]), counts))
    (advisory,) = answer["advisories"].values()
    assert advisory["findings"] == [{"version": "1.0.0", "paths": ["a>bad-thing"]}]
    assert (advisory["module_name"], advisory["patched_versions"]) == ("bad-thing", "<0.0.0")
    assert answer["metadata"]["vulnerabilities"]["critical"] == 2
    assert answer["metadata"]["totalDependencies"] == 2


def test_what_is_disputed_is_left_out() -> None:
    assert spoken_of([(BAD, FeedMatch(MALWARE.record, is_disputed=True))]) == []
