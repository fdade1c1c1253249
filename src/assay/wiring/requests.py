"""Turn ranges into releases: through the registry, or as far as that goes without it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace

from assay.assessment.pick import exact_version, pick
from assay.assessment.ports import Registry
from assay.assessment.resolve import Resolution, resolve
from assay.errors import PackageNotFound, RegistryError
from assay.lockfiles.content import Request
from assay.model.dependency import Dependency, Origin
from assay.model.gap import Gap, GapKind
from assay.model.package import PackageRef
from assay.wiring.targets import Targets


async def resolve_requests(
    targets: Targets, registry: Registry | None, stop: asyncio.Event, *, with_dependencies: bool
) -> None:
    """Add the releases that all requests stand for to ``targets``; what cannot be told becomes a Gap of its input.

    stop                when it is set, the input at work and those after it are given up, with a Gap
    with_dependencies   also everything that those releases would bring along
    """
    for number, requests in targets.requests:
        if registry is None:
            resolution = _without_registry(requests)
        else:
            work = resolve(requests, registry) if with_dependencies else _alone(requests, registry)
            resolution = await _unless(stop, work) or _stopped(requests)
        targets.dependencies.extend(resolution.dependencies)
        read = targets.inputs[number]
        count = read.dependencies - len(requests) + len(resolution.dependencies)
        targets.inputs[number] = replace(read, dependencies=count, gaps=(*read.gaps, *resolution.gaps))
    targets.requests.clear()


async def _unless(stop: asyncio.Event, work: Coroutine[None, None, Resolution]) -> Resolution | None:
    """What the work gives, None if it was stopped before."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for each in (working, stopping):
            each.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


def _stopped(requests: Sequence[Request]) -> Resolution:
    """Exact versions are known without an answer; the rest is a Gap."""
    known = _without_registry(requests)
    why = "the run was stopped before the registry had told which release that is"
    gaps = tuple(replace(gap, kind=GapKind.REGISTRY, why=why, hint="") for gap in known.gaps)
    return replace(known, gaps=gaps)


async def _alone(requests: Sequence[Request], registry: Registry) -> Resolution:
    found: list[Dependency] = []
    gaps: list[Gap] = []
    for request in requests:
        what = f"version of {request.name}@{request.range or 'latest'}"
        try:
            version = pick(await registry.packument(request.name), request.range or "latest")
        except PackageNotFound:
            found.append(_dependency(request, exact_version(request.range) or ""))
            continue
        except RegistryError as error:
            gaps.append(Gap(GapKind.REGISTRY, what, str(error), error.hint, request.location))
            continue
        if version is None and not (version := exact_version(request.range)):
            gaps.append(Gap(GapKind.REGISTRY, what, "no release satisfies it", location=request.location))
            continue
        found.append(_dependency(request, version))
    return Resolution(tuple(found), tuple(gaps))


def _without_registry(requests: Sequence[Request]) -> Resolution:
    found: list[Dependency] = []
    gaps: list[Gap] = []
    for request in requests:
        if version := exact_version(request.range):
            found.append(_dependency(request, version))
        else:
            what = f"version of {request.name}@{request.range or 'latest'}"
            why = "only the registry can tell which release that is"
            gaps.append(Gap(GapKind.OFFLINE, what, why, "run without --offline", request.location))
    return Resolution(tuple(found), tuple(gaps))


def _dependency(request: Request, version: str) -> Dependency:
    return Dependency(
        ref=PackageRef(request.name, version),
        origin=Origin.REGISTRY,
        location=request.location,
        paths=request.paths,
        type=request.type,
        alias=request.alias,
        is_direct=True,
        requested=request.range,
    )
