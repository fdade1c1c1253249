from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from assay.errors import ArchiveError
from assay.model.tarball import AnomalyKind, Tarball
from assay.registry.archive import DEFAULT_LIMITS, ArchiveLimits, read_archive
from tests.registry_simulator import RawMember, pack, pack_raw, squeeze


def kinds(tarball: Tarball) -> list[AnomalyKind]:
    return [anomaly.kind for anomaly in tarball.anomalies]


def paths(tarball: Tarball) -> list[str]:
    return [member.path for member in tarball.members]


def expanded(data: bytes) -> bytes:
    return gzip.decompress(data)


def test_bytes_behind_the_gzip_data_are_noted() -> None:
    tarball = read_archive(pack({"index.js": "1"}) + b"more")
    assert (kinds(tarball), paths(tarball)) == ([AnomalyKind.TRAILING_DATA], ["index.js"])


def test_data_behind_the_end_of_the_archive_is_noted() -> None:
    plain = expanded(pack({"index.js": "1"}))
    assert read_archive(squeeze(plain + bytes(10240))).anomalies == ()
    tarball = read_archive(squeeze(plain + RawMember(b"package/late.js").to_bytes()))
    assert (kinds(tarball), paths(tarball)) == ([AnomalyKind.TRAILING_DATA], ["index.js"])


def test_a_single_end_mark_hides_nothing() -> None:
    plain = RawMember(b"package/a.js", b"a").to_bytes() + bytes(512) + RawMember(b"package/b.js", b"b").to_bytes()
    tarball = read_archive(squeeze(plain))
    assert (kinds(tarball), paths(tarball)) == ([AnomalyKind.TRAILING_DATA], ["a.js", "b.js"])


def test_a_wrong_header_checksum_hides_nothing_behind_it() -> None:
    bad = RawMember(b"package/bad.js", checksum=1)
    tarball = read_archive(pack_raw(RawMember(b"package/a.js", b"a"), bad, RawMember(b"package/b.js", b"b")))
    assert (kinds(tarball), paths(tarball)) == ([AnomalyKind.BAD_CHECKSUM], ["a.js", "b.js"])


def test_a_wrong_checksum_of_the_whole_loses_no_content() -> None:
    data = bytearray(pack({"index.js": "1"}))
    data[-6] ^= 1
    tarball = read_archive(bytes(data))
    assert (kinds(tarball), paths(tarball)) == ([AnomalyKind.BAD_CHECKSUM], ["index.js"])
    assert tarball.members[0].data == b"1"


def test_damaged_data_keeps_what_came_before() -> None:
    noise = b"".join(zlib.crc32(i.to_bytes(4, "big")).to_bytes(4, "big") for i in range(300_000))
    whole = pack({"first.js": "1", "noise.txt": b"/" + noise})
    data = whole[: len(whole) // 2] + b"\xff" * 2000
    tarball = read_archive(data)
    assert paths(tarball) == ["first.js", "noise.txt"]
    assert tarball.members[0].data == b"1"
    assert tarball.members[1].data is None
    assert len(tarball.anomalies) == 1


def test_a_cut_archive_keeps_what_came_before() -> None:
    plain = expanded(pack({"index.js": "1", "late.js": "2" * 5000}))
    tarball = read_archive(squeeze(plain[: 512 * 4]))
    assert (kinds(tarball), paths(tarball)) == ([AnomalyKind.TRUNCATED], ["index.js", "late.js"])
    assert tarball.members[1].data is None
    assert kinds(read_archive(pack({"index.js": "1"})[:-9])) == [AnomalyKind.TRUNCATED]
    assert kinds(read_archive(squeeze(plain[: 512 * 2 + 100]))) == [AnomalyKind.TRUNCATED]


def test_a_size_beyond_everything_is_a_cut() -> None:
    member = RawMember(b"package/a", b"abc").to_bytes()
    header = bytearray(member[:512])
    header[124:136] = b"\x80" + b"\x7f" * 11
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    assert AnomalyKind.TRUNCATED in kinds(read_archive(squeeze(bytes(header) + member[512:])))


def test_a_bomb_is_stopped() -> None:
    limits = replace(DEFAULT_LIMITS, ratio_from_bytes=1_000_000)
    data = pack({"small.js": "1", "bomb.bin": bytes(30_000_000), "late.js": "2"})
    tarball = read_archive(data, limits)
    assert kinds(tarball) == [AnomalyKind.EXPANSION]
    assert paths(tarball) == ["small.js", "bomb.bin"]


def test_reading_stops_at_the_expanded_limit() -> None:
    tarball = read_archive(pack({"a.js": "1" * 600_000, "b.js": "2" * 600_000}), ArchiveLimits(expanded_bytes=500_000))
    assert kinds(tarball) == [AnomalyKind.TOO_BIG]


def test_reading_stops_at_too_many_entries() -> None:
    tarball = read_archive(pack({f"{i}.js": "" for i in range(30)}), ArchiveLimits(entries=10))
    assert kinds(tarball) == [AnomalyKind.TOO_MANY]
    assert len(tarball.members) == 10


def test_very_many_empty_gzip_streams_are_stopped() -> None:
    tarball = read_archive(squeeze(expanded(pack({"a.js": "1"}))) + squeeze(b"") * 2000)
    assert AnomalyKind.TOO_MANY in kinds(tarball)


def test_a_tarball_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "big.tgz"
    file.write_bytes(pack({"a.js": "1"}))
    with pytest.raises(ArchiveError, match="limit is 10"):
        read_archive(file, ArchiveLimits(compressed_bytes=10))


def test_budget_decides_what_is_kept() -> None:
    files: dict[str, str | bytes] = {
        "big.js": "x" * 3000,
        "image.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "a.js": "1" * 900,
        "b.js": "2" * 900,
        "binding.gyp": "{}",
    }
    limits = ArchiveLimits(keep_source_bytes=1000, keep_file_bytes=1000, keep_total_bytes=1000)
    tarball = read_archive(pack(files, manifest={"name": "p"}), limits)
    kept = {member.path for member in tarball.members if member.data is not None}
    assert kept == {"a.js", "binding.gyp", "package.json"}
    big = tarball.member("big.js")
    assert big is not None
    assert (big.size_bytes, big.head) == (3000, b"x" * 3000)
