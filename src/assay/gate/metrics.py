"""Metrics: what the gate did since it started, counted, and as Prometheus reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


class Metrics:
    """Counts by kind and outcome."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def count(self, kind: str, outcome: str) -> None:
        """One more."""
        self._counts[kind, outcome] += 1

    def text(self, gauges: Mapping[str, float]) -> str:
        """Prometheus' text format, version 0.0.4; ``gauges`` are values of this moment, by name."""
        lines = ["# HELP assay_gate_answers_total What was answered.", "# TYPE assay_gate_answers_total counter"]
        lines += [
            f'assay_gate_answers_total{{kind="{kind}",outcome="{outcome}"}} {number}'
            for (kind, outcome), number in sorted(self._counts.items())
        ]
        for name, value in gauges.items():
            lines += [f"# TYPE assay_gate_{name} gauge", f"assay_gate_{name} {value:g}"]
        return "\n".join(lines) + "\n"
