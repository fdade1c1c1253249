"""Any bytes give a Tarball or an ArchiveError, and what is given keeps its promises."""

from __future__ import annotations

import gzip

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import ArchiveError
from assay.model.tarball import Tarball
from assay.registry.archive import ArchiveLimits, read_archive
from tests.registry_simulator import RawMember, pack, pack_raw, squeeze

LIMITS = ArchiveLimits(entries=50, expanded_bytes=100_000, keep_file_bytes=2_000, keep_total_bytes=5_000, depth=5)
VALID = pack({"index.js": "run()", "lib/a.js": "a" * 2000}, manifest={"name": "p", "version": "1.0.0"})
PLAIN = gzip.decompress(VALID)

members = st.builds(
    RawMember,
    name=st.binary(max_size=100) | st.sampled_from([b"package/a.js", b"package/A.js", b"../x", b"/x", b"package/d/"]),
    data=st.binary(max_size=1500),
    kind=st.sampled_from([b"0", b"\0", b"1", b"2", b"3", b"5", b"6", b"7", b"x", b"g", b"L", b"K", b"S", b"N", b"X"]),
    link=st.binary(max_size=100),
    mode=st.integers(0, 0o7777),
    declared_size=st.none() | st.integers(0, 5000),
    checksum=st.none() | st.integers(0, 1000),
    pax=st.lists(
        st.tuples(st.sampled_from(["path", "size", "linkpath", "comment"]), st.text(st.characters(codec="utf-8"))),
        max_size=2,
    ).map(tuple),
)


def promises(data: bytes) -> None:
    try:
        tarball = read_archive(data, LIMITS)
    except ArchiveError:
        return
    assert tarball.size_bytes == len(data)
    assert len(tarball.members) <= LIMITS.entries
    kept = [member.data for member in tarball.members if member.data is not None]
    assert sum(map(len, kept)) <= LIMITS.keep_total_bytes + 4 * LIMITS.keep_file_bytes
    for member in tarball.members:
        assert len(member.head) <= 4096
        assert member.data is None or len(member.data) == member.size_bytes
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(tarball), type=Tarball) == tarball


@given(st.binary(max_size=4000))
def test_any_bytes(data: bytes) -> None:
    promises(data)


@given(st.binary(max_size=4000))
def test_any_bytes_in_gzip(data: bytes) -> None:
    promises(squeeze(data))


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_behind_valid_gzip(header: bytes, tail: bytes) -> None:
    promises(b"\x1f\x8b\x08" + header)
    promises(VALID + tail)


@settings(deadline=None)
@given(st.lists(members, max_size=6), st.booleans())
def test_any_members(found: list[RawMember], end: bool) -> None:
    promises(pack_raw(*found, end=end))


@given(st.data())
def test_mutated_archives(data: st.DataObject) -> None:
    whole = VALID if data.draw(st.booleans(), label="compressed") else PLAIN
    at = data.draw(st.integers(0, len(whole)), label="at")
    cut = data.draw(st.integers(0, 600), label="cut")
    patch = data.draw(st.binary(max_size=600), label="patch")
    mutated = whole[:at] + patch + whole[at + cut :]
    promises(mutated)
    if whole is PLAIN:
        promises(squeeze(mutated))
