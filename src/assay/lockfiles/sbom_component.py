"""One component of an SBOM, whatever the family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assay.lockfiles.json_document import JsonObject
from assay.model.dependency import DependencyType
from assay.model.integrity import Integrity
from assay.model.location import Location

_DEVELOPMENT_MARKS = frozenset({"cdx:npm:package:development", "cdx:npm:isDevelopment", "cdx:pnpm:isDevelopment"})
_DISTRIBUTION = frozenset({"distribution", "vcs"})


@dataclass(frozen=True, slots=True)
class Component:
    """What one component says.

    id        by which others point at it
    address   where its bytes come from, "" if it does not tell
    """

    id: str
    name: str
    group: str
    version: str
    purl: str
    location: Location
    address: str = ""
    integrity: Integrity | None = None
    type: DependencyType = DependencyType.PRODUCTION


def cyclonedx_components(document: JsonObject) -> Iterator[Component]:
    """The components of a CycloneDX document, those inside others too."""
    waiting = list(reversed(_objects(document.get("components"))))
    while waiting:
        each = waiting.pop()
        waiting += reversed(_objects(each.get("components")))
        references = [item for item in _objects(each.get("externalReferences")) if item.text("type") in _DISTRIBUTION]
        tarballs = [item for item in references if item.text("type") == "distribution"]
        hashes = _objects(each.get("hashes")) or [
            digest for item in tarballs for digest in _objects(item.get("hashes"))
        ]
        yield Component(
            id=each.text("bom-ref") or each.text("purl"),
            name=each.text("name"),
            group=each.text("group"),
            version=each.text("version"),
            purl=each.text("purl"),
            location=_where(each),
            address=tarballs[0].text("url") if tarballs else "",
            integrity=_integrity((item.text("alg"), item.text("content")) for item in hashes),
            type=_cyclonedx_type(each),
        )


def _cyclonedx_type(component: JsonObject) -> DependencyType:
    marks = {item.text("name") for item in _objects(component.get("properties")) if item.text("value") == "true"}
    if marks & _DEVELOPMENT_MARKS or component.text("scope") == "excluded":
        return DependencyType.DEVELOPMENT
    return DependencyType.OPTIONAL if component.text("scope") == "optional" else DependencyType.PRODUCTION


def spdx2_components(document: JsonObject) -> Iterator[Component]:
    """The packages of an SPDX 2 document; what it describes itself (the project) is left out."""
    described = document.get("documentDescribes")
    own = {each for each in described if isinstance(each, str)} if isinstance(described, list) else set()
    for each in _objects(document.get("relationships")):
        if each.text("relationshipType") == "DESCRIBES":
            own.add(each.text("relatedSpdxElement"))
    packages = _objects(document.get("packages"))
    for each in packages:
        if each.text("SPDXID") in own and len(packages) > 1:
            continue
        purls = [item for item in _objects(each.get("externalRefs")) if item.text("referenceType") == "purl"]
        address = each.text("downloadLocation")
        yield Component(
            id=each.text("SPDXID"),
            name=each.text("name"),
            group="",
            version=each.text("versionInfo"),
            purl=purls[0].text("referenceLocator") if purls else "",
            location=_where(each),
            address="" if address in ("NOASSERTION", "NONE") else address,
            integrity=_integrity(
                (item.text("algorithm"), item.text("checksumValue")) for item in _objects(each.get("checksums"))
            ),
        )


def spdx3_components(document: JsonObject) -> Iterator[Component]:
    """The packages of an SPDX 3 document."""
    for each in _objects(document.get("@graph")):
        if each.text("type") not in ("software_Package", "Package"):
            continue
        purls = [
            item.text("identifier")
            for item in _objects(each.get("externalIdentifier"))
            if item.text("externalIdentifierType") == "packageUrl"
        ]
        yield Component(
            id=each.text("spdxId"),
            name=each.text("name"),
            group="",
            version=each.text("software_packageVersion"),
            purl=each.text("software_packageUrl") or (purls[0] if purls else ""),
            location=_where(each),
            address=each.text("software_downloadLocation"),
            integrity=_integrity(
                (item.text("algorithm"), item.text("hashValue")) for item in _objects(each.get("verifiedUsing"))
            ),
        )


def _integrity(pairs: Iterable[tuple[str, str]]) -> Integrity | None:
    """What is no hash of a known kind is passed over: SBOMs may hold any number of others."""
    found: Integrity | None = None
    for algorithm, digest in pairs:
        try:
            each = Integrity.from_hex(algorithm.replace("-", "").replace("_", "").lower(), digest)
        except ValueError:
            continue
        found = each if found is None else found.merged(each)
    return found


def _where(component: JsonObject) -> Location:
    for key in ("purl", "name", "SPDXID", *component.items):
        if key in component:
            return component.where(key)
    return Location("")


def _objects(value: object) -> list[JsonObject]:
    return [each for each in value if isinstance(each, JsonObject)] if isinstance(value, list) else []
