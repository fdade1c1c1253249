from __future__ import annotations

import asyncio
from collections.abc import Sequence

from assay.assessment.neighbours import ASKED, Neighbours
from assay.errors import RegistryUnavailable
from assay.model.gap import Gap
from assay.model.likeness import Likeness
from tests.assessment.fakes import FakeRegistry, release


def like(target: str, strength: float = 0.6, *, is_internal: bool = False) -> Likeness:
    return Likeness(target, ("omission",), "", 10**6, 0, strength, is_internal)


def asked(registry: FakeRegistry, *groups: Sequence[Likeness]) -> list[tuple[list[str], tuple[Gap, ...]]]:
    async def main() -> list[tuple[list[str], tuple[Gap, ...]]]:
        neighbours = Neighbours(registry)
        told = await asyncio.gather(*(neighbours.of("a-name", group) for group in groups))
        return [([each.name for each in found], gaps) for found, gaps in told]

    return asyncio.run(main())


def test_a_target_is_asked_for_once() -> None:
    registry = FakeRegistry({"lodash": (release("lodash"),)})
    assert asked(registry, [like("lodash")], [like("lodash")]) == [(["lodash"], ())] * 2
    assert registry.asked == ["lodash"]


def test_neither_weak_targets_nor_own_names_are_asked_for_nor_too_many() -> None:
    names = [f"target-{number}" for number in range(9)]
    registry = FakeRegistry({name: (release(name),) for name in names})
    asked(registry, [like("weak", 0.1), like("@acme/own", is_internal=True), *map(like, names)])
    assert registry.asked == names[:ASKED]


def test_a_target_that_is_not_there_is_no_gap_and_one_that_could_not_be_had_is() -> None:
    registry = FakeRegistry({"lodash": RegistryUnavailable("no answer", hint="try later")})
    ((found, gaps),) = asked(registry, [like("lodash"), like("gone")])
    assert found == []
    assert [(gap.what, gap.hint) for gap in gaps] == [
        ("what the registry knows of lodash, which a-name looks like", "try later")
    ]
