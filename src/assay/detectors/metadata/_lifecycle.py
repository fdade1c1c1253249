"""The scripts that a client runs by itself, and what their command lines do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.model.manifest import Manifest

#: Run when a release is installed from the registry (https://docs.npmjs.com/cli/using-npm/scripts).
ON_INSTALL = ("preinstall", "install", "postinstall")
#: Run when it is installed from git or from its own folder.
ON_PREPARE = ("prepublish", "preprepare", "prepare", "postprepare")
#: Longer command lines are cut before they are matched.
MAX_COMMAND = 20_000

_BUILDERS = (
    r"node-gyp(-build)?(\.js)?",
    r"node-pre-gyp",
    r"@mapbox/node-pre-gyp",
    r"prebuild(-install|ify)?",
    r"pkg-prebuilds-verify",
    r"cmake-js",
    r"napi(-postinstall)?",
    r"neon",
    r"electron-rebuild",
    r"node-gyp-build-optional-packages",
    r"make",
    r"cargo(-cp-artifact)?",
)
_BUILD = re.compile(rf"^(?:npx\s+)?(?:{'|'.join(_BUILDERS)})(?:\s|$)")
_PATH = r"(?:\./)?[\w./-]*"
_BUILD_BY_NODE = re.compile(
    rf"^node\s+{_PATH}(?:node_modules/{_PATH}(?:node-gyp|prebuild|cmake)|node-gyp-build{_PATH})[\w./-]*(?:\s|$)"
)
_HARMLESS = re.compile(r"^(?:(?:echo|exit|true|test|cd|rimraf|mkdirp|cpx?)\b|husky\b|is-ci\b|opencollective\b|:)")
_SEPARATOR = re.compile(r"\s*(?:&&|\|\||;|\n|(?<!\|)\|(?!\|)|&(?!&))\s*")


@dataclass(frozen=True, slots=True)
class LifecycleScript:
    """One script that runs by itself: its name and command line."""

    name: str
    command: str

    @property
    def steps(self) -> tuple[str, ...]:
        """The commands it is made of, split at the shell's separators; quotes are not looked into."""
        parts = (part.strip().strip("()").strip() for part in _SEPARATOR.split(self.command[:MAX_COMMAND]))
        return tuple(part for part in parts if part)

    @property
    def only_builds(self) -> bool:
        """Every step builds native code or does nothing, and at least one builds."""
        steps = self.steps
        builds = [step for step in steps if _BUILD.match(step) or _BUILD_BY_NODE.match(step)]
        return bool(builds) and all(step in builds or _HARMLESS.match(step) for step in steps)


def install_scripts(manifest: Manifest) -> Iterator[LifecycleScript]:
    """The scripts that run when the release is installed from the registry."""
    for name in ON_INSTALL:
        if command := manifest.scripts.get(name, "").strip():
            yield LifecycleScript(name, command)


def prepare_scripts(manifest: Manifest) -> Iterator[LifecycleScript]:
    """The scripts that run when it is installed from git or a folder."""
    for name in ON_PREPARE:
        if command := manifest.scripts.get(name, "").strip():
            yield LifecycleScript(name, command)
