"""The page of one rule as plain text, for ``assay explain``."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import dedent, fill, indent

from assay.model.rule import Reach, Rule

WIDTH = 100


def render_rule(rule: Rule, sections: Iterable[tuple[str, str]]) -> str:
    """Title, the facts of the rule, the sections of its page (title and text), and what to do about a finding."""
    title = f"{rule.id}: {rule.title}"
    parts = [title, "=" * len(title), "", fill(_facts(rule), WIDTH)]
    for heading, text in (*sections, ("What to do", fill(rule.advice, WIDTH - 2))):
        if text.strip():
            parts.extend(("", heading, indent(dedent(text).strip("\n"), "  ")))
    return "\n".join(parts)


def _facts(rule: Rule) -> str:
    facts = [f"Usual severity {rule.severity.label}, about {rule.concern.value}."]
    if rule.reach is Reach.USAGE:
        facts.append("It looks at how a project uses a release.")
    else:
        facts.append("It looks at a release, whoever uses it.")
    if rule.techniques:
        facts.append(f"ATT&CK: {', '.join(rule.techniques)}.")
    return " ".join(facts)
