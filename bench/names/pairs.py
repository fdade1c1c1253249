"""The inputs of the measurements: labelled pairs and names of the registry."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from assay.store.corpus_sources import decode_counts, decode_names, read_tarball

#: The size of the random sample of unpopular names, and the rank below which a name is unpopular.
BACKGROUND = 20_000
UNPOPULAR_RANK = 200_000

# The labelled set writes the thirteen published classes in several ways.
_CLASSES = (
    ("levenshtein", "1-step Damerau-Levenshtein"),
    ("d/l", "1-step Damerau-Levenshtein"),
    ("scope", "scope confusion"),
    ("prefix", "prefix/suffix augmentation"),
    ("grammatical", "grammatical substitution"),
    ("homographic", "homographic replacement"),
    ("homophonic", "homophonic similarity"),
    ("delimiter", "delimiter modification"),
    ("sequence", "sequence reordering"),
    ("asemantic", "asemantic substitution"),
    ("semantic", "semantic substitution"),
    ("familiar", "familiar-term abuse"),
    ("simplification", "simplification"),
    ("alternate", "alternate spelling"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled name. ``target`` is what it imitates, or, for a benign one, what another tool took it for."""

    name: str
    target: str
    label: str
    published: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Every name, those outside the ``UNPOPULAR_RANK`` most downloaded, the ten thousand most downloaded, versions."""

    names: list[str]
    unpopular: list[str]
    popular: list[str]
    sources: dict[str, str]

    def background(self, seed: int, size: int = BACKGROUND) -> list[str]:
        """A random sample of the unpopular names, always the same for one seed."""
        return random.Random(seed).sample(self.unpopular, min(size, len(self.unpopular)))


def read_labelled(path: Path) -> list[Pair]:
    """The labelled pairs of a CSV with the columns package, target, label, category."""
    with path.open(newline="", encoding="utf-8") as stream:
        return [
            Pair(row["package"], row["target"].lower(), row["label"], _published(row["category"]))
            for row in csv.DictReader(stream)
        ]


def read_attacks(path: Path) -> list[Pair]:
    """The attacks of a CSV with the columns malicious_package, target_package, classification."""
    with path.open(newline="", encoding="utf-8") as stream:
        return [
            Pair(row["malicious_package"], row["target_package"], "attack", row["classification"])
            for row in csv.DictReader(stream)
            if not row["malicious_package"].startswith("-")
        ]


def read_registry(counts: Path, names: Path) -> Registry:
    """The names of the registry by popularity, from the tarballs of the two npm packages."""
    counted, named = read_tarball(counts), read_tarball(names)
    downloads, every = decode_counts(counted), decode_names(named)
    ranked = sorted(downloads, key=lambda name: (-downloads[name], name))
    known = set(ranked[:UNPOPULAR_RANK])
    unpopular = [name for name in every if name not in known]
    return Registry(every, unpopular, ranked[:10_000], {one.name: one.version for one in (counted, named)})


def _published(category: str) -> str:
    lowered = category.lower()
    return next((label for part, label in _CLASSES if part in lowered), "no class given")
