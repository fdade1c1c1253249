"""Turn ranges into releases: through the registry, or as far as that goes without it."""

from __future__ import annotations

from collections.abc import Sequence
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


async def resolve_requests(targets: Targets, registry: Registry | None, *, with_dependencies: bool) -> None:
    """Add the releases that all requests stand for to ``targets``; what cannot be told becomes a Gap of its input.

    with_dependencies   also everything that those releases would bring along
    """
    for number, requests in targets.requests:
        if registry is None:
            resolution = _without_registry(requests)
        elif with_dependencies:
            resolution = await resolve(requests, registry)
        else:
            resolution = await _alone(requests, registry)
        targets.dependencies.extend(resolution.dependencies)
        read = targets.inputs[number]
        count = read.dependencies - len(requests) + len(resolution.dependencies)
        targets.inputs[number] = replace(read, dependencies=count, gaps=(*read.gaps, *resolution.gaps))
    targets.requests.clear()


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
