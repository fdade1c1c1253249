from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assay.errors import StoreError
from assay.store.cache_file import CacheFile
from tests.store import faults

NOW = datetime(2026, 1, 10, tzinfo=UTC)
MARKS = (0x41737474, 3)
PUT = "INSERT OR REPLACE INTO things (name, body, used, bytes) VALUES (?, ?, ?, ?)"
GET = "SELECT body FROM things WHERE name = ?"


def opened(path: Path, *, now: datetime = NOW, max_bytes: int = 1_000_000, marks: tuple[int, int] = MARKS) -> CacheFile:
    columns = "name TEXT NOT NULL UNIQUE, body BLOB NOT NULL"
    return CacheFile(path, table="things", columns=columns, marks=marks, max_bytes=max_bytes, now=now)


def put(file: CacheFile, name: str, body: bytes = b"x") -> None:
    file.write(PUT, (name, body, file.today, len(body)))


def get(file: CacheFile, name: str) -> object:
    (rows,) = file.rows(GET, [(name,)])
    return rows[0][0] if rows else None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one row."""
    file = opened(tmp_path / "things.sqlite3")
    put(file, "kept", b"body")
    file.close()
    return tmp_path / "things.sqlite3"


def test_keeps_rows_between_runs(path: Path) -> None:
    file = opened(path)
    assert get(file, "kept") == b"body"
    assert file.rows(GET, [("kept",), ("other",), ("kept",)]) == [[(b"body",)], [], [(b"body",)]]
    file.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_reading_makes_no_file(tmp_path: Path) -> None:
    file = opened(tmp_path / "none" / "things.sqlite3")
    assert get(file, "kept") is None
    file.close()
    assert not list(tmp_path.iterdir())


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    file = opened(tmp_path / "new" / "things.sqlite3")
    put(file, "kept")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    for each in (tmp_path / "new").iterdir():
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
    file.close()


def test_forgets_what_was_used_longest_ago(tmp_path: Path) -> None:
    path = tmp_path / "things.sqlite3"
    for day, name in enumerate(("old", "middle", "young")):
        file = opened(path, now=NOW + timedelta(days=day))
        put(file, name, b"x" * 400)
        file.close()
    file = opened(path, now=NOW + timedelta(days=5), max_bytes=1_000)
    ((rowid,),) = file.rows("SELECT rowid FROM things WHERE name = ?", [("old",)])[0]
    assert isinstance(rowid, int)
    file.touch(rowid)
    put(file, "new", b"x" * 10)
    file.close()
    file = opened(path)
    assert [get(file, name) is not None for name in ("old", "middle", "young", "new")] == [True, False, True, True]
    file.close()


def test_stays_within_its_size_while_it_is_written(tmp_path: Path) -> None:
    file = opened(tmp_path / "things.sqlite3", max_bytes=50_000)
    for number in range(1_000):
        put(file, f"thing {number}", b"x" * 1_000)
    ((total,),) = file.rows("SELECT sum(bytes) FROM things", [()])[0]
    assert isinstance(total, int)
    assert 40_000 <= total <= 50_000
    assert get(file, "thing 999") is not None
    file.close()


def test_a_read_only_folder_is_read_and_not_written(path: Path) -> None:
    with faults.read_only(path) as folder:
        file = opened(folder / path.name)
        assert get(file, "kept") == b"body"
        with pytest.raises(StoreError, match="cannot be written") as caught:
            put(file, "more")
        assert "ASSAY_CACHE_DIR" in caught.value.hint
        assert get(file, "kept") == b"body"
        file.close()


def test_a_read_only_folder_without_the_file(path: Path) -> None:
    with faults.read_only() as folder:
        file = opened(folder / path.name)
        assert get(file, "kept") is None
        with pytest.raises(StoreError, match="cannot write"):
            put(file, "more")
        file.close()


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    file = opened(tmp_path / "cache" / "things.sqlite3")
    assert get(file, "kept") is None
    with pytest.raises(StoreError, match="cannot write"):
        put(file, "more")
    file.close()


def test_a_full_disk_fails_the_write_and_loses_nothing(path: Path) -> None:
    file = opened(path)
    with faults.full_disk(path.stat().st_size), pytest.raises(StoreError, match="cannot write") as caught:
        put(file, "big", b"x" * 200_000)
    assert "disk space" in caught.value.hint
    assert get(file, "kept") == b"body"
    put(file, "more", b"after")
    file.close()
    file = opened(path)
    assert (get(file, "kept"), get(file, "big"), get(file, "more")) == (b"body", None, b"after")
    file.close()


def test_a_locked_file_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.store.cache_file.BUSY_SECONDS", 0.01)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    file = opened(path)
    assert get(file, "kept") == b"body"
    with pytest.raises(StoreError, match="locked") as caught:
        put(file, "more")
    assert caught.value.hint == "another process holds it"
    holder.execute("ROLLBACK")
    holder.close()
    put(file, "more")
    file.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4_080])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "things.sqlite3"
    path.write_bytes(content)
    uses: tuple[Callable[[CacheFile], object], ...] = (lambda file: get(file, "kept"), lambda file: put(file, "more"))
    for use in uses:
        file = opened(path)
        with pytest.raises(StoreError) as caught:
            use(file)
        assert "delete" in caught.value.hint or "ASSAY_CACHE_DIR" in caught.value.hint
        file.close()
    assert path.read_bytes() == content


def test_a_file_that_is_cut_short(path: Path) -> None:
    file = opened(path)
    for number in range(200):
        put(file, f"thing {number}", b"x" * 1_000)
    file.close()
    path.write_bytes(path.read_bytes()[:20_000])
    file = opened(path)
    with pytest.raises(StoreError, match="damaged") as caught:
        file.rows(GET, [(f"thing {number}",) for number in range(200)])
    assert caught.value.hint == f"delete {path}"
    file.close()


@pytest.mark.parametrize(
    ("marks", "message"),
    [((MARKS[0], 4), "older"), ((MARKS[0], 2), "newer"), ((0x12345678, 3), "another program")],
)
def test_a_file_of_another_version_or_program_is_left_alone(path: Path, marks: tuple[int, int], message: str) -> None:
    file = opened(path, marks=marks)
    with pytest.raises(StoreError, match=message):
        get(file, "kept")
    with pytest.raises(StoreError, match=message):
        put(file, "more")
    file.close()
    file = opened(path)
    assert get(file, "kept") == b"body"
    file.close()


_WRITER = """
import sys
from pathlib import Path
from tests.store.test_cache_file import opened, put
file = opened(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    put(file, f"{sys.argv[2]} {number}", b"x" * 500)
    print(number, flush=True)
if len(sys.argv) < 5:
    file.close()
else:
    sys.stdin.read()
"""


def writer(path: Path, *arguments: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"}
    command = [sys.executable, "-c", _WRITER, str(path), *arguments]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "things.sqlite3"
    both = [writer(path, name, "150") for name in ("one", "other")]
    for process in both:
        process.communicate()
    assert [process.returncode for process in both] == [0, 0]
    file = opened(path)
    assert all(get(file, f"{name} {number}") for name in ("one", "other") for number in range(150))
    file.close()


def test_a_killed_process_leaves_whole_rows(tmp_path: Path) -> None:
    path = tmp_path / "things.sqlite3"
    process = writer(path, "killed", "1000000")
    assert process.stdout is not None
    for _ in range(30):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    file = opened(path)
    assert all(get(file, f"killed {number}") == b"x" * 500 for number in range(30))
    put(file, "after")
    file.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_a_read_only_folder_with_the_log_of_a_killed_process_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "things.sqlite3"
    process = writer(path, "killed", "3", "and wait")
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with faults.read_only(*tmp_path.iterdir()) as folder:
        file = opened(folder / path.name)
        try:
            assert get(file, "killed 0") in (None, b"x" * 500)
        except StoreError as error:
            assert "things.sqlite3" in str(error)  # noqa: PT017 -- either way is right, by SQLite's version
        file.close()
