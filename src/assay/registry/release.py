"""From one version's decoded document to a Release."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from assay.model.integrity import Integrity
from assay.model.manifest import manifest_from
from assay.model.package import PackageRef
from assay.model.packument import Person, Release, Signature

#: More than the largest teams have; more would only fill memory.
_MAX_PEOPLE = 1000
_MAX_SIGNATURES = 20


def release_from(ref: PackageRef, document: Mapping[str, object], published: datetime | None) -> Release:
    """Read one version's document; a field of an impossible type counts as missing."""
    dist = _table(document.get("dist"))
    publisher = _table(document.get("_npmUser"))
    return Release(
        ref=ref,
        manifest=manifest_from(document),
        tarball_url=text(dist.get("tarball")),
        integrity=_integrity(dist),
        published=published,
        publisher=_person(publisher) if publisher else None,
        trusted_publisher=text(_table(publisher.get("trustedPublisher")).get("id")),
        maintainers=people(document.get("maintainers")),
        deprecated=_notice(document.get("deprecated")),
        has_install_script=document.get("hasInstallScript") is True,
        has_shrinkwrap=document.get("_hasShrinkwrap") is True,
        git_head=text(document.get("gitHead")),
        file_count=_count(dist.get("fileCount")),
        unpacked_bytes=_count(dist.get("unpackedSize")),
        signatures=_signatures(dist.get("signatures")),
        attestations_url=text(_table(dist.get("attestations")).get("url")),
    )


def people(value: object) -> tuple[Person, ...]:
    """Read a list of maintainers, in the form of objects or of ``name <address>`` texts."""
    if not isinstance(value, list):
        return ()
    return tuple(_person(item) for item in value[:_MAX_PEOPLE] if isinstance(item, str | dict) and item)


def text(value: object) -> str:
    """The value if it is text, "" otherwise."""
    return value if isinstance(value, str) else ""


def _person(value: object) -> Person:
    if isinstance(value, dict):
        return Person(text(value.get("name")), text(value.get("email")))
    name, _, rest = text(value).partition("<")
    return Person(name.strip(), rest.partition(">")[0].strip())


def _integrity(dist: Mapping[str, object]) -> Integrity | None:
    found: list[Integrity] = []
    with suppress(ValueError):
        found.append(Integrity.parse(text(dist.get("integrity"))))
    with suppress(ValueError):
        found.append(Integrity.from_hex("sha1", text(dist.get("shasum"))))
    if not found:
        return None
    return found[0].merged(found[-1])


def _notice(value: object) -> str:
    """A deprecation notice; ``true`` is one without a text, and an empty text means that it was taken back."""
    if value is True:
        return "deprecated"
    return text(value)


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**53 else 0


def _signatures(value: object) -> tuple[Signature, ...]:
    if not isinstance(value, list):
        return ()
    tables = [item for item in value[:_MAX_SIGNATURES] if isinstance(item, dict)]
    return tuple(Signature(text(item.get("keyid")), text(item.get("sig"))) for item in tables)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
