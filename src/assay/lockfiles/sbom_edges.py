"""Who depends on whom, as SBOMs state it."""

from __future__ import annotations

from collections.abc import Iterator

from assay.lockfiles.graph import Edge
from assay.lockfiles.json_document import JsonObject
from assay.model.dependency import DependencyType

#: SPDX relationships by their direction; others say nothing about dependencies.
_FORWARD = frozenset({"DEPENDS_ON", "CONTAINS", "DESCRIBES"})
_BACKWARD = {
    "DEPENDENCY_OF": DependencyType.PRODUCTION,
    "RUNTIME_DEPENDENCY_OF": DependencyType.PRODUCTION,
    "CONTAINED_BY": DependencyType.PRODUCTION,
    "DESCRIBED_BY": DependencyType.PRODUCTION,
    "OPTIONAL_DEPENDENCY_OF": DependencyType.OPTIONAL,
    "PROVIDED_DEPENDENCY_OF": DependencyType.PEER,
    "DEV_DEPENDENCY_OF": DependencyType.DEVELOPMENT,
    "DEV_TOOL_OF": DependencyType.DEVELOPMENT,
    "TEST_DEPENDENCY_OF": DependencyType.DEVELOPMENT,
    "BUILD_DEPENDENCY_OF": DependencyType.DEVELOPMENT,
}


def cyclonedx_edges(document: JsonObject) -> dict[str, list[Edge[str]]]:
    """``bom-ref`` to those of its dependencies."""
    edges: dict[str, list[Edge[str]]] = {}
    for owner in _objects(document.get("dependencies")):
        listed = owner.get("dependsOn")
        if isinstance(listed, list):
            edges.setdefault(owner.text("ref"), []).extend(Edge(each) for each in listed if isinstance(each, str))
    return edges


def spdx2_edges(document: JsonObject) -> dict[str, list[Edge[str]]]:
    """``SPDXID`` to those of its dependencies."""
    edges: dict[str, list[Edge[str]]] = {}
    for each in _objects(document.get("relationships")):
        one, other = each.text("spdxElementId"), each.text("relatedSpdxElement")
        kind = each.text("relationshipType")
        if kind in _FORWARD:
            edges.setdefault(one, []).append(Edge(other))
        elif kind in _BACKWARD:
            edges.setdefault(other, []).append(Edge(one, _BACKWARD[kind]))
    return edges


def _objects(value: object) -> Iterator[JsonObject]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, JsonObject))
