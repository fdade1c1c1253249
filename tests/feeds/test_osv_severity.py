from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.feeds.osv_severity import OsvSeverity, severity_of
from assay.model.rule import Severity

V3_CRITICAL = OsvSeverity("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
V3_LOW = OsvSeverity("CVSS_V3", "CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N")
V3_NONE = OsvSeverity("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N")
V4_MEDIUM = OsvSeverity("CVSS_V4", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N")


@pytest.mark.parametrize(
    ("words", "vectors", "expected"),
    [
        (["moderate"], [V3_CRITICAL], Severity.MEDIUM),
        ([None, 7, "IMPORTANT", "HIGH"], [], Severity.HIGH),
        ([], [V3_LOW], Severity.LOW),
        ([], [V3_LOW, V4_MEDIUM], Severity.MEDIUM),
        ([], [V4_MEDIUM, V3_CRITICAL], Severity.CRITICAL),
        ([], [V3_NONE], Severity.INFO),
        ([], [OsvSeverity("CVSS_V3", "9.8")], None),
        ([], [OsvSeverity("Ubuntu", "high")], None),
        ([], [OsvSeverity("CVSS_V4", "CVSS:4.0/" + "AV:N/" * 100)], None),
        ([], [], None),
    ],
)
def test_the_word_decides_then_the_highest_score(
    words: list[object], vectors: list[OsvSeverity], expected: Severity | None
) -> None:
    assert severity_of(words, vectors) is expected


_METRICS = ["AV:N", "AC:L", "PR:N", "UI:N", "S:U", "C:H", "I:H", "A:H", "AT:N", "VC:H", "E:X", ":", "N"]
_TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(_METRICS), max_size=12).map("/".join))


@settings(deadline=None)
@given(st.sampled_from(["CVSS_V3", "CVSS_V4"]), _TEXTS, st.sampled_from(["3.1", "4.0"]))
def test_any_vector_is_scored_or_ignored(kind: str, text: str, version: str) -> None:
    for vector in (text, f"CVSS:{version}/{text}"):
        severity = severity_of([], [OsvSeverity(kind, vector)])
        assert severity is None or isinstance(severity, Severity)
