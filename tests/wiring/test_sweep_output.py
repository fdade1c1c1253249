from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

import pytest

from assay.errors import UsageError
from assay.wiring.sweep import SweepRow
from assay.wiring.sweep_output import LINES, PARQUET, chosen_format, write_rows

ROW = SweepRow(1, "loadsh", "lodash", "transposition", ("transposition",), "lo[da\u2192ad]sh", 0.9, 0, 450_000_000)


class Interrupted(Sequence[SweepRow]):
    """Rows at which the user presses ^C after the first."""

    @overload
    def __getitem__(self, at: int) -> SweepRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[SweepRow]: ...
    def __getitem__(self, at: int | slice) -> SweepRow | Sequence[SweepRow]:
        raise KeyboardInterrupt

    def __len__(self) -> int:
        return 2

    def __iter__(self) -> Iterator[SweepRow]:
        yield ROW
        raise KeyboardInterrupt


@pytest.mark.parametrize("chosen", [LINES, PARQUET])
def test_what_is_interrupted_leaves_no_half_a_file(chosen: str, tmp_path: Path) -> None:
    file = tmp_path / "found"
    file.write_text("of yesterday")
    with pytest.raises(KeyboardInterrupt):
        write_rows(Interrupted(), file, chosen)
    assert file.read_text() == "of yesterday"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_no_file_is_written_and_not_replaced() -> None:
    null = Path("/dev/null")
    write_rows([ROW], null, LINES)
    assert null.is_char_device()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, file = tmp_path / "link.jsonl", tmp_path / "file.jsonl"
    link.symlink_to(file)
    write_rows([ROW], link, LINES)
    assert link.is_symlink()
    assert file.read_text().startswith('{"rank": 1, "name": "loadsh"')


@pytest.mark.parametrize(
    ("path", "asked", "chosen"),
    [
        (None, None, LINES),
        (Path("a.jsonl"), None, LINES),
        (Path("a.parquet"), None, PARQUET),
        (Path("a.txt"), LINES, LINES),
        (Path("a.jsonl"), PARQUET, PARQUET),
    ],
)
def test_the_format(path: Path | None, asked: str | None, chosen: str) -> None:
    assert chosen_format(path, asked) == chosen


@pytest.mark.parametrize("path", [Path("a.csv"), Path("a"), Path("nowhere/a.jsonl")])
def test_what_cannot_be_written_is_refused(path: Path) -> None:
    with pytest.raises(UsageError):
        chosen_format(path, None)
