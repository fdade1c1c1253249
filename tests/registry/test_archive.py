from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from assay.errors import ArchiveError
from assay.model.integrity import Integrity
from assay.model.tarball import AnomalyKind, Tarball
from assay.registry.archive import read_archive
from tests.registry_simulator import RawMember, pack, pack_raw, squeeze


def kinds(tarball: Tarball) -> list[AnomalyKind]:
    return [anomaly.kind for anomaly in tarball.anomalies]


def paths(tarball: Tarball) -> list[str]:
    return [member.path for member in tarball.members]


def expanded(data: bytes) -> bytes:
    return gzip.decompress(data)


def test_reads_an_honest_package() -> None:
    data = pack(
        {"index.js": "run()", "lib/a.js": "a"}, manifest={"name": "p", "version": "1.0.0"}, executable=["index.js"]
    )
    tarball = read_archive(data)
    assert paths(tarball) == ["package.json", "index.js", "lib/a.js"]
    assert tarball.anomalies == ()
    assert tarball.integrity == Integrity.of(data)
    assert tarball.size_bytes == len(data)
    assert tarball.root == "package"
    assert tarball.manifest is not None
    assert (tarball.manifest.name, tarball.manifest.version) == ("p", "1.0.0")
    script = tarball.member("index.js")
    assert script is not None
    assert (script.data, script.head, script.size_bytes, script.is_executable) == (b"run()", b"run()", 5, True)


def test_reads_a_file_like_memory(tmp_path: Path) -> None:
    data = pack({"index.js": "run()"}, manifest={"name": "p"}) + b"trailing"
    file = tmp_path / "p.tgz"
    file.write_bytes(data)
    assert read_archive(file) == read_archive(data)


def test_reads_a_plain_tar_as_npm_does() -> None:
    assert paths(read_archive(expanded(pack({"index.js": "1"})))) == ["index.js"]


def test_reads_several_gzip_streams_in_a_row() -> None:
    plain = expanded(pack({"a.js": "1" * 3000, "b.js": "2"}))
    data = squeeze(plain[:1000]) + squeeze(b"") + squeeze(plain[1000:])
    tarball = read_archive(data)
    assert (paths(tarball), tarball.anomalies) == (["a.js", "b.js"], ())


@pytest.mark.parametrize("flags", [0, 2, 4, 8, 16, 30])
def test_reads_every_gzip_header(flags: int) -> None:
    data = pack({"a.js": "1"})
    extra = (b"\x03\x00abc" if flags & 4 else b"") + (b"name\0" if flags & 8 else b"")
    extra += (b"comment\0" if flags & 16 else b"") + (b"cc" if flags & 2 else b"")
    assert paths(read_archive(data[:3] + bytes([flags]) + data[4:10] + extra + data[10:])) == ["a.js"]


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_reads_long_names_of_both_kinds(form: int) -> None:
    name = "package/" + "folder/" * 30 + "żółć.js"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", format=form) as archive:
        info = tarfile.TarInfo(name)
        info.size = 3
        archive.addfile(info, io.BytesIO(b"abc"))
    tarball = read_archive(buffer.getvalue())
    assert (paths(tarball), tarball.anomalies) == ([name.removeprefix("package/")], ())


def test_reads_ustar_prefixes() -> None:
    buffer = io.BytesIO()
    name = "package/" + "f" * 90 + "/" + "g" * 60
    with tarfile.open(fileobj=buffer, mode="w:gz", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo(name))
    assert paths(read_archive(buffer.getvalue())) == [name.removeprefix("package/")]


@pytest.mark.parametrize(
    ("member", "kind", "path"),
    [
        (RawMember(b"/etc/passwd", b"x"), AnomalyKind.ABSOLUTE_PATH, "etc/passwd"),
        (RawMember(b"C:\\x\\y", b"x"), AnomalyKind.ABSOLUTE_PATH, "C:\\x\\y"),
        (RawMember(b"package/../../up.js", b"x"), AnomalyKind.PARENT_PATH, "../../up.js"),
        (RawMember(b"package/..\\..\\up.js", b"x"), AnomalyKind.PARENT_PATH, "..\\..\\up.js"),
        (RawMember(b"package/a\\b.js", b"x"), AnomalyKind.BAD_NAME, "a\\b.js"),
        (RawMember(b"package/\xff.js", b"x"), AnomalyKind.BAD_NAME, "\\xff.js"),
        (RawMember(b"package/a\x1b[2J", b"x"), AnomalyKind.BAD_NAME, "a\x1b[2J"),
        (RawMember(b"x", b"x", pax=(("path", "package/a\0b.js"),)), AnomalyKind.BAD_NAME, "a\0b.js"),
        (RawMember(b"other/a.js", b"x"), AnomalyKind.SEVERAL_ROOTS, "a.js"),
        (RawMember(b"a.js", b"x"), AnomalyKind.SEVERAL_ROOTS, "a.js"),
        (RawMember(b"package/INDEX.js", b"x"), AnomalyKind.CASE_COLLISION, "INDEX.js"),
        (RawMember(b"package/./index.js", b"x"), AnomalyKind.DUPLICATE, "index.js"),
        (RawMember(b"package/odd", b"x", kind=b"Z"), AnomalyKind.DEVICE, "odd"),
        (RawMember(b"x", b"x", pax=(("path", "package/" + "d/" * 70 + "f"),)), AnomalyKind.TOO_DEEP, "d/" * 70 + "f"),
    ],
)
def test_odd_names_are_anomalies_and_the_file_is_still_read(member: RawMember, kind: AnomalyKind, path: str) -> None:
    tarball = read_archive(pack({"index.js": "1"}, members=[member]))
    assert kind in kinds(tarball)
    assert paths(tarball) == ["index.js", path]
    assert tarball.members[-1].data == b"x"


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        (RawMember(b"package/l", kind=b"2", link=b"/etc/passwd"), AnomalyKind.LINK),
        (RawMember(b"package/l", kind=b"1", link=b"package/index.js"), AnomalyKind.LINK),
        (RawMember(b"package/d", kind=b"3"), AnomalyKind.DEVICE),
        (RawMember(b"package/d", kind=b"4"), AnomalyKind.DEVICE),
        (RawMember(b"package/d", kind=b"6"), AnomalyKind.DEVICE),
    ],
)
def test_links_and_devices_are_anomalies_and_no_files(member: RawMember, kind: AnomalyKind) -> None:
    tarball = read_archive(pack({"index.js": "1"}, members=[member, RawMember(b"package/z.js", b"z")]))
    assert kinds(tarball) == [kind]
    assert paths(tarball) == ["index.js", "z.js"]


def test_content_of_a_link_cannot_smuggle_a_member() -> None:
    inner = RawMember(b"package/hidden.js", b"x").to_bytes()
    tarball = read_archive(
        pack_raw(RawMember(b"package/l", inner, kind=b"2", link=b"x"), RawMember(b"package/z", b"z"))
    )
    assert paths(tarball) == ["z"]


def test_content_of_a_folder_is_read_as_members_as_npm_does() -> None:
    inner = RawMember(b"package/shown.js", b"x")
    folder = RawMember(b"package/d/", kind=b"5", declared_size=len(inner.to_bytes()))
    assert paths(read_archive(pack_raw(folder, inner))) == ["shown.js"]


def test_the_last_of_several_manifests_counts() -> None:
    second = RawMember(b"package/package.json", b'{"name":"evil"}')
    tarball = read_archive(pack({}, manifest={"name": "good"}, members=[second]))
    assert tarball.manifest is not None
    assert tarball.manifest.name == "evil"
    assert AnomalyKind.DUPLICATE in kinds(tarball)


def test_a_file_that_is_there_twice_with_the_same_bytes_is_nothing_odd() -> None:
    tarball = read_archive(pack({"index.js": "1"}, members=[RawMember(b"package/./index.js", b"1")]))
    assert kinds(tarball) == []
    assert paths(tarball).count("index.js") == 1


def test_a_folder_entry_without_a_slash_is_no_root_of_its_own() -> None:
    tarball = read_archive(pack_raw(RawMember(b"package", kind=b"5"), RawMember(b"package/z.js", b"z")))
    assert kinds(tarball) == []
    assert tarball.root == "package"


def test_a_long_name_is_cut_and_noted() -> None:
    tarball = read_archive(pack_raw(RawMember(b"x", b"x", pax=(("path", "package/" + "n" * 5000),))))
    assert AnomalyKind.LONG_NAME in kinds(tarball)
    assert len(tarball.members[0].path) < 1100


def test_a_header_that_readers_understand_differently_is_noted() -> None:
    # Who counts bytes sees one long comment; who splits lines, as npm does, sees a path.
    smuggled = b"25 path=package/evil.js\n"
    assert len(smuggled) != 25
    line = b"path=package/evil.js"
    length = len(line) + 4
    data = b"comment=x\n%d %s\n" % (length, line)
    total = len(data) + 3
    header = RawMember(b"PaxHeader", b"%d %s" % (total, data), kind=b"x")
    tarball = read_archive(pack_raw(header, RawMember(b"package/good.js", b"x")))
    assert paths(tarball) == ["evil.js"]
    assert AnomalyKind.BAD_NAME in kinds(tarball)


def test_a_global_header_that_renames_is_noted() -> None:
    header = RawMember(b"pax_global_header", b"18 path=package/x\n", kind=b"g")
    assert len(header.data) == 18
    tarball = read_archive(pack_raw(header, RawMember(b"package/good.js", b"x")))
    assert paths(tarball) == ["good.js"]
    assert AnomalyKind.BAD_NAME in kinds(tarball)


def test_the_comment_that_git_writes_is_no_anomaly() -> None:
    header = RawMember(b"pax_global_header", b"52 comment=0123456789012345678901234567890123456789\n", kind=b"g")
    assert read_archive(pack_raw(header, RawMember(b"package/a", b"x"))).anomalies == ()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b'{"name": NaN}', "not JSON"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_an_unreadable_manifest_is_told(text: bytes, error: str) -> None:
    tarball = read_archive(pack({"package.json": text}))
    assert tarball.manifest is None
    assert error in tarball.manifest_error


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbf" + b'{"name":"p"}',
        b'{"name":"p","x":"\\ud800"}',
        b'{"name":"p","x":"\xff"}',
        b'{"name":"p","x":%s}' % (b"9" * 5000),
    ],
)
def test_a_manifest_that_npm_reads_is_read(text: bytes) -> None:
    tarball = read_archive(pack({"package.json": text}))
    assert tarball.manifest_error == ""
    assert tarball.manifest is not None
    assert tarball.manifest.name == "p"


def test_no_manifest_is_told() -> None:
    assert read_archive(pack({"index.js": ""})).manifest_error == "there is no package.json"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"<!doctype html>" * 100,
        b"\x1f\x8b",
        b"\x1f\x8b\x08\x08" + b"n" * 100,
        squeeze(b""),
        squeeze(b"no tar" * 500),
        squeeze(b"x" * 2_000_000),
    ],
)
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveError):
        read_archive(data)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        read_archive(tmp_path / "none.tgz")
    with pytest.raises(ArchiveError, match="not a regular file"):
        read_archive(tmp_path)


def test_anomalies_of_one_kind_are_counted_not_listed() -> None:
    links = [RawMember(b"package/l%d" % i, kind=b"2", link=b"x") for i in range(500)]
    tarball = read_archive(pack({}, members=links))
    assert len(tarball.anomalies) == 20
    assert "480 more" in tarball.anomalies[-1].detail


def test_the_manifest_may_be_at_any_place() -> None:
    late = RawMember(b"package/package.json", json.dumps({"name": "p"}).encode())
    assert read_archive(pack({"a.js": "1"}, members=[late])).manifest_error == ""
