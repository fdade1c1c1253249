from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.run import Machine
from tests.registry_simulator import Fault, RegistrySimulator, pack

CODE = "eval(Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64').toString());\n"
FILES = {"index.js": CODE}


def test_a_release_of_the_registry(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("thing", "1.0.0", files=FILES, manifest={"scripts": {"postinstall": "node index.js"}})
    done = machine.assay("inspect", "thing@1.0.0", "--format", "json")
    assert (done.code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["package"] == {"name": "thing", "version": "1.0.0"}
    assert told["scripts"] == {"postinstall": "node index.js"}
    (file,) = told["files"]
    assert file["reached_by"][0] == "postinstall"
    assert file["chains"][0]["source"]["decoded"] == "console.log(1)"
    assert "console.log(1)" in machine.assay("inspect", "thing@1.0.0").stdout


@pytest.mark.parametrize("kind", ["tarball", "folder"])
def test_what_is_on_disk(kind: str, machine: Machine, tmp_path: Path) -> None:
    if kind == "tarball":
        target = tmp_path / "thing.tgz"
        target.write_bytes(pack(FILES, manifest={"name": "thing", "version": "1.0.0"}))
    else:
        target = tmp_path / "thing"
        target.mkdir()
        (target / "package.json").write_text('{"name": "thing", "version": "1.0.0"}')
        (target / "index.js").write_text(CODE)
    done = machine.assay("inspect", target)
    assert done.code == 0, done.stderr
    assert "thing@1.0.0" in done.stdout.splitlines()[0]
    assert "eval" in done.stdout


def test_what_cannot_be_had_is_said(machine: Machine, registry: RegistrySimulator, tmp_path: Path) -> None:
    missing = machine.assay("inspect", "nobody-has-this@1.0.0")
    assert missing.code != 0
    registry.publish("thing", "1.0.0", files=FILES)
    registry.fault("/thing/-/*", Fault.STATUS, status=500)
    broken = machine.assay("inspect", "thing@1.0.0")
    assert broken.code == 3
    assert "could not be read" in broken.stdout
    damaged = tmp_path / "damaged.tgz"
    damaged.write_bytes(b"no archive")
    assert machine.assay("inspect", damaged).code == 2


def test_one_package_at_a_time(machine: Machine, tmp_path: Path) -> None:
    lock = {"lockfileVersion": 3, "packages": {f"node_modules/p{n}": {"version": "1.0.0"} for n in range(3)}}
    file = tmp_path / "package-lock.json"
    file.write_text(json.dumps(lock))
    done = machine.assay("inspect", file)
    assert done.code == 2
    assert "one is inspected at a time" in done.stderr
