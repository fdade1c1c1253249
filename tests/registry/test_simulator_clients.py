"""Real clients take the simulator for a registry."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.registry_simulator import RegistrySimulator


@pytest.mark.clients
def test_npm_installs_from_the_simulator(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(json.dumps({"name": "app", "dependencies": {"@scope/top": "^2.0.0"}}))
    with RegistrySimulator(token="secret-token") as registry:
        registry.publish("leaf", "1.0.0")
        registry.publish("@scope/top", "2.0.0", manifest={"dependencies": {"leaf": "^1.0.0"}})
        place = registry.url.partition(":")[2]
        (tmp_path / ".npmrc").write_text(f"registry={registry.url}\n{place}/:_authToken=secret-token\n")
        environment = {**os.environ, "HOME": str(tmp_path), "npm_config_cache": str(tmp_path / "cache")}
        done = subprocess.run(
            ["npm", "install", "--ignore-scripts", "--no-fund"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "node_modules" / "leaf" / "index.js").is_file()
    assert (tmp_path / "node_modules" / "@scope" / "top" / "package.json").is_file()
