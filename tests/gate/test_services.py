"""What clients ask a registry beside packages, through a real gate, with and without a project's prefix."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gate.running import Got, RunningGate, fetch, running_gate
from tests.registry_simulator import RegistrySimulator

MINE = "Bearer mine"
#: What a client does, by method and path. A PUT of a package itself is in the end-to-end tests.
SERVICES = [
    ("GET", "/-/ping"),
    ("GET", "/-/whoami"),
    ("GET", "/-/npm/v1/keys"),
    ("GET", "/-/npm/v1/user"),
    ("GET", "/-/npm/v1/tokens"),
    ("GET", "/-/npm/v1/attestations/good@1.0.0"),
    ("GET", "/-/npm/v1/attestations/@acme%2ftool@1.0.0"),
    ("GET", "/-/v1/search?text=good&size=20"),
    ("POST", "/-/v1/login"),
    ("PUT", "/-/user/org.couchdb.user:me"),
    ("DELETE", "/-/user/token/mine"),
    ("PUT", "/-/package/good/dist-tags/next"),
    ("DELETE", "/-/package/@acme%2ftool/dist-tags/next"),
    ("POST", "/-/package/@acme%2ftool/access"),
    ("GET", "/-/package/@acme%2ftool/collaborators?format=cli"),
    ("GET", "/-/package/good/visibility"),
    ("GET", "/-/org/acme/package"),
    ("PUT", "/-/org/acme/user"),
    ("PUT", "/-/team/acme/developers/package"),
    ("POST", "/-/stage/package/good"),
    ("PUT", "/good/-rev/1-a?write=true"),
    ("DELETE", "/good/-/good-1.0.0.tgz/-rev/1-a"),
    ("DELETE", "/@acme%2ftool/-rev/1-a"),
    ("POST", "/-/npm/v1/oidc/token/exchange/package/good"),
]


@pytest.fixture(scope="module")
def upstream() -> Iterator[RegistrySimulator]:
    with RegistrySimulator(prefix="/npm") as registry:
        attestations = {"url": f"{registry.url}/-/npm/v1/attestations/good@1.0.0", "provenance": {"predicateType": "x"}}
        registry.publish("good", "1.0.0", dist={"attestations": attestations})
        for _, path in SERVICES:
            plain = urllib.request.url2pathname(path.partition("?")[0])
            registry.serve(plain, json.dumps({"path": plain}).encode(), status=201)
        yield registry


def ask(gate: RunningGate, method: str, path: str, **headers: str) -> Got:
    body = b'{"a": "body"}' if method in ("PUT", "POST") else None
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return fetch(urllib.request.Request(gate.url + path, body, {"Authorization": MINE, **named}, method=method))


@pytest.mark.parametrize("prefix", ["", "/p/shop"])
@pytest.mark.parametrize(("method", "path"), SERVICES)
def test_a_service_is_passed_on_whole_and_answered_whole(
    method: str, path: str, prefix: str, gate: RunningGate, upstream: RegistrySimulator
) -> None:
    got = ask(gate, method, prefix + path, npm_otp="123456", npm_scope="@acme")
    plain = urllib.request.url2pathname(path.partition("?")[0])
    assert (got.status, json.loads(got.body)) == (201, {"path": plain})
    asked = upstream.requests[-1]
    assert (asked.method, asked.target) == (method, f"/npm{path}")
    assert asked.body == (b'{"a": "body"}' if method in ("PUT", "POST") else b"")
    told = {name: asked.headers.get(name) for name in ("authorization", "npm-otp", "npm-scope")}
    assert told == {"authorization": MINE, "npm-otp": "123456", "npm-scope": "@acme"}


@pytest.mark.parametrize("prefix", ["", "/p/shop"])
def test_attestations_are_asked_of_the_gate_where_npm_looks_for_them(prefix: str, gate: RunningGate) -> None:
    document = json.loads(gate.get(f"{prefix}/good").body)
    told = document["versions"]["1.0.0"]["dist"]["attestations"]
    assert told == {
        "url": f"{gate.url}{prefix}/-/npm/v1/attestations/good@1.0.0",
        "provenance": {"predicateType": "x"},
    }
    assert gate.get(told["url"].removeprefix(gate.url)).status == 201


def test_what_is_another_registrys_goes_there_alone(tmp_path: Path) -> None:
    with RegistrySimulator() as public, RegistrySimulator() as own:
        own.publish("@corp/app", "1.0.0")
        for path in ("/-/package/@corp/app/dist-tags/next", "/-/npm/v1/attestations/@corp/app@1.0.0"):
            own.serve(path, b"{}")
        toml = f'[registries.scopes]\n"@corp" = "{own.url}"\n'
        with running_gate(tmp_path / "gate", public.url, toml=toml) as gate:
            assert ask(gate, "PUT", "/-/package/@corp%2fapp/dist-tags/next").status == 200
            assert ask(gate, "GET", "/-/npm/v1/attestations/@corp%2fapp@1.0.0").status == 200
            assert public.requests == []
            assert ask(gate, "GET", "/-/ping", npm_scope="@corp", referer="install @corp/app").status == 200
        assert [each.headers.get("authorization") for each in own.requests] == [None, None]
        (ping,) = public.requests
        assert not {"npm-scope", "referer"} & set(ping.headers)
