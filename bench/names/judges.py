"""Those that are compared: each says of many names which targets they imitate, if any."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from assay.names.corpus import Corpus
from assay.names.index import NameIndex
from assay.names.strength import WARN


class Judge(Protocol):
    """Somebody who knows lookalikes."""

    title: str
    #: How many of the unpopular names are asked, at most: some judges are slow.
    patience: int

    def targets(self, names: Sequence[str]) -> list[list[str]]:
        """For each name the targets that it is flagged for, the first one first; empty if it is not flagged."""


class AssayJudge:
    """Assay, at the level of a warning, by names and downloads alone."""

    title = "Assay (names and downloads alone)"
    patience = 20_000

    def __init__(self, index: NameIndex) -> None:
        self._index = index

    def targets(self, names: Sequence[str]) -> list[list[str]]:
        """See Judge."""
        found = (self._index.likenesses(name) for name in names)
        return [[one.target for one in likenesses if one.strength >= WARN] for likenesses in found]


class DistanceJudge:
    """One edit from any of the most downloaded names; the most downloaded first."""

    patience = 500

    def __init__(self, corpus: Corpus, top: int) -> None:
        every = sorted(range(len(corpus)), key=lambda ident: -corpus.downloads(ident))
        self._popular = [corpus.name(ident) for ident in every[:top]]
        self.title = f"rapidfuzz distance 1 from the top {len(self._popular):,}"

    def targets(self, names: Sequence[str]) -> list[list[str]]:
        """See Judge."""
        return [self._near(name) for name in names]

    def _near(self, name: str) -> list[str]:
        near = extract(name, self._popular, scorer=OSA.distance, score_cutoff=1, limit=None)
        if any(distance == 0 for _, distance, _ in near):
            return []
        return [self._popular[at] for at in sorted(at for _, _, at in near)]


class GuardDogJudge:
    """GuardDog's own typosquatting rule, run by its own interpreter on the list that comes with it."""

    patience = 500

    def __init__(self, python: Path) -> None:
        self._python = python
        self.title = f"GuardDog {self._run(_VERSION, '').strip()} typosquatting"

    def targets(self, names: Sequence[str]) -> list[list[str]]:
        """See Judge. GuardDog orders nothing, so the right target counts wherever it stands."""
        with ThreadPoolExecutor(_PROCESSES) as runs:
            parts = [names[at::_PROCESSES] for at in range(_PROCESSES)]
            told = [
                json.loads(text) for text in runs.map(lambda part: self._run(_PROGRAM, json.dumps(list(part))), parts)
            ]
        return [told[at % _PROCESSES][at // _PROCESSES] for at in range(len(names))]

    def _run(self, program: str, text: str) -> str:
        done = subprocess.run(
            [str(self._python), "-c", program], input=text, capture_output=True, text=True, check=True
        )
        return done.stdout


#: It is slow: a third of a second for a name.
_PROCESSES = 2
_VERSION = "import importlib.metadata as m; print(m.version('guarddog'))"
_PROGRAM = """
import json, sys
from guarddog.analyzer.metadata.npm.typosquatting import NPMTyposquatDetector
NPMTyposquatDetector._get_top_packages_network_raw = lambda self, url: None
detector = NPMTyposquatDetector()
print(json.dumps([list(detector.get_typosquatted_package(name)) for name in json.load(sys.stdin)]))
"""
