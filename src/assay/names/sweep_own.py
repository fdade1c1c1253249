"""What a sweep finds for the user's own names and scopes, beside what it finds for names that everybody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assay.model.package import split_name
from assay.names.protected import ProtectedNames
from assay.names.sweep import SweepHit


def with_own_hits(
    hits: Sequence[SweepHit], protected: ProtectedNames, names: Sequence[str], weakest: float
) -> list[SweepHit]:
    """The hits with those for own names marked, and with names under scopes that look like own ones among them.

    hits      of a sweep whose targets hold the own names; own names among them are left out
    names     all that were swept
    weakest   what a likeness must reach to be among the hits
    """
    own = frozenset(protected.names)
    best = {hit.name: hit for hit in hits if not protected.is_own(hit.name)}
    for name, hit in best.items():
        if hit.likeness.target in own:
            best[name] = replace(hit, likeness=replace(hit.likeness, is_internal=True))
    for name in _under_lookalike_scopes(protected, names):
        known = best[name].likeness.strength if name in best else weakest
        for likeness in protected.likenesses(name):
            if likeness.is_internal and likeness.strength >= known:
                best[name] = SweepHit(name, likeness)
                break
    return sorted(best.values(), key=lambda hit: (-hit.likeness.strength, -hit.likeness.target_downloads, hit.name))


def _under_lookalike_scopes(protected: ProtectedNames, names: Sequence[str]) -> list[str]:
    scoped = [(split_name(name)[0], name) for name in names if name.startswith("@")]
    alike = {scope for scope in {scope for scope, _ in scoped} if protected.is_like_own_scope(scope.lower())}
    return [name for scope, name in scoped if scope in alike]
