from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assay.errors import SettingsError, StoreError, UsageError
from assay.wiring.setup import apply, plan, undo
from assay.wiring.setup_targets import PROGRAMS, SetupTarget, user_targets

NOW = datetime(2026, 1, 10, tzinfo=UTC)
GATE = "http://127.0.0.1:4873"
SECRET = "//npm.acme.example/:_authToken=s3cret"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".npmrc").write_text(f"; mine\n{SECRET}\nregistry=https://ann:pass@old.example/\n")
    (tmp_path / ".npmrc").chmod(0o600)
    (tmp_path / ".yarnrc.yml").write_text("nodeLinker: pnp # so\n")
    return tmp_path


def contents(home: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in home.iterdir() if each.is_file()}


def test_everything_is_exactly_as_before_after_an_undo(home: Path) -> None:
    before, journal = contents(home), home / "data" / "setup.json"
    apply(plan(user_targets(home, PROGRAMS), GATE), journal, NOW)
    changed = contents(home)
    assert set(changed) == {".npmrc", ".yarnrc", ".yarnrc.yml", ".bunfig.toml"}
    assert all(b"127.0.0.1:4873/" in text for text in changed.values())
    assert stat.S_IMODE((home / ".npmrc").stat().st_mode) == 0o600
    assert b"s3cret" not in journal.read_bytes()
    apply(plan(user_targets(home, PROGRAMS), "https://gate.acme.example/p/shop/"), journal, NOW)
    restored, left = undo(journal)
    assert (len(restored), left) == (4, [])
    assert contents(home) == before
    assert undo(journal) == ([], [])


def test_the_diff_shows_no_secret(home: Path) -> None:
    first = plan(user_targets(home, PROGRAMS), GATE)[0]
    assert "-registry=https://***@old.example/\n+registry=http://127.0.0.1:4873/\n" in first.diff()
    assert "s3cret" not in first.diff()
    assert "pass" not in first.diff()


def test_what_is_set_already_is_not_changed(home: Path) -> None:
    targets, journal = user_targets(home, PROGRAMS), home / "data" / "setup.json"
    apply(plan(targets, GATE), journal, NOW)
    assert not any(change.is_needed for change in plan(targets, f"{GATE}/"))


def test_other_lines_that_changed_since_stay(home: Path) -> None:
    journal = home / "data" / "setup.json"
    apply(plan(user_targets(home, ("npm",)), GATE), journal, NOW)
    path = home / ".npmrc"
    path.write_text(f"save-exact=true\n{path.read_text()}")
    assert undo(journal) == ([str(path)], [])
    assert path.read_text() == f"save-exact=true\n; mine\n{SECRET}\nregistry=https://ann:pass@old.example/\n"


def test_a_setting_that_changed_since_is_left(home: Path) -> None:
    journal = home / "data" / "setup.json"
    apply(plan(user_targets(home, ("npm", "bun")), GATE), journal, NOW)
    path = home / ".npmrc"
    path.write_text("registry=https://newer.example/\n")
    assert undo(journal) == ([str(home / ".bunfig.toml")], [str(path)])
    assert path.read_text() == "registry=https://newer.example/\n"
    assert undo(journal) == ([], [str(path)])


def test_a_file_that_cannot_be_changed_is_left_and_said_so(home: Path) -> None:
    (home / ".bunfig.toml").write_text("[install")
    (home / ".yarnrc").write_bytes(b"\xff")
    changes = plan(user_targets(home, PROGRAMS), GATE)
    assert [change.target.path.name for change in changes if change.trouble] == [".yarnrc", ".bunfig.toml"]
    apply(changes, home / "data" / "setup.json", NOW)
    assert (home / ".bunfig.toml").read_text() == "[install"


def test_a_file_that_changes_meanwhile_is_not_overwritten(home: Path) -> None:
    changes = plan([SetupTarget(home / ".npmrc", ("npm",))], GATE)
    (home / ".npmrc").write_text("other=1\n")
    with pytest.raises(SettingsError, match="another program"):
        apply(changes, home / "data" / "setup.json", NOW)
    assert (home / ".npmrc").read_text() == "other=1\n"


def test_a_damaged_journal_says_so(tmp_path: Path) -> None:
    (tmp_path / "setup.json").write_text("{")
    with pytest.raises(StoreError, match="cannot be read"):
        undo(tmp_path / "setup.json")


@pytest.mark.parametrize("url", ["gate", "ftp://x/", "http://ann:pass@127.0.0.1/", "http://[/"])
def test_nonsense_is_no_gate(url: str) -> None:
    with pytest.raises(UsageError):
        plan([], url)
