from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assay.assessment.cover import cover
from assay.model.dependency import Dependency
from assay.model.package import PackageRef
from assay.reports import package_phrases, phrases
from tests.reports.sample import NOW, report, usage


def test_the_headline_says_what_there_is_to_do() -> None:
    assert phrases.headline(report()) == (
        "1 package to block, 1 package to look at, 5 packages with something that could not be checked."
    )
    assert phrases.headline(replace(report(), packages=())) == "Nothing to block or to look at."


def test_silence_is_never_called_clean() -> None:
    quiet = tuple(package for package in report().packages if phrases.is_quiet(package) and phrases.is_outside(package))
    made = replace(report(), packages=quiet, coverage=cover((), quiet))
    assert phrases.coverage_sentence(made) == "Nothing found in 2 of 2 packages."
    assert phrases.coverage_sentence(report()).startswith("Nothing found in 2 of 11 packages; 5 not checked;")


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(minutes=5), "0 hours old"),
        (timedelta(hours=1), "1 hour old"),
        (timedelta(hours=47), "47 hours old"),
        (timedelta(days=2), "2 days old"),
        (timedelta(days=1234), "1,234 days old"),
        (timedelta(days=-1), "dated in the future"),
    ],
)
def test_ages_are_in_the_unit_a_person_would_use(age: timedelta, text: str) -> None:
    assert phrases.age_text(age) == text


def test_a_feed_without_a_date_says_so() -> None:
    feed = replace(report().feeds[0], updated=None)
    assert phrases.feed_text(feed, NOW) == "starter: 1,234 records, age unknown"


def test_inputs_that_were_not_read_are_told() -> None:
    assert [phrases.input_text(each) for each in report().inputs] == [
        "web/package-lock.json: package-lock v3, 12 packages",
        "legacy/bun.lockb: bun.lockb, not read",
    ]


def test_an_offline_run_says_so() -> None:
    assert "offline: only what is on this machine" in phrases.run_sentence(replace(report(), offline=True))


def test_advice_is_the_findings_own_before_the_rules() -> None:
    steps = package_phrases.next_steps(report().packages[2], report().rules)
    assert steps[0].startswith("Remove it")
    assert steps[-1] == "You probably mean cross-env."


def test_usages_beyond_the_first_few_are_counted() -> None:
    uses: tuple[Dependency, ...] = tuple(usage("a", "1.0.0", line, "b") for line in range(1, 6))
    package = replace(report().packages[0], usages=uses)
    lines = package_phrases.usage_lines(package, 2)
    assert lines[0] == "web-shop > b > a  (web/package-lock.json:1; production)"
    assert lines[2] == "and 3 more places"
    assert package_phrases.where_text(package) == "web/package-lock.json:1 (+4)"
    assert package_phrases.all_paths(package) == [("web-shop", "b", "a")]


def test_a_release_without_a_version_is_called_by_its_name() -> None:
    assert package_phrases.release_text(PackageRef("web-ui", "")) == "web-ui"


def test_special_ways_of_use_are_told() -> None:
    use = replace(usage("a", "1.0.0", 1), alias="b", is_patched=True)
    assert package_phrases.usage_text(use) == "direct, production, as b, patched"


def test_many_notes_are_counted() -> None:
    shown = phrases.notes(replace(report(), notes=tuple(f"note {number}" for number in range(1_500))))
    assert shown[:2] == ["note 0", "note 1"]
    assert shown[-1] == "and 1,488 more"
    assert phrases.notes(replace(report(), notes=())) == []
