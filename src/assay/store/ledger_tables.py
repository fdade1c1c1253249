"""The ledger's tables, and how a Handout becomes a row and is read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from assay.model.handout import Handout, HandoutKind, HandoutOutcome, Recall
from assay.model.integrity import Integrity
from assay.model.policy import Action, Reason
from assay.model.verdict import Level
from assay.store.database import Row

#: Each entry brings the tables to the next version. What was once released is never changed: append.
MIGRATIONS: Sequence[Sequence[str]] = (
    (
        """CREATE TABLE handouts (
        id TEXT PRIMARY KEY, time BIGINT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL, package TEXT NOT NULL,
        version TEXT NOT NULL, integrity TEXT NOT NULL, verdict TEXT NOT NULL, action TEXT NOT NULL,
        reasons TEXT NOT NULL, rules TEXT NOT NULL, client TEXT NOT NULL, session TEXT NOT NULL, project TEXT NOT NULL,
        address TEXT NOT NULL, policy_revision TEXT NOT NULL, feed_revision TEXT NOT NULL, hidden BIGINT NOT NULL,
        refusal TEXT NOT NULL, evidence TEXT NOT NULL)""",
        "CREATE INDEX handouts_by_package ON handouts (package, version, time)",
        "CREATE INDEX handouts_by_refusal ON handouts (refusal)",
        "CREATE INDEX handouts_by_time ON handouts (time)",
        """CREATE TABLE recalls (
        package TEXT NOT NULL, version TEXT NOT NULL, record TEXT NOT NULL, because TEXT NOT NULL, time BIGINT NOT NULL,
        PRIMARY KEY (package, version, record))""",
    ),
)
COLUMNS = (
    "id, time, kind, outcome, package, version, integrity, verdict, action, reasons, rules, client, session, project, "
    "address, policy_revision, feed_revision, hidden, refusal, evidence"
)
RECALL_COLUMNS = "package, version, record, because, time"
#: A client says what it likes; so much of it is kept.
MAX_TEXT = 1_000
#: So many lines of evidence are kept.
MAX_LINES = 50

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_row(handout: Handout) -> Row:
    """The values of COLUMNS."""
    return (
        handout.id,
        microseconds(handout.time),
        handout.kind.value,
        handout.outcome.value,
        _kept(handout.package),
        _kept(handout.version),
        str(handout.integrity or ""),
        handout.verdict.value if handout.verdict else "",
        handout.action.label,
        _kept_json([(_kept(reason.policy_rule), _kept(reason.text)) for reason in handout.reasons]),
        _kept_json(handout.rules),
        _kept(handout.client),
        _kept(handout.session),
        _kept(handout.project),
        _kept(handout.address),
        handout.policy_revision,
        handout.feed_revision,
        handout.hidden,
        handout.refusal,
        _kept_json(list(map(_kept, handout.evidence[:MAX_LINES]))),
    )


def from_row(row: Row) -> Handout:
    """The Handout of the values of COLUMNS. Raises ValueError if they are not what ``to_row`` writes."""
    texts = [str(value) for value in row]
    reasons = msgspec.json.decode(texts[9], type=tuple[tuple[str, str], ...])
    return Handout(
        id=texts[0],
        time=moment(int(texts[1])),
        kind=HandoutKind(texts[2]),
        outcome=HandoutOutcome(texts[3]),
        package=texts[4],
        version=texts[5],
        integrity=Integrity.parse(texts[6]) if texts[6] else None,
        verdict=Level(texts[7]) if texts[7] else None,
        action=next(action for action in Action if action.label == texts[8]),
        reasons=tuple(Reason(rule, text) for rule, text in reasons),
        rules=msgspec.json.decode(texts[10], type=tuple[str, ...]),
        client=texts[11],
        session=texts[12],
        project=texts[13],
        address=texts[14],
        policy_revision=texts[15],
        feed_revision=texts[16],
        hidden=int(texts[17]),
        refusal=texts[18],
        evidence=msgspec.json.decode(texts[19], type=tuple[str, ...]),
    )


def recall_row(recall: Recall) -> Row:
    """The values of RECALL_COLUMNS."""
    return recall.package, recall.version, recall.record, _kept(recall.because), microseconds(recall.time)


def recall_from(row: Row) -> Recall:
    """The Recall of the values of RECALL_COLUMNS."""
    package, version, record, because, time = (str(value) for value in row)
    return Recall(package, version, record, because, moment(int(time)))


def microseconds(time: datetime) -> int:
    """Whole microseconds since 1970, UTC."""
    return (time - _EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    """The other way round."""
    return _EPOCH + timedelta(microseconds=value)


def _kept(text: str) -> str:
    """Text that every database takes: no lone surrogates, no NUL, no endless lines."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode().replace("\0", "?")


def _kept_json(value: Sequence[object]) -> str:
    return msgspec.json.encode(value).decode()
