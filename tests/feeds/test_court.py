from __future__ import annotations

from dataclasses import replace

import pytest

from assay.feeds.court import Court
from assay.model.feed import AffectedRange, Record, RecordKind
from assay.model.rule import Severity

ALL = Record("MAL-1", "react", RecordKind.MALWARE, "", Severity.CRITICAL, (), (AffectedRange("0"),), ("GHSA-1",))


def court(downloads: int | None, *confirmed: str) -> Court:
    return Court(lambda name: downloads if name == "react" else None, frozenset(confirmed))


@pytest.mark.parametrize(("downloads", "disputed"), [(1_000_001, True), (1_000_000, False), (None, False)])
def test_holds_malware_in_every_version_of_what_everyone_has(downloads: int | None, disputed: bool) -> None:
    assert court(downloads).disputes(ALL) is disputed


@pytest.mark.parametrize("confirmed", ["MAL-1", "GHSA-1"])
def test_until_the_user_confirms_it(confirmed: str) -> None:
    assert not court(5_000_000, confirmed).disputes(ALL)
    assert court(5_000_000, "MAL-2").disputes(ALL)


def test_lets_pass_what_is_plausible() -> None:
    popular = court(5_000_000)
    assert not popular.disputes(replace(ALL, ranges=(), versions=("1.14.1",)))
    assert not popular.disputes(replace(ALL, ranges=(AffectedRange("0", fixed="2.0.0"),)))
    assert not popular.disputes(replace(ALL, kind=RecordKind.ADVISORY))
    assert not popular.disputes(replace(ALL, package="unknown"))
