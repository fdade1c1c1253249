from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from markdown_it import MarkdownIt

from assay.model.gap import Gap, GapKind
from assay.model.policy import Action, Decision
from assay.reports.markdown.render import MAX_CHARACTERS, render
from tests.reports.sample import ADVISORY, SCRIPT, assessed, hostile, report, usage
from tests.reports.texts import hostile_texts

PARSER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def test_the_top_says_what_to_do_and_what_it_is_worth() -> None:
    text = render(report())
    assert text.startswith("## 🔴 Assay: 1 package to block, 1 package to look at")
    assert "Nothing found in 2 of 11 packages" in text
    assert "| 🔴 block | `crossenv@7.0.0` | malicious |" in text


def test_details_are_folded_and_balanced() -> None:
    text = render(report())
    assert text.count("<details>") == text.count("</details>") == 3
    assert "decodes to `hxxps://collect[.]invalid/x`" in text


def test_nothing_found_is_short() -> None:
    text = render(replace(report(), packages=(), gaps=(), inputs=()))
    assert text.startswith("## 🟢 Assay: Nothing to block or to look at.")
    assert len(text) < 500


def test_a_huge_report_is_cut_with_a_note() -> None:
    uses = [usage(f"flawed-{number}", "1.0.0", number + 1) for number in range(400)]
    flawed = tuple(assessed(use, ADVISORY, SCRIPT, decision=Decision(Action.WARN)) for use in uses)
    text = render(replace(report(), packages=flawed))
    assert MAX_CHARACTERS * 0.9 < len(text) <= MAX_CHARACTERS
    assert text.endswith("The JSON and HTML reports have everything._\n")
    assert "and 350 more" in text
    assert text.count("<details>") == text.count("</details>")


def test_many_reasons_are_counted() -> None:
    gaps = tuple(Gap(GapKind.SOURCE, f"file {number}", f"reason {number}") for number in range(30))
    assert "- and 12 more reasons" in render(replace(report(), gaps=gaps))


@given(hostile_texts)
@settings(max_examples=40, deadline=None)
def test_hostile_text_changes_no_structure(text: str) -> None:
    def structure(of: str) -> list[str]:
        return [token.type for token in PARSER.parse(render(hostile(of))) if token.type != "inline"]

    assert len(render(hostile(text))) <= MAX_CHARACTERS
    rows = structure(text).count("tr_open")
    assert rows == structure("harmless").count("tr_open")
    assert set(structure(text)) <= set(structure("harmless"))
