from __future__ import annotations

import json
from pathlib import Path

from tests.gate.running import running_gate
from tests.registry_simulator import RegistrySimulator


def test_internal_names_are_asked_of_the_internal_registry_only(tmp_path: Path) -> None:
    with RegistrySimulator() as public, RegistrySimulator() as own:
        for name in ("corp-tool", "@corp/app", "corp-gone"):
            public.publish(name, "9.9.9")
        public.publish("left-thing", "1.0.0")
        for name in ("corp-tool", "@corp/app", "left-thing"):
            own.publish(name, "1.0.0")
        toml = f'[internal]\nnames = ["corp-*", "@corp/*"]\nregistry = "{own.url}"\n'
        with running_gate(tmp_path / "gate", public.url, toml=toml) as gate:
            for name in ("corp-tool", "@corp%2fapp"):
                assert list(json.loads(gate.get(f"/{name}").body)["versions"]) == ["1.0.0"]
            assert gate.get("/corp-tool/-/corp-tool-1.0.0.tgz").status == 200
            assert gate.get("/corp-tool/-/corp-tool-9.9.9.tgz").status == 404
            assert gate.get("/corp-gone").status == 404
            assert gate.get("/left-thing").status == 200
        assert not [each.path for each in public.requests if "corp" in each.path]
        assert not [each.path for each in own.requests if "left-thing" in each.path]
