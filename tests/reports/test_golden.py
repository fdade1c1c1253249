from __future__ import annotations

import pytest

from assay.reports.json_v1.render import render as render_json
from assay.reports.terminal.render import render as render_terminal
from tests.reports.golden import FOLDER, expected
from tests.reports.sample import report


def rendered() -> dict[str, str]:
    made = report()
    return {
        "terminal-80.txt": render_terminal(made),
        "terminal-120.txt": render_terminal(made, width=120, show_all=True),
        "report.json": render_json(made),
    }


@pytest.mark.parametrize("name", sorted(rendered()))
def test_the_whole_text_is_as_expected(name: str) -> None:
    assert rendered()[name] == expected(name)


def test_no_expected_text_is_left_over() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(rendered())
