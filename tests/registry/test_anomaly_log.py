from __future__ import annotations

from assay.model.tarball import Anomaly, AnomalyKind
from assay.registry.anomaly_log import MAX_OF_A_KIND, AnomalyLog


def test_keeps_the_first_of_each_kind_and_counts_the_others() -> None:
    log = AnomalyLog()
    for number in range(MAX_OF_A_KIND + 3):
        log.add(AnomalyKind.LINK, f"l{number}", "a link")
    log.add(AnomalyKind.DEVICE, "d" * 1000, "a device")
    found = log.anomalies()
    assert len(found) == MAX_OF_A_KIND + 1
    assert found[0] == Anomaly(AnomalyKind.LINK, "l0", "a link")
    assert found[MAX_OF_A_KIND - 1].detail == "a link (and 3 more like this)"
    assert len(found[-1].path) < 400


def test_none() -> None:
    assert AnomalyLog().anomalies() == ()
