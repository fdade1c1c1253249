"""From a packument's bytes to a Packument.

Registries hold fifteen years of documents, odd ones among them: a field of an impossible type counts as missing.
Versions are decoded when they are first looked at, because a packument can hold thousands and a scan needs one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from assay.errors import BadResponse
from assay.model.package import PackageRef
from assay.model.packument import Packument, Release
from assay.registry.json_text import repaired_json
from assay.registry.release import people, release_from, text

_Fields = dict[str, msgspec.Raw]
_fields_decoder: msgspec.json.Decoder[_Fields] = msgspec.json.Decoder(_Fields)
_NOT_VERSIONS = frozenset({"created", "modified", "unpublished"})


def decode_packument(data: bytes, name: str, where: str) -> Packument:
    """Read the full or abbreviated packument of ``name``; ``where`` is its URL, for messages.

    Raises BadResponse, saying what came instead, if it is not the packument of this package.
    """
    fields = _top_level(data, where)
    told = _value(fields.get("name", fields.get("_id")))
    if told != name:
        shown = repr(told[:100]) if isinstance(told, str) else "no package"
        raise BadResponse(f"{where} answered with the document of {shown} instead of {name!r}")
    times = _object(fields.get("time"))
    moments = {key: moment for key, value in times.items() if (moment := _moment(value)) is not None}
    releases = LazyReleases(name, _versions(fields.get("versions")), moments)
    repository = _value(fields.get("repository"))
    return Packument(
        name=name,
        releases=releases,
        versions=tuple(releases),
        dist_tags={
            tag: version for tag, version in _object(fields.get("dist-tags")).items() if isinstance(version, str)
        },
        times={key: moment for key, moment in moments.items() if key not in _NOT_VERSIONS},
        created=moments.get("created"),
        modified=moments.get("modified") or _moment(_value(fields.get("modified"))),
        maintainers=people(_value(fields.get("maintainers"))),
        description=text(_value(fields.get("description"))),
        repository=text(repository.get("url") if isinstance(repository, dict) else repository),
        homepage=text(_value(fields.get("homepage"))),
        readme=text(_value(fields.get("readme"))),
        unpublished=not len(releases) and isinstance(times.get("unpublished"), dict),
    )


class LazyReleases(Mapping[str, Release]):
    """The releases of one packument, each decoded on first access and kept."""

    def __init__(self, name: str, documents: Mapping[str, msgspec.Raw], times: Mapping[str, datetime]) -> None:
        self._name = name
        self._documents = documents
        self._times = times
        self._decoded: dict[str, Release] = {}

    def __getitem__(self, version: str) -> Release:
        if version not in self._decoded:
            document = _value(self._documents[version])
            # Only a document nested beyond all reason is no object here: the release then has no facts but its name.
            facts = document if isinstance(document, dict) else {}
            ref = PackageRef(self._name, version)
            self._decoded[version] = release_from(ref, facts, self._times.get(version))
        return self._decoded[version]

    def __contains__(self, version: object) -> bool:
        return version in self._documents

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


def _top_level(data: bytes, where: str) -> _Fields:
    try:
        return _fields_decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise BadResponse(
            f"{where} answered with a web page instead of a packument",
            hint="check the registry's address, and whether a proxy or sign-in page stands in between",
        )
    try:
        return _fields_decoder.decode(repaired_json(data))
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadResponse(f"{where} answered with something that is no packument: {error}") from error


def _versions(raw: msgspec.Raw | None) -> dict[str, msgspec.Raw]:
    """Documents by version; what is not an object is left out."""
    if raw is None:
        return {}
    try:
        found = _fields_decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return {version: document for version, document in found.items() if bytes(memoryview(document)[:1]) == b"{"}


def _value(raw: msgspec.Raw | None) -> object:
    """Decode one field; None if it is missing or cannot be decoded."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return msgspec.json.decode(repaired_json(bytes(raw)))
    except (msgspec.MsgspecError, ValueError):
        return None


def _object(raw: msgspec.Raw | None) -> dict[str, object]:
    value = _value(raw)
    return value if isinstance(value, dict) else {}


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
