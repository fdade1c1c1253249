"""Writing the rows of a sweep: JSON lines anywhere, Parquet into a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from assay.errors import UsageError
from assay.wiring.sweep import EXTRA, SweepRow

#: Endings of files, the only ones.
LINES, PARQUET = ".jsonl", ".parquet"


def check_output(path: Path) -> None:
    """Refuse a file that could not be written, before the long work. Raises UsageError."""
    if path.suffix not in (LINES, PARQUET):
        raise UsageError(f"{path} ends neither in {LINES} nor in {PARQUET}")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}")
    if path.suffix == PARQUET:
        try:
            import pyarrow.parquet  # noqa: F401 - only whether it is there
        except ImportError as error:
            raise UsageError("Parquet needs pyarrow", hint=f"{EXTRA}, or write to a {LINES} file") from error


def write_rows(rows: Sequence[SweepRow], path: Path) -> None:
    """Write a file in the format of its ending. Raises UsageError."""
    try:
        if path.suffix == PARQUET:
            _write_parquet(rows, path)
            return
        with path.open("w", encoding="utf-8") as stream:
            write_lines(rows, stream)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def write_lines(rows: Sequence[SweepRow], stream: TextIO) -> None:
    """Write one JSON object a line."""
    stream.writelines(json.dumps(_document(row)) + "\n" for row in rows)


def _document(row: SweepRow) -> Mapping[str, object]:
    return {
        "rank": row.rank,
        "name": row.name,
        "target": row.target,
        "class": row.class_,
        "classes": list(row.classes),
        "edit": row.edit,
        "strength": row.strength,
        "name_downloads": row.name_downloads,
        "target_downloads": row.target_downloads,
    }


def _write_parquet(rows: Sequence[SweepRow], path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    fields = {
        "rank": pa.int64(),
        "name": pa.string(),
        "target": pa.string(),
        "class": pa.string(),
        "classes": pa.list_(pa.string()),
        "edit": pa.string(),
        "strength": pa.float64(),
        "name_downloads": pa.int64(),
        "target_downloads": pa.int64(),
    }
    table = pa.Table.from_pylist([dict(_document(row)) for row in rows], schema=pa.schema(list(fields.items())))
    parquet.write_table(table, path)
