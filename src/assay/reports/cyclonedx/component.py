"""One release as a CycloneDX component."""

from __future__ import annotations

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from packageurl import PackageURL

from assay.model.dependency import DependencyType
from assay.model.integrity import Integrity
from assay.model.package import PackageRef, split_name
from assay.model.report import Assessed
from assay.reports import package_phrases
from assay.reports.visible import shortened, well_formed

_ALGORITHMS = {
    "md5": HashAlgorithm.MD5,
    "sha1": HashAlgorithm.SHA_1,
    "sha256": HashAlgorithm.SHA_256,
    "sha384": HashAlgorithm.SHA_384,
    "sha512": HashAlgorithm.SHA_512,
}
#: CycloneDX 1.6 allows no longer version.
_MAX_VERSION = 1024
_REQUIRED = frozenset({DependencyType.PRODUCTION, DependencyType.PEER})


class ExactPurl(PackageURL):
    """A package URL that keeps the case of the name: npm has old packages that differ only in it."""

    exact: str

    @classmethod
    def of(cls, ref: PackageRef) -> ExactPurl:
        """The package URL of a release. Raises ValueError if the name is none."""
        scope, bare = split_name(ref.name)
        made = cls("npm", scope or None, bare, ref.version or None)
        made.exact = ref.purl
        return made

    def to_string(self, encode: bool | None = True) -> str:
        """The text as PackageRef makes it."""
        del encode
        return self.exact


def component_of(package: Assessed, bom_ref: str) -> Component:
    """Name, version, package URL, hashes, scope, and what Assay says of it."""
    ref = PackageRef(well_formed(package.ref.name), well_formed(package.ref.version))
    scope, bare = split_name(ref.name)
    return Component(
        bom_ref=bom_ref,
        type=ComponentType.LIBRARY,
        group=scope or None,
        name=bare,
        version=shortened(ref.version, _MAX_VERSION) or None,
        purl=_purl(ref),
        scope=_scope(package),
        hashes=_hashes(package.integrity),
        properties=[
            Property(name="assay:origin", value=package.origin.value),
            Property(name="assay:verdict", value=package.verdict.level.value),
            Property(name="assay:because", value=well_formed(package.verdict.because)),
            Property(name="assay:decision", value=package.decision.action.label),
            *(Property(name="assay:not-checked", value=well_formed(gap)) for gap in package_phrases.gap_lines(package)),
        ],
    )


def _purl(ref: PackageRef) -> PackageURL | None:
    try:
        return ExactPurl.of(ref)
    except ValueError:
        return None


def _scope(package: Assessed) -> ComponentScope:
    types = {usage.type for usage in package.usages}
    return ComponentScope.REQUIRED if types & _REQUIRED or not types else ComponentScope.OPTIONAL


def _hashes(integrity: Integrity | None) -> list[HashType]:
    if integrity is None:
        return []
    return [HashType(alg=_ALGORITHMS[name], content=digest) for name, digest in integrity.digests]
