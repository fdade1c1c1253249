from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.detectors.metadata._lifecycle import (
    MAX_LINES,
    LifecycleScript,
    called_by,
    install_scripts,
    is_build,
    is_housekeeping,
    prepare_scripts,
)
from assay.model.manifest import Manifest


def only(scripts: dict[str, str]) -> LifecycleScript:
    (script,) = install_scripts(Manifest(scripts=scripts))
    return script


@pytest.mark.parametrize(
    "command",
    [
        "node-gyp rebuild",
        "prebuild-install || node-gyp rebuild",
        "node-pre-gyp install --fallback-to-build",
        "cross-env ZERO_AR_DATE=1 node-gyp-build",
        "JOBS=max npx --no-install node-gyp rebuild > /dev/null 2>&1",
        "node ../node_modules/node-gyp/bin/node-gyp.js rebuild",
        "(node-gyp-build || exit 0)",
    ],
)
def test_builds(command: str) -> None:
    assert only({"install": command}).only_builds


@pytest.mark.parametrize(
    "command",
    [
        "node install.js",
        "node-gyp rebuild && node collect.js",
        "echo node-gyp",
        "node-gyp rebuild; echo $(node a.js)",
        "",
    ],
)
def test_does_more_than_build(command: str) -> None:
    assert not any(script.only_builds for script in install_scripts(Manifest(scripts={"install": command})))


@pytest.mark.parametrize(
    "step", ["echo hello", "husky install", "npx only-allow pnpm", "exit 0", "opencollective >/dev/null"]
)
def test_keeps_house(step: str) -> None:
    assert is_housekeeping(step)
    assert not is_build(step)


@pytest.mark.parametrize("step", ["echo `id`", "echo a > ~/.npmrc", "echo $(id)", "node husky", "huskyx"])
def test_does_more_than_keep_house(step: str) -> None:
    assert not is_housekeeping(step)


def test_scripts_are_followed_with_their_hooks() -> None:
    script = only(
        {"install": "npm run -s a && run-s b c", "a": "1", "prea": "0", "b": "yarn a", "posta": "2", "d": "3"}
    )
    assert [line.key for line in script.lines] == ["install", "prea", "a", "posta", "b"]


def test_scripts_that_call_each_other_end() -> None:
    script = only({"install": "npm run a", "a": "npm run b", "b": "npm run a"})
    assert [line.key for line in script.lines] == ["install", "a", "b"]


def test_long_chains_are_cut() -> None:
    chain = {str(number): f"npm run {number + 1}" for number in range(100)}
    assert len(only({"install": "npm run 0", **chain}).lines) == MAX_LINES


def test_only_what_runs_by_itself() -> None:
    manifest = Manifest(scripts={"prepare": "husky", "test": "x", "postinstall": " ", "preinstall": "y"})
    assert [script.name for script in install_scripts(manifest)] == ["preinstall"]
    assert [script.name for script in prepare_scripts(manifest)] == ["prepare"]


def test_words_that_may_be_scripts() -> None:
    assert called_by("npm run -s build >/dev/null 2>&1") == ("build",)
    assert called_by("node build.js") == ()


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["install", "a", "b", "prea"]), st.text("npm run ab&|; ", max_size=30)))
def test_any_scripts_are_survived(scripts: dict[str, str]) -> None:
    for script in install_scripts(Manifest(scripts=scripts)):
        assert len({line.key for line in script.lines}) == len(script.lines)
        assert not (script.only_builds and script.only_keeps_house)
