"""Any JSON gives a Packument or a BadResponse, and every release of a Packument can be looked at."""

from __future__ import annotations

import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import BadResponse
from assay.model.packument import Packument, Release
from assay.registry.decode import decode_packument

keys = st.sampled_from(
    ["name", "version", "time", "dist", "tarball", "shasum", "integrity", "versions", "maintainers", "bin", "1.0.0"]
) | st.text(max_size=5)
leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("2020-01-01T00:00:00Z")
)
anything = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4))
documents = st.fixed_dictionaries(
    {"name": st.just("p")},
    optional={
        "versions": st.dictionaries(keys, st.dictionaries(keys, anything, max_size=4) | anything, max_size=3)
        | anything,
        "time": st.dictionaries(keys, leaves, max_size=3) | anything,
        "dist-tags": anything,
        "maintainers": anything,
        "repository": anything,
        "readme": anything,
    },
)


def look_at_everything(data: bytes) -> Packument | None:
    try:
        packument = decode_packument(data, "p", "https://registry.example/p")
    except BadResponse:
        return None
    for version in packument.releases:
        release = packument.releases[version]
        assert release.ref.version == version
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(release), type=Release) == release
    assert packument.versions == tuple(packument.releases)
    return packument


@given(documents)
def test_any_packument(document: object) -> None:
    if "NaN" not in (text := json.dumps(document)) and "Infinity" not in text:
        assert look_at_everything(text.encode()) is not None


@given(anything)
def test_any_json(document: object) -> None:
    look_at_everything(json.dumps(document).encode())


@given(st.binary(max_size=500))
def test_any_bytes(data: bytes) -> None:
    look_at_everything(data)


@given(st.binary(max_size=60))
def test_any_bytes_in_a_version(data: bytes) -> None:
    look_at_everything(b'{"name":"p","versions":{"1.0.0":{"description":"' + data + b'"}}}')
