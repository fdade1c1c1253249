from __future__ import annotations

import tomllib
from pathlib import Path

from assay.settings import commented_settings
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator


def test_writes_a_file_of_defaults_that_a_scan_can_read(
    machine: Machine, registry: RegistrySimulator, tmp_path: Path
) -> None:
    done = machine.assay("init", cwd=tmp_path)
    assert (done.code, done.stderr) == (0, "")
    text = (tmp_path / "assay.toml").read_text(encoding="utf-8")
    assert text == commented_settings()
    tomllib.loads(text)
    registry.publish("plain-thing")
    assert machine.assay("check", "plain-thing", cwd=tmp_path).code == 0


def test_refuses_to_write_over_a_file(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text("workers = 1\n")
    done = machine.assay("init", tmp_path)
    assert done.code == 2
    assert "is there already" in done.stderr
    assert "--force" in done.stderr
    assert (tmp_path / "assay.toml").read_text() == "workers = 1\n"
    assert machine.assay("init", tmp_path, "--force").code == 0
    assert (tmp_path / "assay.toml").read_text(encoding="utf-8") == commented_settings()


def test_a_folder_that_is_none_and_one_that_takes_no_files(machine: Machine, tmp_path: Path) -> None:
    assert "is not a folder" in machine.assay("init", tmp_path / "missing").stderr
    done = machine.assay("init", "/proc")
    assert done.code == 2
    assert "cannot write /proc/assay.toml" in done.stderr
