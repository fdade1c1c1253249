from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from assay.registry.default_registry import public_registry
from tests.gate.running import RunningGate, fetch, running_gate
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


def ask(gate: RunningGate, path: str, question: object) -> dict[str, object]:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(gate.url + path, json.dumps(question).encode(), headers, method="POST")
    got = fetch(request)
    assert got.status == 200, got.text
    told: dict[str, object] = json.loads(got.body)
    return told


@pytest.mark.parametrize("prefix", ["", "/p/shop"])
def test_audits_never_tell_the_public_registry_of_internal_names(tmp_path: Path, prefix: str) -> None:
    with RegistrySimulator() as public, RegistrySimulator() as own:
        public.serve("/-/npm/v1/security/advisories/bulk", b'{"left-thing": []}')
        toml = f'[internal]\nnames = ["corp-*"]\n[registries.scopes]\n"@corp" = "{own.url}"\n'
        with running_gate(tmp_path / "gate", public.url, toml=toml) as gate:
            bulk = {"corp-tool": ["1.0.0"], "@corp/app": ["1.0.0"], "left-thing": ["1.0.0"]}
            assert ask(gate, f"{prefix}/-/npm/v1/security/advisories/bulk", bulk) == {"left-thing": []}
            assert ask(gate, f"{prefix}/-/npm/v1/security/advisories/bulk", {"corp-tool": ["1.0.0"]}) == {}
            entries = {name: {"version": each[0]} for name, each in bulk.items()}
            tree = {"name": "corp-shop", "version": "1.0.0", "dependencies": entries}
            assert ask(gate, f"{prefix}/-/npm/v1/security/audits/quick", tree)["advisories"] == {}
        assert [each.path.rpartition("/")[2] for each in public.requests] == ["bulk", "quick"]
        assert not [each for each in public.requests if b"corp" in each.body]
        assert [b"left-thing" in each.body for each in public.requests] == [True, True]
        assert own.requests == []


def test_nothing_is_written_of_an_internal_name_that_only_the_public_registry_could_have(tmp_path: Path) -> None:
    toml = '[internal]\nnames = ["corp-*", "@corp/*"]\n'
    # a proxy that is not there: even a broken gate reaches nobody
    broken = {"toml": toml, "https_proxy": "http://127.0.0.1:9"}
    with running_gate(tmp_path / "gate", public_registry(), "--log", "json", **broken) as gate:
        for method, path in (
            ("PUT", "/@corp%2fapp"),
            ("PUT", "/-/package/corp-tool/dist-tags/next"),
            ("GET", "/-/npm/v1/attestations/@corp%2fapp@1.0.0"),
            ("GET", "/corp-tool?write=true"),
        ):
            body = b"{}" if method == "PUT" else None
            request = urllib.request.Request(gate.url + path, body, {"Authorization": "Bearer mine"}, method=method)
            got = fetch(request)
            assert (got.status, got.reason) == (403, "an internal name is not told to the public registry")
        assert gate.get("/corp-tool").status == 403
    written = (gate.folder / "gate.log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["decision"] for line in written if line.startswith("{")] == ["refused"] * 5
