"""Likeness: a name that looks like another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Likeness:
    """One known name that this name could be taken for.

    target             the name that was probably meant
    classes            names of the classes of confusion, the most telling first (``omission``, ``delimiter``, ...)
    edit               the difference, shown: ``lod[a->o]sh``
    target_downloads   of the target, a month
    name_downloads     of the name itself, a month, 0 if it is not in the corpus
    strength           0 to 1: how telling the likeness is by the names and downloads alone
    is_internal        the target is a name of the user's own; ``target_downloads`` is then what it is taken to be worth
    """

    target: str
    classes: tuple[str, ...]
    edit: str
    target_downloads: int
    name_downloads: int = 0
    strength: float = 0.0
    is_internal: bool = False
