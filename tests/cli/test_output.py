from __future__ import annotations

from pathlib import Path

import pytest

from assay.cli.output import check_outputs, write_files
from assay.errors import UsageError
from tests.reports.sample import report


def test_an_unknown_ending_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ending"):
        check_outputs([str(tmp_path / "r.pdf")])
    with pytest.raises(UsageError, match="no folder"):
        check_outputs([str(tmp_path / "none/r.json")])
    check_outputs([str(tmp_path / "r.json"), "r.md"])


def test_what_can_be_written_is(tmp_path: Path) -> None:
    (tmp_path / "taken.html").mkdir()
    files = [str(tmp_path / name) for name in ("taken.html", "r.md", "r.json")]
    with pytest.raises(UsageError, match=r"cannot write .*taken\.html: Is a directory"):
        write_files(report(), files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.json", "r.md", "taken.html"]
