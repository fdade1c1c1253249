from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.run import Machine
from tests.names.small import COUNTS
from tests.registry_simulator import Fault, RegistrySimulator, pack

VERSION = "2.20260301.0"


def counts_tarball(counts: object = COUNTS) -> bytes:
    return pack({"counts.json": json.dumps(counts)}, manifest={"name": "download-counts", "version": VERSION})


def names_tarball(names: object = tuple(COUNTS)) -> bytes:
    manifest = {"name": "all-the-package-names", "version": "2.0.0"}
    return pack({"names.json": json.dumps(names)}, manifest=manifest)


def publish(registry: RegistrySimulator) -> None:
    registry.publish("download-counts", VERSION, tarball=counts_tarball())
    registry.publish("all-the-package-names", "2.0.0", tarball=names_tarball())


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.tgz"
    path.write_bytes(counts_tarball())
    return path


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.tgz"
    path.write_bytes(names_tarball())
    return path


def test_from_the_registry(machine: Machine, registry: RegistrySimulator) -> None:
    publish(registry)
    done = machine.assay("corpus", "update")
    assert done.code == 0
    assert f"{len(COUNTS)} names, counted on 2026-03-01" in done.stdout
    assert str(machine.data / "corpus.bin") in done.stdout
    assert done.stderr.splitlines() == [
        "fetching download-counts",
        "fetching all-the-package-names",
        "building the corpus",
    ]
    shown = machine.assay("corpus", "show")
    assert f"{len(COUNTS)} names" in shown.stdout
    assert f"download-counts@{VERSION}" in shown.stdout
    told = json.loads(machine.assay("check", "loadsh", "--offline", "--format", "json").stdout)
    assert told["target"] == "lodash"


def test_from_tarballs(machine: Machine, registry: RegistrySimulator, counts: Path, names: Path) -> None:
    done = machine.assay("corpus", "update", "--counts", counts, "--names", names, "--offline")
    assert (done.code, registry.paths()) == (0, [])
    assert f"{len(COUNTS)} names" in done.stdout


def test_what_is_not_given_is_fetched(machine: Machine, registry: RegistrySimulator, counts: Path) -> None:
    publish(registry)
    assert machine.assay("corpus", "update", "--counts", counts).code == 0
    assert not [path for path in registry.paths() if "download-counts" in path]


def test_the_shipped_corpus_is_shown(machine: Machine) -> None:
    done = machine.assay("corpus", "show")
    assert (done.code, done.stderr) == (0, "")
    assert "names, counted on" in done.stdout


def test_swapped_tarballs(machine: Machine, counts: Path, names: Path) -> None:
    done = machine.assay("corpus", "update", "--counts", names, "--names", counts)
    assert (done.code, done.stdout) == (2, "")
    assert "swapped" in done.stderr


def test_offline_without_tarballs(machine: Machine) -> None:
    done = machine.assay("corpus", "update", "--offline")
    assert done.code == 2
    assert "--counts" in done.stderr


@pytest.mark.parametrize("content", [None, b"", b"no tarball", counts_tarball()[:200], counts_tarball([1, 2])])
def test_tarballs_that_cannot_be_read(content: bytes | None, machine: Machine, names: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.tgz"
    if content is not None:
        broken.write_bytes(content)
    done = machine.assay("corpus", "update", "--counts", broken, "--names", names)
    assert (done.code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "assay corpus update" in done.stderr
    assert not (machine.data / "corpus.bin").exists()


def test_a_registry_without_the_packages(machine: Machine) -> None:
    done = machine.assay("corpus", "update")
    assert (done.code, done.stdout) == (2, "")
    assert "download-counts could not be fetched" in done.stderr
    assert "npm pack" in done.stderr


def test_bytes_that_the_registry_does_not_vouch_for(machine: Machine, registry: RegistrySimulator) -> None:
    publish(registry)
    registry.fault("/download-counts/-/*", Fault.WRONG_BYTES)
    done = machine.assay("corpus", "update")
    assert done.code == 2
    assert "vouches" in done.stderr
    assert not (machine.data / "corpus.bin").exists()


def test_a_folder_that_cannot_be_written(machine: Machine, counts: Path, names: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environment = {"ASSAY_DATA_DIR": str(tmp_path / "file" / "below")}
    done = machine.assay("corpus", "update", "--counts", counts, "--names", names, env=environment)
    assert done.code == 2
    assert "ASSAY_DATA_DIR" in done.stderr
