"""AnomalyLog: the oddities of one archive, as many as are worth telling."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from assay.model.tarball import Anomaly, AnomalyKind

#: A hostile archive can have a hundred thousand links; the first few of a kind tell the story.
MAX_OF_A_KIND = 20
_MAX_SHOWN_PATH = 300


class AnomalyLog:
    """Collects anomalies, at most ``MAX_OF_A_KIND`` of each kind; the last one of a kind says how many follow."""

    def __init__(self) -> None:
        self._kept: list[Anomaly] = []
        self._counts: Counter[AnomalyKind] = Counter()

    def add(self, kind: AnomalyKind, path: str, detail: str) -> None:
        """Note one anomaly."""
        self._counts[kind] += 1
        if self._counts[kind] <= MAX_OF_A_KIND:
            self._kept.append(Anomaly(kind, shown(path), detail))

    def has(self, kind: AnomalyKind) -> bool:
        """True if there is one of this kind."""
        return self._counts[kind] > 0

    def anomalies(self) -> tuple[Anomaly, ...]:
        """All that were kept, in the order they came."""
        last = {anomaly.kind: index for index, anomaly in enumerate(self._kept)}
        kept = list(self._kept)
        for kind, index in last.items():
            more = self._counts[kind] - MAX_OF_A_KIND
            if more > 0:
                kept[index] = replace(kept[index], detail=f"{kept[index].detail} (and {more} more like this)")
        return tuple(kept)


def shown(path: str) -> str:
    """A path as it can stand in a report: cut if it is very long."""
    return path if len(path) <= _MAX_SHOWN_PATH else f"{path[:_MAX_SHOWN_PATH]}..."
