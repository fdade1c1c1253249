from __future__ import annotations

import asyncio

from assay.errors import PackageNotFound, RegistryUnavailable
from assay.lockfiles.content import Request
from assay.model.dependency import DependencyType
from assay.model.gap import GapKind
from assay.model.location import Location
from assay.model.packument import Packument
from assay.model.report import InputRead
from assay.registry.client import RegistryClient
from assay.registry.registry_settings import RegistrySettings
from assay.wiring.requests import resolve_requests
from assay.wiring.targets import Targets
from tests.registry_simulator import RegistrySimulator


def wanted(name: str, range_: str = "") -> Request:
    return Request(name, range_, Location(name), DependencyType.PRODUCTION, "", ((name,),))


def resolved(
    *requests: Request, registry: RegistrySimulator | None, with_dependencies: bool = False, stopped: bool = False
) -> Targets:
    targets = Targets(inputs=[InputRead("words", "name", len(requests))], requests=[(0, requests)])

    async def run() -> None:
        stop = asyncio.Event()
        if stopped:
            stop.set()
        if registry is None:
            await resolve_requests(targets, None, stop, with_dependencies=with_dependencies)
            return
        async with RegistryClient(RegistrySettings(registry=registry.url, fetch_retries=0)) as client:
            await resolve_requests(targets, client, stop, with_dependencies=with_dependencies)

    asyncio.run(run())
    assert targets.requests == []
    assert targets.inputs[0].dependencies == len(targets.dependencies)
    return targets


def refs(targets: Targets) -> list[str]:
    return [str(dependency.ref) for dependency in targets.dependencies]


def test_offline_only_exact_versions_are_known() -> None:
    targets = resolved(wanted("a", "1.0.0"), wanted("b", "^1.0.0"), wanted("c"), registry=None)
    assert refs(targets) == ["a@1.0.0"]
    gaps = targets.inputs[0].gaps
    assert {gap.kind for gap in gaps} == {GapKind.OFFLINE}
    assert "version of b@^1.0.0" in {gap.what for gap in gaps}
    assert "version of c@latest" in {gap.what for gap in gaps}


def test_alone_or_with_what_it_brings_along() -> None:
    with RegistrySimulator() as registry:
        registry.publish("deep", "1.1.0")
        registry.publish("plain", "1.2.3", manifest={"dependencies": {"deep": "^1.0.0"}})
        assert refs(resolved(wanted("plain", "^1.0.0"), registry=registry)) == ["plain@1.2.3"]
        both = resolved(wanted("plain", "^1.0.0"), registry=registry, with_dependencies=True)
        assert refs(both) == ["deep@1.1.0", "plain@1.2.3"]


def test_what_the_registry_does_not_have() -> None:
    with RegistrySimulator() as registry:
        registry.publish("plain", "1.2.3")
        targets = resolved(
            wanted("missing"),
            wanted("missing", "3.0.0"),
            wanted("plain", "9.0.0"),
            wanted("plain", "^9"),
            registry=registry,
        )
        assert refs(targets) == ["missing@", "missing@3.0.0", "plain@9.0.0"]
        assert [gap.what for gap in targets.inputs[0].gaps] == ["version of plain@^9"]


def test_a_stopped_run_keeps_what_needs_no_answer() -> None:
    with RegistrySimulator() as registry:
        registry.publish("plain", "1.2.3")
        targets = resolved(wanted("plain"), wanted("other", "1.0.0"), registry=registry, stopped=True)
    assert refs(targets) == ["other@1.0.0"]
    (gap,) = targets.inputs[0].gaps
    assert (gap.kind, "stopped" in gap.why) == (GapKind.REGISTRY, True)


class Broken:
    """A registry that fails in a way of its own."""

    async def packument(self, name: str) -> Packument:
        if name == "missing":
            raise PackageNotFound(f"nobody owns {name}")
        raise RegistryUnavailable("out of order", hint="try later")


def test_an_error_of_the_registry_becomes_a_gap_with_its_hint() -> None:
    targets = Targets(inputs=[InputRead("words", "name", 1)], requests=[(0, (wanted("plain", "^1"),))])
    asyncio.run(resolve_requests(targets, Broken(), asyncio.Event(), with_dependencies=False))  # type: ignore[arg-type]
    (gap,) = targets.inputs[0].gaps
    assert (gap.why, gap.hint) == ("out of order", "try later")
