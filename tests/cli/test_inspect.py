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


DOCS = Path(__file__).parents[2] / "docs/inspect.md"
HIDDEN = Path(__file__).parent / "inspected/package"


def test_the_whole_chain_of_an_obfuscated_package_is_one_screen_as_documented(machine: Machine) -> None:
    done = machine.assay("inspect", HIDDEN, env={"COLUMNS": "100"})
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 100
    shown = DOCS.read_text(encoding="utf-8").partition("```text\n")[2].partition("```")[0]
    assert lines == shown.splitlines()
    order = ["postinstall: node setup.js", "its texts are moved", "layer 1, decoder of", "→ 1  network: https.request"]
    places = [done.stdout.index(each) for each in order]
    assert places == sorted(places)
    assert "hxxps://cdn[.]acme[.]invalid/next" in done.stdout
    assert "https://" not in done.stdout


def test_the_layers_are_in_the_json(machine: Machine) -> None:
    files = json.loads(machine.assay("inspect", HIDDEN, "--format", "json").stdout)["files"]
    (first,) = (file for file in files if file["path"] == "setup.js")
    assert any("hxxps://cdn[.]acme[.]invalid/next" in layer["decoded"] for layer in first["layers"])
    assert any(chain["hidden"] for chain in first["chains"])


def test_every_capability_is_told(machine: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "thing"
    folder.mkdir()
    (folder / "package.json").write_text('{"name": "thing", "version": "1.0.0"}')
    (folder / "index.js").write_text(
        """const fs = require("fs");
const https = require("https");
fs.writeFileSync("package.json", "{}");
WebAssembly.instantiate(fs.readFileSync("a.wasm"));
https.get("https://a.invalid/x", { rejectUnauthorized: false });
navigator.clipboard.readText();
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
try { load(process.env.HOME); } catch {}
"""
    )
    (file,) = json.loads(machine.assay("inspect", folder, "--format", "json").stdout)["files"]
    told = {(each["kind"], each["line"]): each["detail"] for each in file["behaviours"]}
    assert told["file-write", 3] == "fs.writeFileSync of package.json"
    assert told["network", 5] == "https.get of hxxps://a[.]invalid/x"
    assert {kind for kind, _ in told} >= {
        "webassembly",
        "file-read",
        "tls-off",
        "input-read",
        "condition",
        "silent-catch",
        "environment-read",
    }
