"""Neighbours: what the registry says of the names that a release's name could be taken for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from assay.assessment.ports import Registry
from assay.errors import PackageNotFound, RegistryError
from assay.model.gap import Gap, GapKind
from assay.model.likeness import Likeness
from assay.model.packument import Packument
from assay.names.facts import MAX_README
from assay.names.strength import NOTICE

#: For so many of the names that it could be taken for the registry is asked.
ASKED = 3


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Asks the registry about targets of likenesses, once for each in a run."""

    registry: Registry
    _asked: dict[str, asyncio.Task[Packument | RegistryError | None]] = field(default_factory=dict)

    async def of(self, name: str, likenesses: Sequence[Likeness]) -> tuple[tuple[Packument, ...], tuple[Gap, ...]]:
        """Packuments of the targets that are worth a mention, narrowed, and a Gap for each that could not be had.

        The user's own names are not asked for: the registry of ``name`` need not hear of them.
        """
        targets = [one.target for one in likenesses if one.strength >= NOTICE and not one.is_internal][:ASKED]
        found, gaps = [], []
        for target in targets:
            if target not in self._asked:
                self._asked[target] = asyncio.ensure_future(self._ask(target))
            told = await self._asked[target]
            if isinstance(told, Packument):
                found.append(told)
            elif told is not None:
                what = f"what the registry knows of {target}, which {name} looks like"
                gaps.append(Gap(GapKind.REGISTRY, what, str(told), told.hint))
        return tuple(found), tuple(gaps)

    async def _ask(self, target: str) -> Packument | RegistryError | None:
        try:
            packument = await self.registry.packument(target)
        except PackageNotFound:
            return None
        except RegistryError as error:
            return error
        return packument.only(packument.dist_tags.get("latest", ""), readme_characters=MAX_README)
