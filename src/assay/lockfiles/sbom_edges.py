"""Who depends on whom, as SBOMs state it."""

from __future__ import annotations

from collections.abc import Iterator

from assay.lockfiles.json_document import JsonObject

#: SPDX relationships by their direction; others say nothing about dependencies.
_FORWARD = frozenset({"DEPENDS_ON", "CONTAINS", "DESCRIBES"})
_BACKWARD = frozenset(
    {
        "DEPENDENCY_OF",
        "DEV_DEPENDENCY_OF",
        "OPTIONAL_DEPENDENCY_OF",
        "PROVIDED_DEPENDENCY_OF",
        "RUNTIME_DEPENDENCY_OF",
        "CONTAINED_BY",
        "DESCRIBED_BY",
    }
)


def cyclonedx_edges(document: JsonObject) -> dict[str, list[str]]:
    """``bom-ref`` to those of its dependencies."""
    edges: dict[str, list[str]] = {}
    for each in _objects(document.get("dependencies")):
        listed = each.get("dependsOn")
        if isinstance(listed, list):
            edges.setdefault(each.text("ref"), []).extend(target for target in listed if isinstance(target, str))
    return edges


def spdx2_edges(document: JsonObject) -> dict[str, list[str]]:
    """``SPDXID`` to those of its dependencies."""
    edges: dict[str, list[str]] = {}
    for each in _objects(document.get("relationships")):
        one, other = each.text("spdxElementId"), each.text("relatedSpdxElement")
        kind = each.text("relationshipType")
        if kind in _FORWARD:
            edges.setdefault(one, []).append(other)
        elif kind in _BACKWARD:
            edges.setdefault(other, []).append(one)
    return edges


def _objects(value: object) -> Iterator[JsonObject]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, JsonObject))
