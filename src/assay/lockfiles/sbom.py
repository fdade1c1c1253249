"""SBOMs in JSON: CycloneDX 1.x, SPDX 2.x and SPDX 3.0.

Only their npm components are looked at; one Gap counts the rest.
"""

from __future__ import annotations

from assay.errors import InputError
from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.graph import WEIGHT_ORDER, Edge, loose_roots, reach
from assay.lockfiles.json_document import JsonObject, read_object
from assay.lockfiles.origin import classify, is_name, is_version, without_credentials
from assay.lockfiles.project import project_name
from assay.lockfiles.sbom_component import Component, cyclonedx_components, spdx2_components, spdx3_components
from assay.lockfiles.sbom_edges import cyclonedx_edges, spdx2_edges
from assay.lockfiles.specs import split_purl
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.package import PackageRef

_HINT = "CycloneDX and SPDX documents in JSON are understood"
_ROOT = ""


def is_sbom(document: JsonObject) -> bool:
    """True if the object is an SBOM of a known family, whatever its file name."""
    return bool(_kind(document))


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read an SBOM. Raises InputError if it is not JSON or of no known family."""
    del manifests
    document = read_object(file, data, hint=_HINT)
    kind = _kind(document)
    if not kind:
        raise InputError(f"{file} is not an SBOM that is understood", file=file, line=1, hint=_HINT)
    gaps = Collector(file)
    for key in ("components", "packages", "@graph"):
        if not isinstance(document.get(key), list | None):
            gaps.add(key, "it is not a list, so nothing of it was read", document.where(key))
    if kind.startswith("CycloneDX"):
        components, edges = list(cyclonedx_components(document)), cyclonedx_edges(document)
    elif "@graph" in document:
        components, edges = list(spdx3_components(document)), {}
    else:
        components, edges = list(spdx2_components(document)), spdx2_edges(document)
    project = project_name(file, document.child("metadata").child("component").text("name"))
    found = _dependencies(file, project, components, edges, gaps)
    return Content(kind, found, gaps=gaps.gaps())


def _kind(document: JsonObject) -> str:
    if document.text("bomFormat") == "CycloneDX":
        return f"CycloneDX {document.text('specVersion')[:10]}".strip()
    version = document.text("spdxVersion")
    if version.startswith("SPDX-2."):
        return f"SPDX {version.removeprefix('SPDX-')[:10]}"
    if "@graph" in document and "spdx" in str(document.get("@context")).lower():
        return "SPDX 3.0"
    return ""


def _dependencies(
    file: str, project: str, components: list[Component], edges: dict[str, list[Edge[str]]], gaps: Collector
) -> tuple[Dependency, ...]:
    npm: dict[str, tuple[Component, PackageRef]] = {}
    others = 0
    for number, component in enumerate(components):
        parts = split_purl(component.purl)
        if parts is None:
            others += 1
            continue
        name = _raw_name(component, parts[0])
        version = parts[1] or component.version
        if not is_name(name) or not is_version(version):
            gaps.add(component.purl, "it does not say of which package and exact version it is", component.location)
            continue
        npm[component.id or f"#{number}"] = (component, PackageRef(name, version))
    if others:
        gaps.add(file, f"{others} components are not npm packages and were not checked", Location(file))
    return _linked(project, npm, edges)


def _linked(
    project: str, npm: dict[str, tuple[Component, PackageRef]], edges: dict[str, list[Edge[str]]]
) -> tuple[Dependency, ...]:
    graph = {key: [_edge(edge, npm) for edge in edges.get(key, ()) if edge.target in npm] for key in npm}
    outer = [edge for key, found in edges.items() if key not in npm for edge in found if edge.target in npm]
    starts = {edge.target: _edge(edge, npm) for edge in outer}
    for key in loose_roots(npm, graph):
        starts.setdefault(key, Edge(key, npm[key][0].type))
    graph[_ROOT] = list(starts.values())
    reached = reach([_ROOT], graph, lambda key: npm[key][1].name if key else project)
    return tuple(
        Dependency(
            ref=ref,
            origin=_origin(component),
            location=component.location,
            paths=reached[key].paths if key in reached else ((project, ref.name),),
            type=reached[key].type if key in reached else DependencyType.PRODUCTION,
            resolved=without_credentials(component.address),
            integrity=component.integrity,
            is_direct=key in reached and reached[key].is_direct,
        )
        for key, (component, ref) in npm.items()
    )


def _edge(edge: Edge[str], npm: dict[str, tuple[Component, PackageRef]]) -> Edge[str]:
    """The edge, with the lighter of what the relation and what the component itself say."""
    lighter = max(edge.type, npm[edge.target][0].type, key=WEIGHT_ORDER.index)
    return Edge(edge.target, lighter)


def _origin(component: Component) -> Origin:
    """A component is the registry's, unless its address says otherwise."""
    if not component.address or "/-/" in component.address:
        return Origin.REGISTRY
    origin = classify(component.address)
    return origin if origin in (Origin.GIT, Origin.TARBALL_URL) else Origin.REGISTRY


def _raw_name(component: Component, purl_name: str) -> str:
    """The name in the case that the component's own fields give: tools lower-case the names in package URLs."""
    group = component.group.strip("/")
    spelled = f"{group}/{component.name}" if group and not component.name.startswith("@") else component.name
    return spelled if spelled.lower() == purl_name.lower() else purl_name
