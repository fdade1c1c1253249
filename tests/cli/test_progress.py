from __future__ import annotations

import pytest

from assay.cli.progress import WORTH_A_BAR, ProgressBar
from tests.reports.sample import report


@pytest.mark.parametrize(("is_shown", "total"), [(False, 1000), (True, WORTH_A_BAR - 1)])
def test_no_bar_where_nobody_looks_or_nothing_is_to_wait_for(
    is_shown: bool, total: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with ProgressBar(is_shown=is_shown) as bar:
        bar.begin(total)
        bar.advance(report().packages[0])
    assert capsys.readouterr() == ("", "")


def test_the_bar_counts_what_is_to_block_on_standard_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # makes any output a terminal
    monkeypatch.setenv("TERM", "xterm-256color")
    packages = report().packages
    with ProgressBar(is_shown=True) as bar:
        bar.begin(1000)
        for package in packages:
            bar.advance(package)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "to block" in shown.err
