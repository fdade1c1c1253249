"""The scripts that a client runs by itself, and the lines that they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assay.model.manifest import Manifest

#: Run when a release is installed from the registry (https://docs.npmjs.com/cli/using-npm/scripts).
ON_INSTALL = ("preinstall", "install", "postinstall")
#: Run when it is installed from git or from its own folder.
ON_PREPARE = ("prepublish", "preprepare", "prepare", "postprepare")
#: npm gives this script to a package that has a binding.gyp, and neither a preinstall nor an install script.
IMPLICIT_INSTALL = "node-gyp rebuild"
#: Scripts that call scripts are followed to this many lines.
MAX_LINES = 50
#: Longer command lines are cut here before they are split.
MAX_COMMAND = 8_000

_SEPARATOR = re.compile(r"\s*(?:&&|\|\||;|\n|\||(?<!>)&(?!>))\s*")
#: What stands in front of the command that is really meant.
_WRAPPER = re.compile(
    r"^(?:(?:cross-env|cross-env-shell|env|exec|npx|bunx|yarn|pnpm|bun)\s+(?:-\S+\s+)*|[A-Za-z_]\w*=\S*\s+)+"
)
_BUILDERS = (
    "node-gyp", "node-gyp-build", "node-gyp-build-optional-packages", "node-pre-gyp", "prebuild", "prebuild-install",
    "prebuildify", "pkg-prebuilds-verify", "cmake-js", "napi", "napi-postinstall", "neon", "electron-rebuild", "make",
    "cmake", "cargo", "cargo-cp-artifact", "install-from-cache",
)  # fmt: skip
_BUILD = re.compile(rf"^(?:@mapbox/)?(?:{'|'.join(_BUILDERS)})(?:\.js)?(?:\s|$)")
_BUILD_BY_NODE = re.compile(r"^node\s+\S*\b(?:node-gyp|prebuild-install|node-pre-gyp|cmake-js)[\w./-]*(?:\s|$)")
#: Tools by which honest packages greet, check the client, set up git hooks or patch what they depend on.
_HOUSEKEEPING = re.compile(
    r"^(?:echo|printf|exit|true|false|:|test|cd|rimraf|mkdirp|husky|is-ci|only-allow|opencollective(?:-postinstall)?|"
    r"patch-package|postinstall-postinstall|check-node-version|check-dependency-version-consistency|ngcc|lefthook|"
    r"simple-git-hooks|pre-commit|in-install|not-in-install|in-publish|not-in-publish|npx-resolutions)(?:\s|$)"
)
_DISCARDED = re.compile(r"(?:\d?>\s*&\d|&?\d?>\s*(?:/dev/null|nul))", re.IGNORECASE)
_RUNNER = re.compile(
    r"^(?:npm|pnpm|yarn|bun|node\s+--run|npm-run-all|run-[sp])\s+(?:-\S+\s+)*(?:run(?:-script)?\s+)?(.*)$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One command line, and the key of ``scripts`` that it stands under."""

    key: str
    command: str

    @property
    def steps(self) -> tuple[str, ...]:
        """The commands it is made of, split at the shell's separators; quotes are not looked into."""
        parts = (part.strip().strip("()").strip() for part in _SEPARATOR.split(self.command[:MAX_COMMAND]))
        return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class LifecycleScript:
    """One script that runs by itself: its own line first, then those of the scripts that it calls."""

    name: str
    lines: tuple[Line, ...]

    @property
    def only_builds(self) -> bool:
        """Every step builds native code, calls a script that does, or keeps house; and at least one builds."""
        steps = [step for line in self.lines for step in line.steps]
        return any(map(is_build, steps)) and all(map(self._is_usual, steps))

    @property
    def only_keeps_house(self) -> bool:
        """Every step greets, checks the client or sets up git hooks, with the tools that are known for it."""
        return all(is_housekeeping(step) for line in self.lines for step in line.steps)

    def _is_usual(self, step: str) -> bool:
        keys = {line.key for line in self.lines[1:]}
        return is_build(step) or is_housekeeping(step) or bool(keys.intersection(called_by(step)))


def is_build(step: str) -> bool:
    """True if a command builds or fetches native code with the usual tools."""
    plain = _WRAPPER.sub("", step)
    return bool(_BUILD.match(plain) or _BUILD_BY_NODE.match(plain))


def is_housekeeping(step: str) -> bool:
    """True if a command is known to do no more than greet, check or set up hooks."""
    plain = _DISCARDED.sub("", _WRAPPER.sub("", step))
    return bool(_HOUSEKEEPING.match(plain)) and not any(sign in plain for sign in ("$(", "`", ">", "<("))


def called_by(step: str) -> tuple[str, ...]:
    """Words of a command that may name scripts of the same package: ``npm run build`` gives ``build``."""
    runner = _RUNNER.match(_DISCARDED.sub("", step).strip())
    return tuple(word for word in runner[1].split() if not word.startswith("-")) if runner else ()


def install_scripts(manifest: Manifest) -> Iterator[LifecycleScript]:
    """The scripts that run when the release is installed from the registry."""
    return _scripts(manifest.scripts, ON_INSTALL)


def prepare_scripts(manifest: Manifest) -> Iterator[LifecycleScript]:
    """The scripts that run when it is installed from git or a folder."""
    return _scripts(manifest.scripts, ON_PREPARE)


def _scripts(scripts: Mapping[str, str], names: tuple[str, ...]) -> Iterator[LifecycleScript]:
    for name in names:
        if scripts.get(name, "").strip():
            yield LifecycleScript(name, tuple(_followed(scripts, name)))


def _followed(scripts: Mapping[str, str], name: str) -> Iterator[Line]:
    """The line of a script, then the lines of the scripts that it calls, each once."""
    waiting, seen = [name], {name}
    for _ in range(MAX_LINES):
        if not waiting:
            return
        line = Line(waiting[0], scripts[waiting.pop(0)].strip())
        yield line
        called = [word for step in line.steps for word in called_by(step) if word in scripts]
        for key in (hook + word for word in called for hook in ("pre", "", "post")):
            if key in scripts and key not in seen:
                seen.add(key)
                waiting.append(key)
