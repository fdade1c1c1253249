"""Real package managers behind a gate: what passes is installed as the registry has it, the rest is not, and why."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assay.wiring.stores import stores
from tests.end_to_end.driven import DRIVEN, Driven, says
from tests.end_to_end.gate_shop import EMPTY, OPTIONAL, REFUSED, WANTED, Shop
from tests.gate.running import RunningGate
from tests.registry_simulator import RegistrySimulator

pytestmark = pytest.mark.clients

#: Of these refusals, clients print only the address and the code; the page at that address says why.
MUTE = {"bun-1": tuple(REFUSED), "yarn-1": ("confused-thing",), "pnpm-12": ("confused-thing",)}
#: These want every optional package to have a version, too.
STRICT = ("yarn-1", "yarn-4")
#: What these have in their caches from one registry, they do not take for another's; no gate can recall the others'.
ASKING = ("bun-1", "deno-2")


@pytest.mark.parametrize("client", DRIVEN)
def test_what_passes_is_installed_as_the_registry_has_it(
    client: str, gate: RunningGate, shop: Shop, tmp_path: Path
) -> None:
    driven = Driven.at(tmp_path / "machine", client, gate.url, WANTED)
    done = driven.do("install")
    assert done.code == 0, done.stdout + done.stderr
    assert [each.name for each in shop.allowed if not driven.same(each)] == []
    driven.forget()
    done = driven.do("frozen")
    assert done.code == 0, done.stdout + done.stderr
    assert [each.name for each in shop.allowed if not driven.same(each)] == []
    done = driven.do("update", "condemned-thing")
    assert done.code == 0, done.stdout + done.stderr
    for ref in ("condemned-thing@1.1.0", "fresh-thing@1.1.0"):
        assert not driven.same(shop.published[ref])


@pytest.mark.parametrize("client", DRIVEN)
def test_what_is_optional_and_refused_is_left_out(client: str, gate: RunningGate, tmp_path: Path) -> None:
    driven = Driven.at(tmp_path / "machine", client, gate.url, OPTIONAL)
    done = driven.do("install")
    assert not driven.has("malware-thing")
    if client in STRICT:
        assert done.code != 0
        assert says(done, REFUSED["malware-thing"]), done.stdout + done.stderr
    else:
        assert (done.code, driven.has("plain-thing")) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize("client", DRIVEN)
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_not_there_and_the_reason_is_said(
    client: str, name: str, gate: RunningGate, tmp_path: Path
) -> None:
    # "deno add" says of everything that it cannot have that it was not found; "deno install" says why.
    asked = {name: "1.0.0"} if client == "deno-2" else {}
    driven = Driven.at(tmp_path / "machine", client, gate.url, {**EMPTY, "dependencies": asked})
    done = driven.do("install" if asked else "add", name)
    assert done.code != 0, done.stdout + done.stderr
    assert not driven.has(name)
    said = done.stdout + done.stderr
    assert "403" in said or "Assay" in said, said
    if name not in MUTE.get(client, ()):
        assert says(done, REFUSED[name]), said


@pytest.mark.parametrize("client", DRIVEN)
def test_a_lockfile_that_pins_what_is_refused_is_refused_at_the_tarball(
    client: str, gate: RunningGate, upstream: RegistrySimulator, shop: Shop, tmp_path: Path
) -> None:
    """The lockfile was written by someone who asked the registry itself, and the stores were filled by it."""
    driven = Driven.at(
        tmp_path / "machine", client, upstream.url, {**EMPTY, "dependencies": {"condemned-thing": "1.1.0"}}
    )
    done = driven.do("install")
    assert (done.code, driven.same(shop.published["condemned-thing@1.1.0"])) == (0, True), done.stderr
    driven.uninstall()
    driven.ask(gate.url)
    driven.lock(upstream.url, gate.url)
    assert (driven.do("frozen").code == 0) is (client not in ASKING)
    driven.uninstall()
    for _, store in stores(driven.project, driven.machine.home, driven.environment()):
        shutil.rmtree(store)  # what doctor names is all that has to go
    done = driven.do("frozen")
    assert done.code != 0, done.stdout + done.stderr
    assert not driven.has("condemned-thing")
    if driven.can("audit"):
        audit = driven.do("audit")
        assert audit.code != 0
        assert "condemned-thing" in audit.stdout + audit.stderr, audit.stdout + audit.stderr


@pytest.mark.parametrize("client", [client for client in DRIVEN if client != "yarn-1"])
def test_a_tool_is_run_at_once_only_if_it_passes(client: str, gate: RunningGate, tmp_path: Path) -> None:
    driven = Driven.at(tmp_path / "machine", client, gate.url, EMPTY)
    done = driven.do("run", "tool-thing@1.0.0")
    assert (done.code, done.stdout.strip()) == (0, "the tool ran"), done.stderr
    done = driven.do("run", "malware-thing@1.0.0")
    assert done.code != 0
    assert "the tool ran" not in done.stdout


@pytest.mark.parametrize("client", [client for client in DRIVEN if client != "deno-2"])
def test_what_is_published_reaches_the_registry_untouched(
    client: str, gate: RunningGate, upstream: RegistrySimulator, tmp_path: Path
) -> None:
    name = f"mine-{client}"
    driven = Driven.at(tmp_path / "machine", client, gate.url, {"name": name, "version": "3.0.0"})
    if client == "yarn-4":
        assert driven.do("install").code == 0  # it publishes nothing before
    done = driven.do("publish")
    assert done.code == 0, done.stdout + done.stderr
    put = [each for each in upstream.requests if each.method == "PUT" and each.path == f"/{name}"]
    assert [each.headers.get("authorization") for each in put] == ["Bearer letmein"]
    if driven.can("tag"):
        done = driven.do("tag", f"{name}@3.0.0")
        assert done.code == 0, done.stdout + done.stderr
        assert "beta" in driven.do("tags", name).stdout
