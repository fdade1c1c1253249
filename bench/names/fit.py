"""Fit the weights of the strength of a likeness, and print the module that holds them.

    python -m bench.names.fit --labelled CSV --counts TARBALL --names TARBALL [-o src/assay/names/weights.py]

Logistic regression of "this target is the one that the attacker meant" on every candidate of the labelled attacks,
the benign names and a random sample of unpopular names, with a Gaussian prior around hand-set weights. Attacks on one
target count as the root of their number, so that one campaign does not decide. It reports how weights do on names that
they were not fitted on (five folds, each campaign in one of them), then fits on everything, and shifts the bases so
that a fixed share of unpopular names reaches the level of a warning. Needs numpy (the extra ``sweep``).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assay.model.package import split_name
from assay.names.candidates import find_candidates
from assay.names.corpus import Corpus
from assay.names.index import NameIndex
from assay.names.kind import Family, Kind, family
from assay.names.measure import Measurer
from assay.names.strength import evidence_values
from assay.names.weights import EVIDENCE
from assay.store.corpus_file import open_corpus
from bench.names.pairs import Pair, read_labelled, read_registry
from bench.names.priors import PRIOR_BASES, PRIOR_WEIGHTS
from bench.names.statistics import Share

Floats = np.ndarray[Any, np.dtype[np.float64]]

#: The share of unpopular names that may reach the level of a warning.
WARNED = 0.0092
_KINDS = list(Kind)
_FAMILIES = list(Family)
_WIDTH = len(_KINDS) + len(EVIDENCE) * len(_FAMILIES)
_ATTACK, _BENIGN, _OTHER_TARGET = 5.0, 4.0, 0.3
_HOLD_BASE, _HOLD_WEIGHT = 1.5, 15.0
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A name with its candidate targets, one row of evidence each."""

    pair: Pair
    targets: list[str]
    rows: Floats

    @property
    def campaign(self) -> str:
        """Attacks on one target, or on one scope, belong together."""
        return split_name(self.pair.target)[0] or self.pair.target or self.pair.name

    @property
    def fold(self) -> int:
        """0 to 4, at random but always the same; a campaign is in one fold, so that none teaches about itself."""
        return hashlib.sha256(self.campaign.encode()).digest()[0] % _FOLDS


@dataclass(frozen=True, slots=True)
class Judged:
    """An example's label, whether it was warned of, and whether the right target came first."""

    label: str
    warned: bool
    right: bool


def prior() -> Floats:
    """The hand-set weights as one vector."""
    weights = [weight for group in _FAMILIES for weight in PRIOR_WEIGHTS[group]]
    return np.array([PRIOR_BASES[kind] for kind in _KINDS] + weights)


def example(corpus: Corpus, index: NameIndex, pair: Pair) -> Example:
    """Measure every candidate of a name."""
    name = pair.name.lower()
    if index.is_popular(pair.name):
        return Example(pair, [], np.zeros((0, _WIDTH)))
    found = find_candidates(corpus, name) if name.isascii() else {}
    measurer = Measurer(corpus, name, found, index.monthly_downloads(pair.name) or 0)
    rows = np.zeros((len(found), _WIDTH))
    for row, (target, kinds) in zip(rows, found.items(), strict=True):
        measured = measurer.measure(target, tuple(kinds), index.monthly_downloads(target) or 0)
        row[_KINDS.index(kinds[0])] = 1
        start = len(_KINDS) + len(EVIDENCE) * _FAMILIES.index(family(kinds[0]))
        row[start : start + len(EVIDENCE)] = evidence_values(measured)
    return Example(pair, list(found), rows)


def fit(examples: Sequence[Example]) -> Floats:
    """The most probable weights. A weight that would change its sign is held at zero."""
    held = prior() == 0
    held[: len(_KINDS)] = False
    while True:
        weights = _fit(examples, held)
        wrong = (weights * prior() < 0) & ~held
        wrong[: len(_KINDS)] = False
        if not wrong.any():
            return weights
        held |= wrong


def _fit(examples: Sequence[Example], held: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
    rows, meant, counts = _rows(examples)
    centre = np.where(held, 0.0, prior())
    hold = np.where(np.arange(_WIDTH) < len(_KINDS), _HOLD_BASE, _HOLD_WEIGHT)
    hold = np.where(held, 1e9, hold)
    weights = centre.copy()

    def merit(candidate: Floats) -> float:
        odds = rows @ candidate
        fitting = float((counts * (meant * odds - np.logaddexp(0, odds))).sum())
        return fitting - 0.5 * float((hold * (candidate - centre) ** 2).sum())

    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (counts * (meant - chance)) - hold * (weights - centre)
        curve = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + np.diag(hold)
        step, size = np.linalg.solve(curve, slope), 1.0
        while merit(weights + size * step) < merit(weights) and size > 1e-6:
            size /= 2
        weights = weights + size * step
        if np.abs(size * step).max() < 1e-6:
            break
    return weights


def _rows(examples: Sequence[Example]) -> tuple[Floats, Floats, Floats]:
    campaigns = Counter(one.campaign for one in examples if one.pair.label == "attack")
    rows, meant, counts = [], [], []
    for one in examples:
        for target, row in zip(one.targets, one.rows, strict=True):
            attack = one.pair.label == "attack"
            hit = attack and target == one.pair.target
            rows.append(row)
            meant.append(float(hit))
            if hit:
                counts.append(_ATTACK / campaigns[one.campaign] ** 0.5)
            else:
                counts.append(_OTHER_TARGET if attack else _BENIGN if one.pair.label == "benign" else 1.0)
    return np.array(rows), np.array(meant), np.array(counts)


def best(one: Example, weights: Floats) -> tuple[float, str]:
    """The log-odds of the most telling target, and which it is."""
    if not one.targets:
        return -99.0, ""
    odds = one.rows @ weights
    at = int(odds.argmax())
    return float(odds[at]), one.targets[at]


def warning_level(examples: Sequence[Example], weights: Floats) -> float:
    """The log-odds that the share ``WARNED`` of the unpopular names reaches."""
    return float(np.quantile([best(one, weights)[0] for one in examples if one.pair.label == ""], 1 - WARNED))


def judged(examples: Sequence[Example], weights: Floats, level: float) -> list[Judged]:
    """The word of these weights on examples."""
    told = ((one, *best(one, weights)) for one in examples)
    return [Judged(one.pair.label, odds >= level, target == one.pair.target) for one, odds, target in told]


def unseen(examples: Sequence[Example]) -> list[Judged]:
    """Every example judged by weights and a level that were fitted without its fold."""
    told = []
    for fold in range(_FOLDS):
        taught = [one for one in examples if one.fold != fold]
        weights = fit(taught)
        told += judged([one for one in examples if one.fold == fold], weights, warning_level(taught, weights))
    return told


def report(told: Sequence[Judged]) -> str:
    """What is caught and flagged."""
    parts = []
    for label in ("attack", "benign", "confusing", ""):
        chosen = [one for one in told if one.label == label]
        part = f"{label or 'unpopular'} {Share(sum(one.warned for one in chosen), len(chosen))}"
        if label == "attack":
            part += f", right target {Share(sum(one.warned and one.right for one in chosen), len(chosen))}"
        parts.append(part)
    return "; ".join(parts)


def module(weights: Floats, level: float) -> str:
    """The source of ``assay.names.weights`` with these weights."""
    shown = [line for line in _TEMPLATE.splitlines() if line != "@"]
    bases = [f"    Kind.{kind.name}: {weights[at] - level:.2f}," for at, kind in enumerate(_KINDS)]
    groups = []
    for at, group in enumerate(_FAMILIES):
        start = len(_KINDS) + at * len(EVIDENCE)
        groups.append(f"    Family.{group.name}: (")
        groups += [f"        {round(value, 2) + 0.0:.2f}," for value in weights[start : start + len(EVIDENCE)]]
        groups.append("    ),")
    evidence = [f'    "{name}",' for name in EVIDENCE]
    parts = {"EVIDENCE": evidence, "BASES": bases, "WEIGHTS": groups}
    lines: list[str] = []
    for line in shown:
        lines += parts[line[1:]] if line[:1] == "@" else [line]
    return "\n".join(lines) + "\n"


_TEMPLATE = '''"""The weights of the evidence, see ``strength``.

Written by ``python -m bench.names.fit``; do not edit by hand.
"""

from __future__ import annotations

from assay.names.kind import Family, Kind

#: What is weighed, in this order.
EVIDENCE = (
@EVIDENCE
)

#: Log-odds of each kind before anything is measured; zero is the level of a warning.
BASES = {
@BASES
}

#: How much each piece of evidence counts, by family.
WEIGHTS = {
@WEIGHTS
}
'''


def main() -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description="Fit the weights of the strength of a likeness.")
    parser.add_argument("--labelled", type=Path, required=True)
    parser.add_argument("--counts", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    corpus = open_corpus().corpus
    index, registry = NameIndex(corpus), read_registry(options.counts, options.names)
    pairs = read_labelled(options.labelled)
    pairs += [Pair(name, "", "", "") for name in registry.background(1, 40_000)]
    examples = [example(corpus, index, pair) for pair in pairs]
    print(f"unseen, {_FOLDS} folds by campaign: {report(unseen(examples))}")
    weights = fit(examples)
    level = warning_level(examples, weights)
    print(f"what it was fitted on: {report(judged(examples, weights, level))}")
    if options.output:
        options.output.write_text(module(weights, level), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
