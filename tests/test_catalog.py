from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import assay.detectors
from assay import catalog
from assay.errors import CatalogError
from assay.model.rule import Concern, Rule, Severity
from scripts import build_rule_pages

PAGE = """A thing.

*What it does*

It looks.

*Why it matters*

It does.

*Example*

    name = "a"
"""


def module(name: str, **members: object) -> ModuleType:
    made = ModuleType(f"assay.detectors.metadata.{name}", PAGE)
    made.__dict__.update(members)
    return made


def rule(rule_id: str) -> Rule:
    return Rule(rule_id, "A thing", Severity.LOW, Concern.RISK, "Do something.")


def test_every_detector_is_found_in_a_fixed_order() -> None:
    found = [(each.rule.aspect, each.rule.id) for each in catalog.detectors()]
    assert found == sorted(found)
    sources = Path(catalog.__file__).parent / "detectors"
    files = {file.stem for file in sources.glob("*/*.py") if not file.name.startswith("_")}
    assert {rule_id.replace("-", "_") for _, rule_id in found} == files


def test_a_rule_gets_its_folder_as_aspect() -> None:
    made = catalog._detector(module("a_thing", RULE=rule("a-thing"), detect=lambda subject: iter(())))
    assert (made.rule.aspect, made.source) == ("metadata", "detectors/metadata/a_thing.py")


def test_a_page_has_its_sections() -> None:
    page = catalog.read_page(PAGE, "here")
    assert (page.summary, page.section("Example"), page.section("History")) == ("A thing.", '    name = "a"', "")


@pytest.mark.parametrize(
    ("name", "members", "reason"),
    [
        ("a_thing", {}, "no RULE"),
        ("a_thing", {"RULE": rule("a-thing")}, "no detect"),
        ("a_thing", {"RULE": rule("other-thing"), "detect": print}, "must agree"),
        ("a_thing", {"RULE": rule("a-thing"), "detect": print, "__doc__": "A thing."}, "needs the sections"),
        ("a_thing", {"RULE": rule("a-thing"), "detect": print, "__doc__": None}, "needs the sections"),
    ],
)
def test_a_module_that_breaks_the_rules_is_refused(name: str, members: dict[str, object], reason: str) -> None:
    with pytest.raises(CatalogError, match=reason):
        catalog._detector(module(name, **members))


def test_an_empty_section_is_refused() -> None:
    with pytest.raises(CatalogError, match="is empty"):
        catalog.read_page(PAGE.replace("It looks.", ""), "here")


def test_two_detectors_of_one_id_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "assay.detectors.feed.advisory"
    monkeypatch.setattr(catalog, "_module_names", lambda: [name, name])
    with pytest.raises(CatalogError, match="share the id advisory"):
        catalog.detectors.__wrapped__()


def test_the_revision_follows_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tmp_path / "detectors" / "rule.py"
    rules.parent.mkdir()
    rules.write_text("one")
    (tmp_path / "reports").mkdir()
    monkeypatch.setattr(assay.detectors, "__path__", [str(rules.parent)])
    revisions = [catalog.revision.__wrapped__()]
    (tmp_path / "reports" / "other.py").write_text("says nothing about an inspection")
    revisions.append(catalog.revision.__wrapped__())
    rules.write_text("two")
    revisions.append(catalog.revision.__wrapped__())
    assert revisions[0] == revisions[1] != revisions[2]


def test_rules_load_without_what_they_must_not_use() -> None:
    code = (
        "import json, sys; from assay.catalog import detectors; detectors(); "
        "print(json.dumps([name for name in ('rich', 'aiohttp', 'msgspec', 'yaml') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONPATH": "src"})
    assert json.loads(done.stdout) == []


def test_the_pages_are_current() -> None:
    assert build_rule_pages.stale(build_rule_pages.pages(catalog.detectors())) == []
