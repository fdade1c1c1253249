from __future__ import annotations

from assay.model.rule import Concern, Reach, Rule, Severity
from assay.reports.rule_page import render_rule

RULE = Rule(
    "known-malware",
    "Known malware",
    Severity.CRITICAL,
    Concern.MALICE,
    "Remove it.",
    Reach.USAGE,
    ("T1195.002",),
)


def test_the_page_has_facts_sections_and_advice() -> None:
    sections = (
        ("What it does", "Looks the release up.\n\n    a line of code"),
        ("Example", ""),
        ("Why", "\n  Because.\n"),
    )
    assert render_rule(RULE, sections) == (
        "known-malware: Known malware\n"
        "============================\n"
        "\n"
        "Usual severity critical, about malice. It looks at how a project uses a release. ATT&CK: T1195.002.\n"
        "\n"
        "What it does\n"
        "  Looks the release up.\n"
        "\n"
        "      a line of code\n"
        "\n"
        "Why\n"
        "  Because.\n"
        "\n"
        "What to do\n"
        "  Remove it."
    )


def test_a_rule_about_the_release_says_so() -> None:
    rule = Rule("old", "Old", Severity.LOW, Concern.HYGIENE, "")
    assert render_rule(rule, ()) == (
        "old: Old\n========\n\nUsual severity low, about hygiene. It looks at a release, whoever uses it."
    )
