"""Wanted: one release that the inputs name, with every place that names it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from assay.assessment.ports import Blob
from assay.model.dependency import Dependency, Origin
from assay.model.integrity import Integrity
from assay.model.package import PackageRef


@dataclass(frozen=True, slots=True)
class Wanted:
    """One release from one kind of origin; two origins of one name and version are two different things.

    usages   at least one
    blob     its bytes, if the user handed them over
    folder   where it is unpacked on disk, "" if it is not
    """

    ref: PackageRef
    origin: Origin
    usages: tuple[Dependency, ...]
    blob: Blob | None = None
    folder: str = ""

    @property
    def pinned(self) -> Integrity | None:
        """The hash that the inputs pin; None if none does, or if they disagree (each is then compared by itself)."""
        pinned = list(dict.fromkeys(usage.integrity for usage in self.usages if usage.integrity is not None))
        if not pinned or any(one.agrees_with(other) is False for one, other in combinations(pinned, 2)):
            return None
        return max(pinned, key=lambda integrity: len(integrity.digests))


def group(dependencies: Iterable[Dependency]) -> tuple[Wanted, ...]:
    """Bring the dependencies of all inputs together, one Wanted a release and origin, sorted by name and version."""
    usages: dict[tuple[PackageRef, Origin], list[Dependency]] = {}
    for dependency in dependencies:
        usages.setdefault((dependency.ref, dependency.origin), []).append(dependency)
    return tuple(Wanted(ref, origin, tuple(found)) for (ref, origin), found in sorted(usages.items()))
