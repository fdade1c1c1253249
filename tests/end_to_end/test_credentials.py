"""Credentials reach the host they are for, and nothing else: no other host, no report, no message, no cache."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end import locked
from tests.end_to_end.run import Finished, Machine
from tests.registry_simulator import Fault, RegistrySimulator

TOKEN = "npm_0123456789abcdefSECRET"
FORMATS = ("r.txt", "r.json", "r.sarif", "r.html", "r.md", "r.cdx.json")


@pytest.fixture
def private() -> Iterator[RegistrySimulator]:
    """A registry that wants the token."""
    with RegistrySimulator(token=TOKEN) as simulator:
        yield simulator


@pytest.fixture
def trusted(registry: RegistrySimulator, private: RegistrySimulator, tmp_path: Path) -> Machine:
    """A machine whose user has the token for the private registry, which serves one scope."""
    return Machine.at(
        tmp_path / "trusted",
        registry.url,
        f"@acme-test:registry={private.url}/",
        f"{private.url.removeprefix('http:')}/:_authToken=${{ACME_TOKEN}}",
        "fetch-retries=0",
        "fetch-timeout=5000",
    )


def scan(machine: Machine, *words: str | Path, folder: Path) -> Finished:
    """Scan with every output, and see that the token is nowhere."""
    outputs = [word for name in FORMATS for word in ("-o", folder / name)]
    done = machine.scan(*words, *outputs, env={"ACME_TOKEN": TOKEN})
    assert TOKEN not in done.stdout
    assert TOKEN not in done.stderr
    for name in FORMATS:
        assert TOKEN not in (folder / name).read_text(encoding="utf-8")
    for file in machine.cache.glob("*"):
        assert TOKEN.encode() not in file.read_bytes()
    return done


def tokens(registry: RegistrySimulator) -> set[str]:
    return {request.headers.get("authorization", "") for request in registry.requests}


def test_a_token_goes_to_its_own_host_only(
    registry: RegistrySimulator, private: RegistrySimulator, trusted: Machine, project: Path, tmp_path: Path
) -> None:
    locked.project_of(project, private.publish("@acme-test/billing"), registry.publish("plain-thing"))
    done = scan(trusted, project, folder=tmp_path)
    assert (done.code, done.report["coverage"]["checked"]) == (0, 2)
    assert tokens(private) == {f"Bearer {TOKEN}"}
    assert tokens(registry) == {""}


def test_a_token_does_not_follow_a_redirect_or_a_foreign_tarball_address(
    registry: RegistrySimulator, private: RegistrySimulator, trusted: Machine, project: Path, tmp_path: Path
) -> None:
    moved = private.publish("@acme-test/moved")
    registry.serve("/moved.tgz", moved.tarball, content_type="application/octet-stream")
    private.fault("/@acme-test/moved/-/*", Fault.REDIRECT, location=f"{registry.url}/moved.tgz")
    elsewhere = private.publish("@acme-test/elsewhere", tarball_url=f"{registry.url}/elsewhere.tgz")
    registry.serve("/elsewhere.tgz", elsewhere.tarball, content_type="application/octet-stream")
    private.publish("@acme-test/led-away")
    private.fault("/@acme-test/led-away", Fault.REDIRECT, location=f"{registry.url}/led-away")
    registry.publish("led-away")
    locked.project_of(project, moved, elsewhere, private.publish("@acme-test/led-away"))
    scan(trusted, project, folder=tmp_path)
    assert {"/moved.tgz", "/elsewhere.tgz", "/led-away"} <= set(registry.paths())
    assert tokens(registry) == {""}


def test_a_refusal_is_told_without_the_token(
    registry: RegistrySimulator, private: RegistrySimulator, trusted: Machine, project: Path, tmp_path: Path
) -> None:
    told = json.dumps({"error": f"Bearer {TOKEN} is not welcome"}).encode()
    private.serve("/@acme-test/echo", told, status=403)
    private.serve("/@acme-test/broken", told, status=200)
    published = [private.publish(f"@acme-test/{name}") for name in ("echo", "broken")]
    locked.project_of(project, *published)
    done = scan(trusted, project, folder=tmp_path)
    assert done.code == 3
    assert "refuses access (403)" in done.why_not("@acme-test/echo@1.0.0")


def test_without_the_variable_there_is_no_token(private: RegistrySimulator, trusted: Machine, project: Path) -> None:
    locked.project_of(project, private.publish("@acme-test/billing"))
    done = trusted.scan(project)
    assert done.code == 3
    assert "(401)" in done.why_not("@acme-test/billing@1.0.0")
    assert tokens(private) == {""}
    assert not any("ACME_TOKEN" in request.target for request in private.requests)


def test_a_project_cannot_send_the_users_own_token_to_its_registry(
    registry: RegistrySimulator, private: RegistrySimulator, trusted: Machine, project: Path, tmp_path: Path
) -> None:
    with RegistrySimulator() as theirs:
        locked.project_of(project, theirs.publish("@acme-test/billing"), theirs.publish("plain-thing"))
        (project / ".npmrc").write_text(f"registry={theirs.url}/${{ACME_TOKEN}}/\n@acme-test:registry={theirs.url}/\n")
        scan(trusted, project, folder=tmp_path)
        assert tokens(theirs) <= {""}
        assert not any(TOKEN in request.target for request in theirs.requests)
    assert tokens(private) == set()


def test_a_project_cannot_send_a_variable_to_its_own_host(
    registry: RegistrySimulator, private: RegistrySimulator, trusted: Machine, project: Path, tmp_path: Path
) -> None:
    with RegistrySimulator() as theirs:
        locked.project_of(project, theirs.publish("@their-test/thing"), private.publish("@acme-test/billing"))
        hosts = [each.url.removeprefix("http:") for each in (theirs, private)]
        lines = [f"{host}/:_authToken=${{ACME_TOKEN}}" for host in hosts]
        (project / ".npmrc").write_text("\n".join([f"@their-test:registry={theirs.url}/", *lines]))
        trusted.configure(f"registry={registry.url}/", f"@acme-test:registry={private.url}/")
        scan(trusted, project, folder=tmp_path)
        assert tokens(theirs) == {""}
    assert tokens(private) == {f"Bearer {TOKEN}"}


def test_a_user_and_password_in_addresses_are_not_shown(
    registry: RegistrySimulator, trusted: Machine, project: Path, tmp_path: Path
) -> None:
    published = registry.publish("plain-thing")
    text = locked.npm([published]).replace("http://127", f"http://user:{TOKEN}@127")
    (project / "package-lock.json").write_text(text)
    scan(trusted, project, folder=tmp_path)
    address = f"http://user:{TOKEN}@{registry.url.removeprefix('http://')}"
    scan(trusted, project, "--registry", address, folder=tmp_path)


def test_a_proxy_password_is_not_shown(trusted: Machine, registry: RegistrySimulator, project: Path) -> None:
    locked.project_of(project, registry.publish("plain-thing"))
    trusted.configure(f"registry={registry.url}/", f"proxy=http://user:{TOKEN}@127.0.0.1:9/", "fetch-retries=0")
    done = trusted.scan(project)
    assert done.code == 3
    assert TOKEN not in done.stdout + done.stderr


def test_a_feed_address_keeps_its_token_to_itself(machine: Machine) -> None:
    with RegistrySimulator() as feeds:
        feeds.serve("/all.zip", b"{}", status=403)
        address = feeds.url.replace("http://", f"http://user:{TOKEN}@") + f"/all.zip?token={TOKEN}"
        done = machine.assay("feed", "update", address)
        assert done.code == 2
        assert "403" in done.stderr
        assert TOKEN not in done.stdout + done.stderr
