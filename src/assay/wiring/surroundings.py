"""Surroundings: what the project's inputs and settings say about where packages usually come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assay.model.address import host_of
from assay.model.dependency import Dependency
from assay.model.policy import Policy
from assay.model.subject import Surroundings


def surroundings_of(dependencies: Iterable[Dependency], registry_urls: Iterable[str], policy: Policy) -> Surroundings:
    """Learn the usual host of each input from its own majority; the other facts come from the settings."""
    hosts: dict[str, Counter[str]] = {}
    for dependency in dependencies:
        host = host_of(dependency.resolved)
        if host:
            hosts.setdefault(dependency.location.file, Counter())[host] += 1
    usual = {file: top[0][0] for file, counts in hosts.items() if (top := _majority(counts))}
    return Surroundings(
        registry_hosts=frozenset(filter(None, map(host_of, registry_urls))),
        usual_hosts=usual,
        cooldown=policy.cooldown,
        cooldown_exempt=policy.cooldown_exempt,
        internal=policy.internal,
    )


def _majority(counts: Counter[str]) -> list[tuple[str, int]]:
    top = counts.most_common(1)
    return top if top and top[0][1] * 2 > counts.total() else []
