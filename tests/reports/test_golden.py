from __future__ import annotations

import pytest

from assay.reports.cyclonedx.render import render as render_cyclonedx
from assay.reports.html.render import render as render_html
from assay.reports.json_v1.render import render as render_json
from assay.reports.markdown.render import render as render_markdown
from assay.reports.sarif.render import render as render_sarif
from assay.reports.terminal.render import render as render_terminal
from tests.reports.golden import FOLDER, expected
from tests.reports.sample import report


def rendered() -> dict[str, str]:
    made = report()
    return {
        "terminal-80.txt": render_terminal(made),
        "terminal-120.txt": render_terminal(made, width=120, show_all=True),
        "report.json": render_json(made),
        "report.sarif": render_sarif(made),
        "report.html": render_html(made),
        "report.cdx.json": render_cyclonedx(made),
        "report.md": render_markdown(made),
    }


@pytest.mark.parametrize("name", sorted(rendered()))
def test_the_whole_text_is_as_expected(name: str) -> None:
    assert rendered()[name] == expected(name)


def test_no_expected_text_is_left_over() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(rendered())
