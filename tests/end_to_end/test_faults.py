"""A registry that misbehaves in every way: the others are still reported, and nothing wrong is kept."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end import locked
from tests.end_to_end.run import Machine
from tests.registry_simulator import Fault, RawMember, RegistrySimulator, pack, pack_raw, squeeze
from tests.store.faults import full_disk

#: What a registry does, and what the report says about it, for documents and for tarballs.
FAULTS: dict[str, tuple[Fault, dict[str, object], str, str]] = {
    "slow": (Fault.SLOW, {}, "no complete answer within 2 s", "no complete answer within 2 s"),
    "trickle": (Fault.TRICKLE, {"seconds": 0.05}, "no complete answer", "no complete answer"),
    "cut-off": (Fault.CUT_OFF, {}, "cut off", "cut off"),
    "reset": (Fault.RESET, {}, "closed without an answer", "closed without an answer"),
    "busy": (Fault.STATUS, {"status": 429, "retry_after": "3600"}, "status 429", "status 429"),
    "broken": (Fault.STATUS, {"status": 500}, "status 500", "status 500"),
    "down": (Fault.STATUS, {"status": 503}, "status 503", "status 503"),
    "closed": (Fault.STATUS, {"status": 401}, "wants credentials", "wants credentials"),
    "page": (Fault.HTML, {}, "web page", "web page"),
    "wrong": (Fault.WRONG_BYTES, {}, "damaged gzip", ""),
    "short": (Fault.WRONG_LENGTH, {}, "", ""),
    "circle": (Fault.REDIRECT, {"location": "{path}"}, "redirects more than 5 times", "redirects more than 5 times"),
}
IMPATIENT = ("fetch-retries=0", "fetch-timeout=2000")


@pytest.fixture
def hasty(registry: RegistrySimulator, tmp_path: Path) -> Machine:
    """A machine that tries once and for two seconds."""
    return Machine.at(tmp_path / "hasty", registry.url, *IMPATIENT)


def project_with_faults(registry: RegistrySimulator, project: Path, place: str) -> None:
    """One package for each fault, with the fault on its document or its tarball, and one without."""
    for name, (fault, details, _, _) in FAULTS.items():
        path = place.format(name=f"{name}-thing")
        settings = {key: registry.url + path if value == "{path}" else value for key, value in details.items()}
        registry.fault(path, fault, **settings)  # type: ignore[arg-type]
    published = [registry.publish(f"{name}-thing", files={"index.js": "1;\n" * 200}) for name in FAULTS]
    locked.project_of(project, registry.publish("plain-thing"), *published)


def test_every_fault_of_a_packument_is_told_apart(registry: RegistrySimulator, hasty: Machine, project: Path) -> None:
    project_with_faults(registry, project, "/{name}")
    done = hasty.scan(project)
    assert (done.code, done.stderr) == (3, "")
    assert done.by_ref["plain-thing@1.0.0"]["gaps"] == []
    for name, (_, _, why, _) in FAULTS.items():
        each = done.by_ref[f"{name}-thing@1.0.0"]
        (gap,) = each["gaps"]
        assert (gap["kind"], each["verdict"]["level"], each["source"]) == ("registry", "unknown", "none"), name
        assert gap["what"] == f"packument of {name}-thing"
        assert why in gap["why"], name
    assert "3600 s" in done.by_ref["busy-thing@1.0.0"]["gaps"][0]["hint"]
    assert kept(hasty) == {"plain-thing"}

    registry.heal()
    healed = hasty.scan(project)
    assert healed.code == 0
    assert healed.report["coverage"]["checked"] == len(FAULTS) + 1


def test_every_fault_of_a_tarball_is_told_apart(registry: RegistrySimulator, hasty: Machine, project: Path) -> None:
    project_with_faults(registry, project, "/{name}/-/*")
    done = hasty.scan(project)
    assert (done.code, done.stderr) == (1, "")
    assert done.by_ref["plain-thing@1.0.0"]["gaps"] == []
    for name, (_, _, _, why) in FAULTS.items():
        ref = f"{name}-thing@1.0.0"
        # These bytes came whole, and are not what was announced.
        if name == "wrong":
            assert "integrity-mismatch" in done.rules(ref), name
            assert "not a tar archive" in done.why_not(ref), name
            continue
        assert done.by_ref[ref]["gaps"][0]["kind"] == "tarball", name
        assert why in done.why_not(ref), name
        assert done.by_ref[ref]["verdict"]["level"] == "unknown", name
    assert kept(hasty) == {"plain-thing"}

    registry.heal()
    healed = hasty.scan(project)
    assert healed.code == 0
    assert healed.report["coverage"]["checked"] == len(FAULTS) + 1


def test_bodies_without_an_end_are_given_up(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    names = ("endless", "bomb", "endless-tarball", "bomb-tarball")
    published = [registry.publish(name) for name in names]
    registry.fault("/endless", Fault.ENDLESS)
    registry.fault("/bomb", Fault.BOMB)
    registry.fault("/endless-tarball/-/*", Fault.ENDLESS)
    registry.fault("/bomb-tarball/-/*", Fault.BOMB)
    done = machine.scan(locked.project_of(project, registry.publish("plain-thing"), *published))
    assert done.by_ref["plain-thing@1.0.0"]["gaps"] == []
    assert all(done.by_ref[f"{name}@1.0.0"]["verdict"]["level"] != "benign" for name in names)
    assert "more than" in done.why_not("endless@1.0.0")
    assert "more than" in done.why_not("endless-tarball@1.0.0")
    assert "integrity-mismatch" in done.rules("bomb-tarball@1.0.0")
    assert kept(machine) == {"plain-thing"}


def test_a_registry_that_answers_404_has_no_such_package(
    registry: RegistrySimulator, hasty: Machine, project: Path
) -> None:
    locked.project_of(project, registry.publish("gone-thing"), registry.publish("lost-thing"))
    registry.fault("/gone-thing", Fault.STATUS, status=404)
    registry.fault("/lost-thing/-/*", Fault.STATUS, status=404)
    done = hasty.scan(project)
    assert "name-not-in-registry" in done.rules("gone-thing@1.0.0")
    assert done.by_ref["lost-thing@1.0.0"]["gaps"][0]["kind"] == "tarball"


def test_a_busy_registry_is_asked_again_when_it_says(
    registry: RegistrySimulator, tmp_path: Path, project: Path
) -> None:
    patient = Machine.at(tmp_path / "patient", registry.url, "fetch-retries=2")
    locked.project_of(project, registry.publish("plain-thing"))
    registry.fault("/plain-thing", Fault.STATUS, status=429, retry_after="0", times=1)
    registry.fault("/plain-thing/-/*", Fault.CUT_OFF, times=1)
    assert patient.scan(project).code == 0
    assert len(registry.requests) == 4


def test_no_registry_at_all(tmp_path: Path, project: Path) -> None:
    with RegistrySimulator() as registry:
        locked.project_of(project, registry.publish("plain-thing"))
        lonely = Machine.at(tmp_path / "lonely", registry.url, *IMPATIENT)
    done = lonely.scan(project, "plain-thing")
    assert done.code == 3
    assert "cannot connect" in done.why_not("plain-thing@1.0.0")
    assert "cannot connect" in done.input_gaps[0]["why"]


def test_a_name_behind_every_fault(registry: RegistrySimulator, hasty: Machine) -> None:
    registry.publish("broken-thing")
    registry.publish("page-thing")
    registry.fault("/broken-thing", Fault.STATUS, status=500)
    registry.fault("/page-thing", Fault.HTML)
    registry.publish("plain-thing")
    done = hasty.scan("broken-thing", "page-thing@^1", "plain-thing")
    assert (done.code, done.refs) == (3, {"plain-thing@1.0.0"})
    assert [gap["kind"] for gap in done.input_gaps] == ["registry", "registry"]


HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "gap"),
    "text": (b"not an archive at all", "gap"),
    "truncated": (pack({"index.js": "1;\n" * 9000}, manifest={"name": "truncated-thing"})[:-40], "gap"),
    "traversal": (
        pack(
            {},
            manifest={"name": "traversal-thing", "version": "1.0.0"},
            members=[RawMember(b"package/../../../x", b"x")],
        ),
        "archive-anomaly",
    ),
    "absolute": (
        pack({}, manifest={"name": "absolute-thing", "version": "1.0.0"}, members=[RawMember(b"/tmp/x", b"x")]),
        "archive-anomaly",
    ),
    "link": (
        pack(
            {},
            manifest={"name": "link-thing", "version": "1.0.0"},
            members=[RawMember(b"package/x", kind=b"2", link=b"/etc/passwd")],
        ),
        "archive-anomaly",
    ),
    "device": (
        pack({}, manifest={"name": "device-thing", "version": "1.0.0"}, members=[RawMember(b"package/d", kind=b"3")]),
        "archive-anomaly",
    ),
    "twice": (
        pack(
            {"a.js": "1"},
            manifest={"name": "twice-thing", "version": "1.0.0"},
            members=[RawMember(b"package/a.js", b"2")],
        ),
        "archive-anomaly",
    ),
    "case": (
        pack({"a.js": "1", "A.js": "2"}, manifest={"name": "case-thing", "version": "1.0.0"}),
        "archive-anomaly",
    ),
    "huge-claim": (pack_raw(RawMember(b"package/package.json", b"{}", declared_size=8**11 - 1)), "gap"),
    "bad-sum": (pack_raw(RawMember(b"package/package.json", b"{}", checksum=7)), "gap"),
    "bomb": (squeeze(RawMember(b"package/z", bytes(300_000_000)).to_bytes()), "gap"),
    "no-manifest": (pack({"index.js": "1"}), "gap"),
    "bad-manifest": (pack({"package.json": "{" * 100_000}), "gap"),
    "not-utf8": (pack({"package.json": b'{"name":"\xff\xfe"}'}), ""),
}


def test_hostile_tarballs_are_findings_or_gaps_and_never_crashes(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    published = [registry.publish(f"{name}-thing", tarball=data) for name, (data, _) in HOSTILE.items()]
    locked.project_of(project, registry.publish("plain-thing"), *published)
    done = machine.scan(project)
    assert done.stderr == ""
    assert done.by_ref["plain-thing@1.0.0"]["verdict"]["level"] == "benign"
    for name, (_, expected) in HOSTILE.items():
        each = done.by_ref[f"{name}-thing@1.0.0"]
        if expected == "gap":
            assert each["gaps"], name
            assert "archive" in {gap["kind"] for gap in each["gaps"]}, name
        elif expected:
            assert expected in done.rules(f"{name}-thing@1.0.0"), name
    assert "bomb-thing" not in kept(machine)


def test_hostile_sources_are_read_to_an_end(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    sources: dict[str, str | bytes] = {
        "deep": "(" * 100_000,
        "nested": "[" * 50_000 + "]" * 50_000,
        "long-line": "a=" + "'x'+" * 200_000 + "'x';",
        "not-utf8": b"\xff\xfe\x00var x = '\xd8\x00';" * 1000,
        "escapes": "\\u0065\\u0076" * 20_000,
        "unclosed": "`${" * 20_000,
        "calls": "eval(" * 20_000,
        "comment": "/*" * 100_000,
    }
    published = [registry.publish(f"{name}-thing", files={"index.js": source}) for name, source in sources.items()]
    locked.project_of(project, registry.publish("plain-thing"), *published)
    done = machine.scan(project)
    assert done.stderr == ""
    assert len(done.refs) == len(sources) + 1
    assert done.by_ref["plain-thing@1.0.0"]["verdict"]["level"] == "benign"
    assert not [gap for each in done.by_ref.values() for gap in each["gaps"] if gap["kind"] in ("worker", "detector")]


BROKEN_INPUTS = {
    "truncated/package-lock.json": b'{\n  "lockfileVersion": 3,\n  "packages": {\n    "node_modules/a": {"ver',
    "text/package-lock.json": b"<<<<<<< HEAD\n",
    "deep/package-lock.json": b'{"lockfileVersion": 3, "packages": ' + b'{"a":' * 200_000,
    "not-utf8/package-lock.json": b'{\n  "lockfileVersion": 3,\n  "name": "\xff\xfe"\n}',
    "empty/package-lock.json": b"",
    "list/package.json": b"[]",
    "deep-yaml/pnpm-lock.yaml": b"lockfileVersion: '9.0'\npackages: " + b"[" * 50_000,
    "anchors/pnpm-lock.yaml": b"lockfileVersion: '9.0'\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\npackages: *c\n",
    "binary/yarn.lock": b"# yarn lockfile v1\n\x00\x01\xff\xfe\n",
    "deep-bun/bun.lock": b'{"lockfileVersion": 1, "workspaces": ' + b"[" * 100_000,
    "text/deno.lock": b'{"version": "4", "npm": ',
}


def test_broken_lockfiles_are_reported_with_their_place(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    for name, data in BROKEN_INPUTS.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_bytes(data)
    locked.project_of(project / "good", registry.publish("plain-thing"))
    done = machine.scan(project)
    assert (done.code, done.stderr, done.refs) == (3, "", {"plain-thing@1.0.0"})
    told = {gap["location"]["file"]: gap for gap in done.input_gaps if gap["location"]}
    for name in BROKEN_INPUTS:
        assert told[str(project / name)]["kind"] == "input", name
        assert told[str(project / name)]["why"], name
    assert told[str(project / "truncated/package-lock.json")]["location"]["line"] == 4
    assert told[str(project / "not-utf8/package-lock.json")]["location"]["line"] == 3


def test_a_huge_lockfile_is_refused_and_not_read(machine: Machine, project: Path) -> None:
    with (project / "package-lock.json").open("wb") as file:
        file.truncate(3 * 1024**3)
    done = machine.scan(project / "package-lock.json")
    assert (done.code, len(done.input_gaps)) == (2, 1)
    assert "larger than" in done.input_gaps[0]["why"]


def test_a_big_tarball_on_a_full_disk_is_a_gap(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    big = registry.publish("big-thing", files={"blob.bin": os.urandom(4_000_000)})
    locked.project_of(project, big, registry.publish("plain-thing"))
    with full_disk(1_000_000):
        done = machine.scan(project)
    assert (done.code, done.stderr) == (3, "")
    assert done.by_ref["plain-thing@1.0.0"]["gaps"] == []
    assert done.by_ref["big-thing@1.0.0"]["gaps"][0]["kind"] == "tarball"


def test_a_report_that_cannot_be_printed_is_said(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    locked.project_of(project, registry.publish("plain-thing"))
    with Path("/dev/full").open("w") as full:
        done = machine.assay("scan", project, stdout=full.fileno())
    assert done.code == 2
    assert "cannot print" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("--format", "json"), ("--offline",), ()])
def test_an_answer_that_cannot_be_printed_is_said(words: tuple[str, ...], machine: Machine) -> None:
    with Path("/dev/full").open("w") as full:
        done = machine.assay("check", "lodahs", *words, stdout=full.fileno())
    assert done.code == 2
    assert done.stderr.strip() == "assay: cannot print the report: No space left on device"


def kept(machine: Machine) -> set[str]:
    """Names in the verdict cache."""
    with closing(sqlite3.connect(machine.cache / "inspections.sqlite")) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM inspections")}


def test_lockfile_names_that_are_no_names(machine: Machine, registry: RegistrySimulator, project: Path) -> None:
    names = ["..", "../../etc/passwd", "a/../b", "%2e%2e", "@/x", "x" * 5000, "a\nb", "\u202eabc", "con\u0000"]
    packages = {f"node_modules/{name}": {"version": "1.0.0"} for name in names}
    (project / "package-lock.json").write_text(json.dumps({"lockfileVersion": 3, "packages": packages}))
    done = machine.scan(project)
    assert done.code in (1, 3, 0)
    assert done.stderr == ""
    assert all(path.count("/") <= 2 and ".." not in path.split("/") for path in registry.paths())
    shown = machine.assay("scan", project)
    assert "\u202e" not in shown.stdout
    assert "\u0000" not in shown.stdout
