from __future__ import annotations

import pytest

from assay.errors import UsageError
from assay.reports.formats import EXTENSIONS, MODULES, format_of, renderer, renderer_for
from tests.reports.sample import report


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("report.json", "json"),
        ("out/REPORT.SARIF", "sarif"),
        ("a.sarif.json", "sarif"),
        ("a.cdx.json", "cyclonedx"),
        ("cdx.json", "json"),
        ("a.htm", "html"),
        ("comment.md", "markdown"),
        ("a.txt", "terminal"),
    ],
)
def test_the_longest_ending_decides(file: str, name: str) -> None:
    assert format_of(file) == name


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_format_renders_and_ends_its_last_line(name: str) -> None:
    text = renderer(name)(report())
    assert "crossenv" in text
    assert text.endswith("\n")
    assert renderer_for(name) is renderer(name)


def test_every_ending_has_a_format() -> None:
    assert set(EXTENSIONS.values()) == set(MODULES)


def test_what_is_no_format_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        renderer("markdwn")
    assert caught.value.hint == "did you mean 'markdown'?"
    with pytest.raises(UsageError, match="does not tell the format"):
        renderer_for("report.pdf")
