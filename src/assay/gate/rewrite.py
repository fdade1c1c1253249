"""Rewriting what the registry says of a package: document and hidden versions in, document out. Pure.

Values that are not changed keep their bytes (``msgspec.Raw``). Addresses of tarballs become the gate's own, in the
conventional form, because clients fetch from where they point, and so do those of attestations. ``time`` stays whole:
clients read ages in it.
``policyRestrictions`` is what npm itself explains a hidden version with.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import StrEnum

import msgspec

from assay.errors import BadResponse
from assay.gate.tags import repointed
from assay.gate.withheld import restrictions
from assay.model.package import split_name
from assay.registry.json_text import repaired_json

_Fields = dict[str, msgspec.Raw]
_fields: msgspec.json.Decoder[_Fields] = msgspec.json.Decoder(_Fields)
_encode = msgspec.json.Encoder().encode

#: What abbreviated documents keep of a version (npm's package-metadata.md).
_ABBREVIATED = frozenset(
    {
        *("name", "version", "deprecated", "dependencies", "optionalDependencies", "devDependencies"),
        *("bundleDependencies", "bundledDependencies", "peerDependencies", "peerDependenciesMeta"),
        *("acceptDependencies", "bin", "directories", "dist", "engines", "os", "cpu", "libc"),
        *("_hasShrinkwrap", "hasInstallScript", "funding"),
    }
)

_ATTESTATIONS = "/-/npm/v1/attestations/"


class Form(StrEnum):
    """The two forms of a packument that clients ask for."""

    FULL = "full"
    ABBREVIATED = "abbreviated"


def tarball_address(base: str, name: str, version: str) -> str:
    """The conventional address of a tarball below ``base``, which has no slash at its end.

    >>> tarball_address("http://127.0.0.1:4873", "@babel/core", "7.0.0")
    'http://127.0.0.1:4873/@babel/core/-/core-7.0.0.tgz'
    """
    return f"{base}/{name}/-/{split_name(name)[1]}-{version}.tgz"


def rewritten(body: bytes, name: str, base: str, form: Form, hidden: Mapping[str, str]) -> bytes:
    """The packument without the hidden versions, with every tarball below ``base``.

    ``hidden`` is version to reason. Raises BadResponse if the document cannot be read.
    """
    top = _table(body, name)
    documents = _table(top.get("versions", msgspec.Raw(b"{}")), name)
    versions = {
        version: _version(document, name, version, base, form)
        for version, document in documents.items()
        if version not in hidden and bytes(memoryview(document)[:1]) == b"{"
    }
    tags = _texts(top.get("dist-tags"))
    changed: dict[str, object] = {"name": name, "dist-tags": repointed(tags, tuple(versions)), "versions": versions}
    if hidden:
        changed["policyRestrictions"] = {
            "message": restrictions(name, base, hidden),
            "versions": {version: {"name": name, "version": version} for version in hidden},
        }
    if form is Form.ABBREVIATED:
        modified = _texts(top.get("time")).get("modified")
        return _encode({**changed, **({"modified": modified} if modified else {})})
    return _encode({**top, **changed})


def one_release(body: bytes, name: str, version: str, base: str) -> bytes | None:
    """The document of one version, None if there is none. Raises BadResponse if it cannot be read."""
    documents = _table(_table(body, name).get("versions", msgspec.Raw(b"{}")), name)
    document = documents.get(version)
    return None if document is None else bytes(_version(document, name, version, base, Form.FULL))


def tags_of(body: bytes, name: str, hidden: Container[str]) -> dict[str, str]:
    """The dist-tags as the rewritten packument has them."""
    top = _table(body, name)
    documents = _table(top.get("versions", msgspec.Raw(b"{}")), name)
    return repointed(_texts(top.get("dist-tags")), tuple(each for each in documents if each not in hidden))


def _version(document: msgspec.Raw, name: str, version: str, base: str, form: Form) -> msgspec.Raw:
    fields = _table(document, name)
    raw = fields.get("dist")
    dist = _table(raw, name) if raw is not None and bytes(memoryview(raw)[:1]) == b"{" else {}
    dist["tarball"] = msgspec.Raw(_encode(tarball_address(base, name, version)))
    if "attestations" in dist:
        dist["attestations"] = _attestations(dist["attestations"], f"{base}{_ATTESTATIONS}{name}@{version}")
    # Clients believe these two over the key; they must not name another release.
    own: _Fields = {"name": msgspec.Raw(_encode(name)), "version": msgspec.Raw(_encode(version))}
    whole: dict[str, object] = {**fields, **own, "dist": dist}
    if form is Form.ABBREVIATED:
        whole = {key: value for key, value in whole.items() if key in _ABBREVIATED}
    return msgspec.Raw(_encode(whole))


def _attestations(raw: msgspec.Raw, address: str) -> msgspec.Raw:
    """Npm asks its registry for the path of this address, which for a registry in a folder is another folder's."""
    if bytes(memoryview(raw)[:1]) != b"{":
        return raw
    return msgspec.Raw(_encode({**_table(raw, address), "url": msgspec.Raw(_encode(address))}))


def _table(data: bytes | msgspec.Raw, name: str) -> _Fields:
    try:
        return _fields.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:  # READMEs are cut at a length, in the middle of a pair of surrogates too
        return _fields.decode(repaired_json(bytes(data)))
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadResponse(f"the registry's document of {name} cannot be read: {error}") from error


def _texts(raw: msgspec.Raw | None) -> dict[str, str]:
    """The texts of a table; what is no text is left out."""
    try:
        value = msgspec.json.decode(raw) if raw is not None else {}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        value = {}
    items = value.items() if isinstance(value, dict) else ()
    return {key: text for key, text in items if isinstance(text, str)}
