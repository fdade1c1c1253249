"""The packages of the simulated registry and their documents, in the shape of the public registry."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

#: Fields of a version that the abbreviated document keeps.
_ABBREVIATED = {
    *("name", "version", "deprecated", "dependencies", "optionalDependencies", "peerDependencies", "bin", "dist"),
    *("peerDependenciesMeta", "bundleDependencies", "directories", "engines", "os", "cpu", "libc"),
    *("hasInstallScript", "_hasShrinkwrap"),
}


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing gave."""

    name: str
    version: str
    tarball: bytes
    tarball_url: str
    integrity: str
    shasum: str


@dataclass(slots=True)
class SimulatedPackage:
    """One package: its documents are built from this when they are asked for."""

    name: str
    versions: dict[str, dict[str, object]] = field(default_factory=dict)
    tarballs: dict[str, bytes] = field(default_factory=dict)
    times: dict[str, object] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    maintainers: list[dict[str, str]] = field(default_factory=list)
    extra: dict[str, object] = field(default_factory=dict)
    revision: int = 0

    def full(self) -> bytes:
        """The full packument."""
        newest = self.versions.get(self.tags.get("latest", ""), {})
        shared = ("description", "repository", "homepage", "license")
        copied: dict[str, object] = {key: value for key, value in newest.items() if key in shared}
        document: dict[str, object] = {
            "_id": self.name,
            "_rev": f"{self.revision}-0",
            "name": self.name,
            "dist-tags": self.tags,
            "versions": self.versions,
            "time": self.times,
            "maintainers": self.maintainers,
            "readme": f"# {self.name}\n",
            **copied,
            **self.extra,
        }
        if not self.versions:
            del document["versions"], document["dist-tags"]
        return json.dumps(document).encode()

    def abbreviated(self) -> bytes:
        """The document that clients get for ``application/vnd.npm.install-v1+json``."""
        versions = {
            version: {key: value for key, value in manifest.items() if key in _ABBREVIATED}
            for version, manifest in self.versions.items()
        }
        document = {
            "name": self.name,
            "dist-tags": self.tags,
            "versions": versions,
            "modified": self.times.get("modified", ""),
        }
        return json.dumps(document).encode()

    def release(self, version_or_tag: str) -> bytes | None:
        """The manifest of one version or dist-tag."""
        manifest = self.versions.get(self.tags.get(version_or_tag, version_or_tag))
        return None if manifest is None else json.dumps(manifest).encode()


def version_document(
    manifest: Mapping[str, object], tarball: bytes, tarball_url: str, publisher: str
) -> dict[str, object]:
    """What the registry adds to the package.json of a version."""
    name, version = str(manifest["name"]), str(manifest["version"])
    scripts = manifest.get("scripts")
    hooks = {"preinstall", "install", "postinstall"}
    document: dict[str, object] = {
        **manifest,
        "_id": f"{name}@{version}",
        "_nodeVersion": "22.0.0",
        "_npmVersion": "11.0.0",
        "_npmUser": {"name": publisher, "email": f"{publisher}@people.invalid"},
        "maintainers": [{"name": publisher, "email": f"{publisher}@people.invalid"}],
        "dist": {
            "integrity": "sha512-" + b64encode(hashlib.sha512(tarball).digest()).decode(),
            "shasum": hashlib.sha1(tarball).hexdigest(),
            "tarball": tarball_url,
            "fileCount": 1,
            "unpackedSize": len(tarball),
            "signatures": [],
        },
    }
    if isinstance(scripts, dict) and hooks & scripts.keys():
        document["hasInstallScript"] = True
    return document


def timestamp(moment: datetime) -> str:
    """A time as registries write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
