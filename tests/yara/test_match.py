from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.tarball import Member, Tarball
from assay.yara import match
from assay.yara.match import match_rules
from assay.yara.rule_files import RuleFile

OWN = RuleFile(
    "own.yar",
    'rule own { meta: description = "ours" severity = "HIGH" strings: $a = "acme" condition: $a }\n'
    "rule small { condition: filesize < 3 }",
)


def tarball(files: dict[str, bytes | None], head: bytes = b"") -> Tarball:
    members = tuple(
        Member(path, len(data or b""), head=(data or head)[:4096], data=data) for path, data in files.items()
    )
    return Tarball(Integrity.of(b""), 0, 0, members)


def test_a_match_has_its_rule_place_and_text() -> None:
    found, gaps = match_rules(tarball({"a.sh": b"one\ntwo acme acme", "b": b"x", "c.js": b"none"}), (OWN,))
    assert gaps == ()
    assert [(each.rule, each.file, each.location, each.excerpt) for each in found] == [
        ("own", "own.yar", Location("a.sh", 2), "acme"),
        ("small", "own.yar", Location("b"), ""),
    ]
    assert (found[0].about, found[0].severity) == ("ours", "high")


def test_of_a_file_that_was_not_kept_the_first_bytes_are_looked_at() -> None:
    found, _ = match_rules(tarball({"tool": None}, head=b"\x7fELF acme"), (OWN,))
    assert [each.location.file for each in found] == ["tool"]


def test_more_matches_than_are_told_are_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "MAX_MATCHES", 2)
    found, gaps = match_rules(tarball({f"{number}.js": b"acme" for number in range(5)}), (OWN,))
    assert (len(found), [gap.what for gap in gaps]) == (2, ["YARA rules on 3 more files"])


def test_a_package_that_takes_too_long_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "PACKAGE_SECONDS", -1.0)
    found, gaps = match_rules(tarball({"a.js": b"acme"}), (OWN,))
    assert (found, [gap.what for gap in gaps]) == ((), ["YARA rules on 1 more files"])


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data: bytes) -> None:
    found, gaps = match_rules(tarball({"a": data + b"acme"}), (OWN,))
    assert (len(found), gaps) == (1, ())
