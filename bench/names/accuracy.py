"""How many attacks are caught, and how many honest names are flagged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.names.judges import GuardDogJudge, Judge
from bench.names.pairs import Pair
from bench.names.statistics import Share


@dataclass(frozen=True, slots=True)
class Verdict:
    """A labelled name with the targets that a judge named."""

    pair: Pair
    targets: list[str]
    first_only: bool

    @property
    def is_right(self) -> bool:
        """The right target is named, in first place if the judge orders them."""
        return self.pair.target in (self.targets[:1] if self.first_only else self.targets)


def verdicts(judge: Judge, pairs: Sequence[Pair]) -> list[Verdict]:
    """The judge's word on labelled pairs."""
    answers = judge.targets([pair.name for pair in pairs])
    ordered = not isinstance(judge, GuardDogJudge)
    return [Verdict(pair, targets, ordered) for pair, targets in zip(pairs, answers, strict=True)]


def flagged(judge: Judge, names: Sequence[str]) -> Share:
    """The share of names that a judge flags."""
    asked = names[: judge.patience]
    return Share(sum(bool(targets) for targets in judge.targets(asked)), len(asked))


def comparison(
    judges: Sequence[Judge],
    labelled: Sequence[Pair],
    more: Sequence[Pair],
    unpopular: Sequence[str],
    popular: Sequence[str],
) -> Iterator[str]:
    """The rows of the table that compares the judges."""
    titles = ("attacks flagged", "right target first", "other set: right target", "benign flagged")
    titles += ("confusing flagged", "unpopular flagged", "top 10,000 flagged")
    yield f"| | {' | '.join(titles)} |"
    yield "|---|---|---|---|---|---|---|---|"
    for judge in judges:
        told = verdicts(judge, labelled)
        attacks = [one for one in told if one.pair.label == "attack"]
        cells = [
            Share(sum(bool(one.targets) for one in attacks), len(attacks)),
            Share(sum(one.is_right for one in attacks), len(attacks)),
            Share(sum(one.is_right for one in verdicts(judge, more)), len(more)),
            *(_flagged_of(told, label) for label in ("benign", "confusing")),
            flagged(judge, unpopular),
            flagged(judge, popular),
        ]
        yield f"| {judge.title} | {' | '.join(map(str, cells))} |"


def by_class(judge: Judge, labelled: Sequence[Pair]) -> Iterator[str]:
    """The rows of the table of one judge's attacks by published class."""
    yield "| published class | attacks | flagged | right target first |"
    yield "|---|---|---|---|"
    told = verdicts(judge, [pair for pair in labelled if pair.label == "attack"])
    classes = sorted({one.pair.published for one in told})
    classes.sort(key=lambda name: -sum(one.pair.published == name for one in told))
    for name in classes:
        chosen = [one for one in told if one.pair.published == name]
        caught = Share(sum(bool(one.targets) for one in chosen), len(chosen))
        right = Share(sum(one.is_right for one in chosen), len(chosen))
        yield f"| {name} | {len(chosen)} | {caught} | {right} |"


def _flagged_of(told: Sequence[Verdict], label: str) -> Share:
    chosen = [one for one in told if one.pair.label == label]
    return Share(sum(bool(one.targets) for one in chosen), len(chosen))
