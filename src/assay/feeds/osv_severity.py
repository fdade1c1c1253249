"""How severe an OSV document is: the database's own word, or the score of its CVSS vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from assay.model.rule import Severity

#: GitHub says MODERATE where others say MEDIUM.
_WORDS = {
    "LOW": Severity.LOW,
    "MODERATE": Severity.MEDIUM,
    "MEDIUM": Severity.MEDIUM,
    "HIGH": Severity.HIGH,
    "CRITICAL": Severity.CRITICAL,
}
#: The qualitative scale of CVSS v3.1, section 5, and v4.0, section 6: the lowest score of each word.
_SCALE = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.1, Severity.LOW))
#: The longest vector of CVSS v4 is about 200 characters.
_MAX_VECTOR = 400
_MAX_VECTORS = 20


class OsvSeverity(msgspec.Struct):
    """One entry of ``severity``: the scoring system and its vector."""

    type: str
    score: str


def severity_of(words: Iterable[object], vectors: Sequence[OsvSeverity]) -> Severity | None:
    """The first word that is known, or else the highest score of the CVSS v3 and v4 vectors, or None.

    A word or vector that cannot be read counts as missing: how severe a record is must never decide whether it is
    heard.
    """
    for word in words:
        if isinstance(word, str) and word.upper() in _WORDS:
            return _WORDS[word.upper()]
    scores = [score for vector in vectors[:_MAX_VECTORS] if (score := _score(vector)) is not None]
    if not scores:
        return None
    highest = max(scores)
    return next((severity for least, severity in _SCALE if highest >= least), Severity.INFO)


def _score(vector: OsvSeverity) -> float | None:
    if vector.type not in ("CVSS_V3", "CVSS_V4") or len(vector.score) > _MAX_VECTOR:
        return None
    # Imported here, because only an update needs it.
    from cvss import CVSS3, CVSS4
    from cvss.exceptions import CVSSError

    try:
        return float((CVSS3 if vector.type == "CVSS_V3" else CVSS4)(vector.score).base_score)
    except CVSSError:
        return None
