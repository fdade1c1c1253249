from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from assay.errors import SettingsError
from assay.model.policy import Action, PolicyException
from assay.settings import load
from assay.settings.discover import settings_path
from assay.settings.values import DEFAULT_POLICY
from assay.settings.watched import WatchedSettings, policy_revision

TODAY = date(2026, 1, 10)


def watch(folder: Path) -> WatchedSettings:
    return WatchedSettings(partial(load, folder, {}), settings_path(None, folder, {}))


def test_a_change_is_followed(tmp_path: Path) -> None:
    watched = watch(tmp_path)
    assert watched.current().fail_on is Action.BLOCK
    (tmp_path / "assay.toml").write_text('fail-on = "warn"')
    assert watched.current().fail_on is Action.WARN
    assert watched.current() is watched.current()
    (tmp_path / "assay.toml").unlink()
    assert watched.current().fail_on is Action.BLOCK


def test_a_mistake_keeps_what_was_in_force_until_it_is_mended(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text('fail-on = "warn"')
    watched = watch(tmp_path)
    (tmp_path / "assay.toml").write_text('fail-on = "warm"')
    assert watched.current().fail_on is Action.WARN
    assert "'warm'" in watched.trouble
    (tmp_path / "assay.toml").write_text('fail-on = "never"')
    assert watched.current().fail_on is None
    assert watched.trouble == ""


def test_a_mistake_at_the_start_is_raised(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text("nonsense")
    with pytest.raises(SettingsError):
        watch(tmp_path)


def test_no_file_is_looked_at_where_none_is_wanted(tmp_path: Path) -> None:
    watched = WatchedSettings(partial(load, tmp_path / "none", {}), None)
    assert watched.current() is watched.current()


def test_the_path_of_the_settings(tmp_path: Path) -> None:
    assert settings_path(None, tmp_path, {}) == tmp_path / "assay.toml"
    assert settings_path(None, tmp_path, {"ASSAY_CONFIG": "other.toml"}) == Path("other.toml")
    assert settings_path(Path("flag.toml"), tmp_path, {"ASSAY_CONFIG": "other.toml"}) == Path("flag.toml")
    (tmp_path / "pyproject.toml").write_text("[tool.assay]\n")
    assert settings_path(None, tmp_path / "file", {}) == tmp_path / "pyproject.toml"


def test_the_revision_follows_what_decides() -> None:
    accepted = PolicyException("a", "r", "o", TODAY, "1.0.0")
    with_one = replace(DEFAULT_POLICY, exceptions=(accepted,))
    revisions = {
        policy_revision(DEFAULT_POLICY, TODAY),
        policy_revision(with_one, TODAY),
        policy_revision(replace(DEFAULT_POLICY, on_gaps=Action.BLOCK), TODAY),
        policy_revision(replace(DEFAULT_POLICY, confirmed=frozenset({"b", "a"})), TODAY),
    }
    assert len(revisions) == 4
    assert policy_revision(with_one, TODAY + timedelta(days=1)) == policy_revision(DEFAULT_POLICY, TODAY)
    one, other = (replace(DEFAULT_POLICY, confirmed=frozenset(each)) for each in (["a", "b"], ["b", "a"]))
    assert policy_revision(one, TODAY) == policy_revision(other, TODAY)
