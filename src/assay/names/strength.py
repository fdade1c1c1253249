"""Strength: how telling a likeness is, by the two names and their downloads alone.

A sum of evidence in log-odds, turned into 0 to 1. Each kind of likeness has a base; what was measured adds to it or
takes from it, by weights of its family.
"""

from __future__ import annotations

from math import exp, log2, log10

from assay.names.kind import family
from assay.names.measure import Measure
from assay.names.weights import BASES, WEIGHTS

#: From here on a likeness is worth a warning.
WARN = 0.5
#: From here on it is worth a mention.
NOTICE = 0.2


def strength(measure: Measure) -> float:
    """How telling a likeness is, 0 to 1."""
    evidence = BASES[measure.kinds[0]]
    for weight, value in zip(WEIGHTS[family(measure.kinds[0])], evidence_values(measure), strict=True):
        evidence += weight * value
    return 1 / (1 + exp(-max(min(evidence, 50.0), -50.0)))


def evidence_values(measure: Measure) -> tuple[float, ...]:
    """What the weights of ``weights.WEIGHTS`` are multiplied with, in the order of ``weights.EVIDENCE``."""
    return (
        log10(measure.target_downloads + 1) - 5,
        log10(measure.name_downloads + 1),
        max(0.0, 9.0 - measure.letters),
        log2(measure.neighbours + 1),
        log2(measure.owners + 1),
        min(measure.shared, 12.0) / 3,
        measure.strange / 3,
        measure.usual / 3,
        float(measure.extra_words == 0),
        float(measure.extra_words > 1),
        float(measure.first_differs),
        float(measure.last_differs),
        log10(measure.scope_downloads + 1) / 3,
        log10(measure.scope_packages + 1),
        float(len(measure.kinds) > 1),
        float(measure.only_platform),
        log2(measure.siblings + 1) / 3,
    )
