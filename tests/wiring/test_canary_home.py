from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assay.wiring.canary_home import PROJECT_FILES, copy_moved, copy_settings, with_address

GATE, HERE = "http://gate.acme.example:4873/", "http://127.0.0.1:1"


def test_only_registries_are_copied_and_the_gate_is_replaced(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    (source / ".npmrc").write_text(
        f"registry={GATE}\nnode-options=--require ./evil.js\n//gate.acme.example:4873/:_auth=x"
    )
    (source / ".yarnrc").write_text(f'registry "{GATE}"\nyarn-path "./evil.js"\n')
    (source / ".yarnrc.yml").write_text(f"npmRegistryServer: {GATE}\nyarnPath: ./evil.cjs\nplugins: [./evil.cjs]\n")
    (source / "pnpm-workspace.yaml").write_text(f"registries: {{default: {GATE}}}\npnpmfile: evil.cjs\n")
    (source / "bunfig.toml").write_text(f'preload = ["./evil.ts"]\n[install]\nregistry = "{GATE}"\n')
    assert copy_settings(source, target, PROJECT_FILES, (GATE, HERE)) == []
    for name in PROJECT_FILES:
        text = (target / name).read_text()
        assert "evil" not in text
        assert HERE in text
        assert "gate.acme" not in text
    assert yaml.safe_load((target / ".yarnrc.yml").read_text()) == {"npmRegistryServer": f"{HERE}/"}


def test_files_that_variables_name_are_copied_to_their_usual_place(tmp_path: Path) -> None:
    (tmp_path / "config/pnpm").mkdir(parents=True)
    (tmp_path / "config/pnpm/rc").write_text(f"registry={GATE}\n")
    (tmp_path / "mine").write_text("registry=http://other.example/\n")
    variables = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "npm_config_userconfig": str(tmp_path / "mine")}
    assert copy_moved(variables, tmp_path / "to", (GATE, HERE)) == []
    assert (tmp_path / "to/.config/pnpm/rc").read_text() == f"registry={HERE}/\n"
    assert (tmp_path / "to/.npmrc").read_text() == "registry=http://other.example/\n"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / ".yarnrc.yml").write_text("a: b: c")
    (tmp_path / "bunfig.toml").write_text("[")
    assert copy_settings(tmp_path, tmp_path / "to", PROJECT_FILES, (GATE, HERE)) == [".yarnrc.yml", "bunfig.toml"]


@pytest.mark.parametrize("other", ["http://gate.acme.example:48731/", "http://gate.acme.example/", "https://x/"])
def test_other_addresses_stay(other: str) -> None:
    assert with_address(f"registry={other}", (GATE, HERE)) == f"registry={other}"
