"""The ledger: what the gate handed out or refused, to whom, when, and what was thought of it at that time."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from assay.errors import StoreError
from assay.model.handout import NOISE_BYTES, Handout, HandoutOutcome, Recall, handout_id
from assay.model.package import PackageRef, split_release
from assay.store import ledger_tables as tables
from assay.store.database import Database, Row, Value
from assay.store.open_database import open_database

if TYPE_CHECKING:
    from typing import Self

#: Nobody reads more than this at once.
DEFAULT_LIMIT = 1_000
_MARKS = ", ".join("?" * len(tables.COLUMNS.split(",")))
_RECORD = f"INSERT INTO handouts ({tables.COLUMNS}) VALUES ({_MARKS})"  # noqa: S608 -- our own names
_GET = f"SELECT {tables.COLUMNS} FROM handouts WHERE id = ? OR refusal = ? ORDER BY time DESC, id DESC LIMIT 1"  # noqa: S608
_RECALL = f"""INSERT INTO recalls ({tables.RECALL_COLUMNS}) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (package, version, record) DO NOTHING"""  # noqa: S608
_RECALLS = f"SELECT {tables.RECALL_COLUMNS} FROM recalls ORDER BY time DESC, package, version, record"  # noqa: S608
_SERVED = "SELECT DISTINCT package, version FROM handouts WHERE kind = 'tarball' AND outcome <> 'refused'"
_RECALLED = """outcome <> 'refused' AND EXISTS (SELECT 1 FROM recalls
WHERE recalls.package = handouts.package AND recalls.version = handouts.version)"""


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; what is empty does not limit.

    package    exact name, or a name with ``@version`` behind it
    since      not older than this, with its zone
    recalled   only what was served and then condemned by a feed
    limit      at most so many, the newest
    """

    package: str = ""
    since: datetime | None = None
    project: str = ""
    outcome: HandoutOutcome | None = None
    recalled: bool = False
    limit: int = DEFAULT_LIMIT


class Ledger:
    """Handouts and recalls in a Database. Threads and processes may share it.

    Every method raises StoreError if the store is locked, full, damaged or gone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str) -> Self:
        """The ledger of ``sqlite:///PATH`` or ``postgresql://...``. Raises StoreError for any other address."""
        return cls(open_database(url, tables.MIGRATIONS))

    @property
    def name(self) -> str:
        """What messages call its place."""
        return self._database.name

    def record(self, *handouts: Handout) -> None:
        """Keep them for good, all or none. What could not be recorded must not be served.

        One call forces the disk once, so handouts that wait at the same time are best given together.
        """
        if handouts:
            self._database.write(_RECORD, [tables.to_row(each) for each in handouts])

    def get(self, id: str) -> Handout | None:  # noqa: A002 -- it is what users call it
        """The handout with this id, or the newest with this id of a refusal; None if there is none."""
        found = self._handouts(_GET, (id, id)) if id and id.isprintable() else []
        return found[0] if found else None

    def find(self, search: Search) -> list[Handout]:
        """What matches, the newest first."""
        conditions, values = _conditions(search)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        statement = f"SELECT {tables.COLUMNS} FROM handouts{where} ORDER BY time DESC, id DESC LIMIT ?"  # noqa: S608
        return self._handouts(statement, (*values, search.limit))

    def served(self) -> list[PackageRef]:
        """Every release of which a tarball was served, once."""
        rows = self._database.read(_SERVED)
        return sorted(PackageRef(str(package), str(version)) for package, version in rows)

    def recall(self, *recalls: Recall) -> None:
        """Note that these were condemned after they were served. Noting the same record again changes nothing."""
        if recalls:
            self._database.write(_RECALL, [tables.recall_row(each) for each in recalls])

    def recalls(self) -> list[Recall]:
        """Every recall, the newest first."""
        return [tables.recall_from(row) for row in self._database.read(_RECALLS)]

    def check(self) -> None:
        """Make the tables if needed and see that they can be written: for a start, and for readiness."""
        self._database.write(_RECALL, ())

    def close(self) -> None:
        """Close the store; the next call opens it again."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _handouts(self, statement: str, values: Sequence[Value]) -> list[Handout]:
        rows: list[Row] = self._database.read(statement, values)
        try:
            return [tables.from_row(row) for row in rows]
        except (ValueError, StopIteration, msgspec.MsgspecError) as error:
            raise StoreError(f"{self.name} has a row that is no handout: {error}") from error


def new_handout_id(now: datetime) -> str:
    """A fresh id: it sorts by time, and nobody guesses it."""
    return handout_id(now, secrets.token_bytes(NOISE_BYTES))


def _conditions(search: Search) -> tuple[list[str], list[Value]]:
    name, version = split_release(search.package)
    given: list[tuple[str, Value]] = [
        ("package = ?", name),
        ("version = ?", version),
        ("time >= ?", tables.microseconds(search.since) if search.since else None),
        ("project = ?", search.project),
        ("outcome = ?", search.outcome.value if search.outcome else None),
    ]
    used = [(condition, value) for condition, value in given if value not in ("", None)]
    conditions = [condition for condition, _ in used]
    if search.recalled:
        conditions.append(_RECALLED)
    return conditions, [value for _, value in used]
