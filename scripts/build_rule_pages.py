"""Write docs/rules: a page for each rule from its docstring, and the index; with --check, only compare."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from assay.catalog import SECTIONS, Detector, detectors
from assay.model.rule import Reach

TARGET = Path(__file__).parent.parent / "docs" / "rules"
#: From a page to the source of its rule, and to its fixtures.
_SOURCES = "../../src/assay"
_FIXTURES = "../../tests/detectors/fixtures"
_TECHNIQUE = "https://attack.mitre.org/techniques"
_ABOUT = {
    "name": "what the package is called",
    "metadata": "what the manifest, the packument and the archive's shape say",
    "authenticity": "whether the bytes are those that the registry and the lockfile mean",
    "source": "what the code does",
    "history": "what changed since the release before",
    "feed": "what feeds of known malware and advisories say",
}


def pages(found: Iterable[Detector]) -> dict[str, str]:
    """File name to text of every page, the index included."""
    listed = list(found)
    return {**{f"{each.rule.id}.md": page(each) for each in listed}, "README.md": index(listed)}


def page(detector: Detector) -> str:
    """One rule's page in Markdown."""
    rule = detector.rule
    facts = [
        ("Id", f"`{rule.id}`"),
        ("Severity", rule.severity.label),
        ("Concern", rule.concern.value),
        ("Judges", "how a project uses a release" if rule.reach is Reach.USAGE else "the release, whoever uses it"),
        ("ATT&CK", ", ".join(map(_technique, rule.techniques)) or "none"),
        ("Source", f"[{detector.source}]({_SOURCES}/{detector.source}), [fixtures]({_FIXTURES}/{rule.id})"),
    ]
    parts = [
        f"# {rule.title}",
        detector.page.summary,
        "\n".join(("| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in facts))),
    ]
    for title, text in detector.page.sections:
        parts += [f"## {title}", _example(detector, text) if title == SECTIONS[2] else text]
    parts += ["## What to do", rule.advice]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def index(found: Iterable[Detector]) -> str:
    """The index of all rules, a table for each folder."""
    parts = [
        "# Rules",
        "Severity says how bad a usual finding is if it is true; a single finding can have another.\n"
        "Only malice and risk make a release suspicious. `assay explain RULE` prints a page in the terminal.",
    ]
    for folder, group in groupby(found, key=lambda each: each.rule.aspect):
        rows = [
            f"| [{each.rule.id}]({each.rule.id}.md) | {each.rule.title} | {each.rule.severity.label} "
            f"| {each.rule.concern.value} | {each.rule.reach.value} | {' '.join(each.rule.techniques)} |"
            for each in group
        ]
        header = ["| Rule | Title | Severity | Concern | Reach | ATT&CK |", "|---|---|---|---|---|---|"]
        parts += [f"## {folder}: {_ABOUT.get(folder, 'other facts')}", "\n".join((*header, *rows))]
    return "\n\n".join(parts) + "\n"


def _technique(technique: str) -> str:
    return f"[{technique}]({_TECHNIQUE}/{technique.replace('.', '/')}/)"


def _example(detector: Detector, text: str) -> str:
    """The indented example as a fenced block."""
    language = "toml" if detector.rule.aspect != "source" or text.lstrip().startswith("name =") else "js"
    lines = [line.removeprefix("    ") for line in text.strip("\n").splitlines()]
    return "\n".join((f"```{language}", *lines, "```"))


def stale(wanted: dict[str, str]) -> list[str]:
    """Names of pages that are missing, differ, or belong to no rule."""
    there = {file.name: file.read_text(encoding="utf-8") for file in TARGET.glob("*.md")} if TARGET.is_dir() else {}
    return sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Return 0, or 1 if --check finds a page stale. A rule without documentation raises CatalogError."""
    wanted = pages(detectors())
    changed = stale(wanted)
    if "--check" in arguments:
        if changed:
            print(f"docs/rules is stale ({', '.join(changed)}): run scripts/build_rule_pages.py", file=sys.stderr)
        return 1 if changed else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in wanted:
            (TARGET / name).write_text(wanted[name], encoding="utf-8")
        else:
            (TARGET / name).unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
