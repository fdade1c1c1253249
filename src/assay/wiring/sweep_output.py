"""Writing the rows of a sweep: JSON lines anywhere, Parquet into a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from assay.errors import UsageError
from assay.wiring.sweep import EXTRA, SweepRow

#: The formats by their names, which are also the endings of files.
LINES, PARQUET = "jsonl", "parquet"
#: A file with this behind its name is being written, or what a killed run left.
PARTIAL = ".partial"


def chosen_format(path: Path | None, asked: str | None) -> str:
    """The format that was asked for, or that the file's ending means; without a file JSON lines.

    Refuses, before the long work, what could not be written. Raises UsageError.
    """
    chosen = asked or (LINES if path is None else path.suffix.removeprefix("."))
    if chosen not in (LINES, PARQUET):
        raise UsageError(f"{path} ends neither in .{LINES} nor in .{PARQUET}", hint="say which one with --format")
    if path is not None and not path.absolute().parent.is_dir():
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}")
    if chosen == PARQUET:
        if path is None:
            raise UsageError("Parquet is written to a file", hint=f"name it: -o found.{PARQUET}")
        try:
            import pyarrow.parquet  # noqa: F401 - only whether it is there
        except ImportError as error:
            raise UsageError("Parquet needs pyarrow", hint=f"{EXTRA}, or --format {LINES}") from error
    return chosen


def write_rows(rows: Sequence[SweepRow], path: Path, chosen: str) -> None:
    """Write a file in one step: until all is written, what was there before stays. Raises UsageError."""
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            _write(rows, target, chosen)  # a device or a pipe
            return
        partial = target.with_name(target.name + PARTIAL)
        try:
            _write(rows, partial, chosen)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def write_lines(rows: Sequence[SweepRow], stream: TextIO) -> None:
    """Write one JSON object a line."""
    stream.writelines(json.dumps(_document(row)) + "\n" for row in rows)


def _write(rows: Sequence[SweepRow], path: Path, chosen: str) -> None:
    if chosen == PARQUET:
        _write_parquet(rows, path)
        return
    with path.open("w", encoding="utf-8") as stream:
        write_lines(rows, stream)


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
        "internal": row.is_internal,
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
        "internal": pa.bool_(),
    }
    table = pa.Table.from_pylist([dict(_document(row)) for row in rows], schema=pa.schema(list(fields.items())))
    parquet.write_table(table, path)
