"""Every format that pins exact versions, from the file to the checked release."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.end_to_end.locked import FORMATS
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_release_of_every_format_is_checked(
    format_name: str, registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    published = [registry.publish("plain-thing", "1.2.3"), registry.publish("@acme-test/scoped-thing", "0.4.0")]
    name, write = FORMATS[format_name]
    file = project / name
    file.write_text(write(published), encoding="utf-8")
    done = machine.scan(file)
    assert (done.code, done.stderr) == (0, "")
    found = {ref: each for ref, each in done.by_ref.items() if each["origin"] == "registry"}
    assert set(found) == {"plain-thing@1.2.3", "@acme-test/scoped-thing@0.4.0"}
    for each, release in zip(found.values(), sorted(published, key=lambda one: one.name), strict=True):
        assert (each["source"], each["verdict"]["level"], each["findings"]) == ("fresh", "benign", [])
        assert release.integrity in each["integrity"].split()
        assert each["usages"][0]["location"]["file"] == str(file)
        assert release.name in unquote(_line(file, each["usages"][0]["location"]))
    assert done.report["coverage"]["checked"] == 2


@pytest.mark.parametrize("format_name", ["npm v3", "yarn 1", "pnpm 9.0", "bun", "deno"])
def test_a_tarball_that_is_not_what_the_lockfile_pins_is_blocked_at_its_line(
    format_name: str, registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    published = [registry.publish("plain-thing", "1.2.3"), registry.publish("other-thing", "1.0.0")]
    name, write = FORMATS[format_name]
    file = project / name
    file.write_text(write(published), encoding="utf-8")
    registry.publish("plain-thing", "1.2.3", files={"index.js": "module.exports = 'replaced';\n"})
    done = machine.scan(file)
    assert done.code == 1
    assert "integrity-mismatch" in done.rules("plain-thing@1.2.3")
    assert done.by_ref["other-thing@1.0.0"]["decision"]["action"] == "allow"
    evidence = next(
        finding for finding in done.by_ref["plain-thing@1.2.3"]["findings"] if finding["rule"] == "integrity-mismatch"
    )["evidence"][0]
    assert evidence["location"]["file"] == str(file)
    assert "plain-thing" in _line(file, evidence["location"])


def test_a_lockfile_is_told_by_its_content_where_its_name_says_nothing(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    published = [registry.publish("plain-thing", "1.2.3")]
    for number, (_, write) in enumerate(FORMATS.values()):
        (project / f"saved-{number}.txt").write_text(write(published), encoding="utf-8")
    done = machine.scan(*sorted(project.iterdir()))
    assert done.code == 0
    assert "plain-thing@1.2.3" in done.refs
    assert len(done.report["inputs"]) == len(FORMATS)
    assert all(each["dependencies"] for each in done.report["inputs"])


def _line(file: Path, location: dict[str, Any]) -> str:
    """The text of the line that a report points at."""
    text: str = file.read_text(encoding="utf-8").splitlines()[location["line"] - 1]
    return text
