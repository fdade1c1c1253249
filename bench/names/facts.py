"""The labelled names judged again with what the registry still knows of them.

Each name is asked for once, with its likely targets; answers are kept in ``folder``, so that a second run asks only
whether they have changed. Labelled attacks are mostly gone: a name that the registry holds, or whose versions were all
removed, does not count as still there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assay.names.opinion import NameLevel, NameOpinion
from assay.names.protected import ProtectedNames
from assay.names.weigh import HELD, REMOVED
from assay.settings import Settings
from assay.wiring.context import Context
from assay.wiring.names import Answer, NamesOrder, judge_names
from bench.names.pairs import Pair
from bench.names.statistics import Share


def with_facts(names: ProtectedNames, pairs: Sequence[Pair], folder: Path) -> Iterator[str]:
    """The rows of the table of the labelled names that are still in the registry."""
    context = Context(datetime.now(UTC), dict(os.environ), None, Path.home())
    order = NamesOrder(tuple(pair.name for pair in pairs), Settings(cache_dir=folder), context)
    answers: list[Answer] = []
    judge_names(order, names, answers.append)
    told = list(zip(pairs, answers, strict=True))
    yield "| label | names | could not be asked | held or emptied | still there | flagged | right target first |"
    yield "|---|---|---|---|---|---|---|"
    for label in ("attack", "benign", "confusing"):
        chosen = [(pair, answer) for pair, answer in told if pair.label == label]
        unheard = sum(bool(answer.failure) for _, answer in chosen)
        there = [(pair, answer.opinion) for pair, answer in chosen if answer.opinion.exists and not answer.failure]
        alive = [(pair, opinion) for pair, opinion in there if not _is_gone(opinion)]
        flagged = Share(sum(opinion.level is NameLevel.WARN for _, opinion in alive), len(alive))
        right = sum(opinion.level is NameLevel.WARN and opinion.target == pair.target for pair, opinion in alive)
        shown = Share(right, len(alive)) if label == "attack" else "-"
        gone = len(there) - len(alive)
        yield f"| {label} | {len(chosen)} | {unheard} | {gone} | {len(alive)} | {flagged} | {shown} |"


def _is_gone(opinion: NameOpinion) -> bool:
    return HELD in opinion.reasons or REMOVED in opinion.reasons
