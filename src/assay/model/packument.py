"""Packument: the registry's document of one package, and its releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from assay.model.integrity import Integrity
from assay.model.manifest import Manifest
from assay.model.package import PackageRef


@dataclass(frozen=True, slots=True)
class Person:
    """A maintainer or publisher, as the registry names them."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One registry signature: the key's id and the base64 DER signature."""

    keyid: str
    sig: str


@dataclass(frozen=True, slots=True)
class Release:
    """One version as the registry describes it.

    manifest             the registry's copy of package.json
    tarball_url          where its bytes are
    integrity            every hash that the registry gives (``integrity`` and ``shasum``), None if it gives none
    published            UTC, None where the registry does not tell
    publisher            the account that published it
    trusted_publisher    id of the trusted publisher (OIDC), "" if a person published it
    deprecated           the notice, "" if it is not deprecated
    has_install_script   the registry's own flag
    attestations_url     "" if there are none
    """

    ref: PackageRef
    manifest: Manifest
    tarball_url: str = ""
    integrity: Integrity | None = None
    published: datetime | None = None
    publisher: Person | None = None
    trusted_publisher: str = ""
    maintainers: tuple[Person, ...] = ()
    deprecated: str = ""
    has_install_script: bool = False
    has_shrinkwrap: bool = False
    git_head: str = ""
    file_count: int = 0
    unpacked_bytes: int = 0
    signatures: tuple[Signature, ...] = ()
    attestations_url: str = ""


@dataclass(frozen=True, slots=True)
class Packument:
    """The registry's document of one package.

    releases     version to Release; may be decoded on first access, or narrowed to a few (see ``only``)
    versions     every version the registry lists, in the registry's order
    times        version to publication time, UTC; also versions that were unpublished since
    unpublished  the package was removed as a whole
    """

    name: str
    releases: Mapping[str, Release]
    versions: tuple[str, ...] = ()
    dist_tags: dict[str, str] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)
    created: datetime | None = None
    modified: datetime | None = None
    maintainers: tuple[Person, ...] = ()
    description: str = ""
    repository: str = ""
    homepage: str = ""
    readme: str = ""
    unpublished: bool = False

    def before(self, version: str) -> str:
        """The stable release, among ``releases``, that was published last before this one; "" if none is known."""
        published = self.times.get(version)
        if published is None:
            return ""
        earlier = {
            each: time
            for each, time in self.times.items()
            if time < published and "-" not in each and each in self.releases
        }
        return max(earlier, key=earlier.__getitem__, default="")

    def only(self, *versions: str, readme_characters: int = 0) -> Packument:
        """The same package with just these releases and so much of its README: small enough to send to a worker."""
        releases = {version: self.releases[version] for version in versions if version in self.releases}
        times = {version: self.times[version] for version in versions if version in self.times}
        return Packument(
            name=self.name,
            releases=releases,
            versions=self.versions,
            dist_tags=self.dist_tags,
            times=times,
            created=self.created,
            modified=self.modified,
            maintainers=self.maintainers,
            description=self.description,
            repository=self.repository,
            homepage=self.homepage,
            readme=self.readme[:readme_characters],
            unpublished=self.unpublished,
        )
