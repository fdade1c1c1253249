"""The package installs a command under the name of a well-known one.

*What it does*

Compares the commands in `bin` with names that shells, build scripts and people call all the time.

*Why it matters*

`node_modules/.bin` comes first on the path of every npm script. A package with a `bin` named `git` or `node` runs in
place of the real one, in every script of the project, without an install script of its own.

*Example*

    name = "handy-helpers"

    [release.manifest]
    bin = { git = "./cli.js" }
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.finding import Evidence, Finding, finding
from assay.model.location import Location
from assay.model.package import split_name
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="command-shadowing",
    title="Command under a well-known name",
    severity=Severity.HIGH,
    concern=Concern.RISK,
    advice="Do not run npm scripts with this package installed, unless you know that it is meant to replace the command.",
    techniques=("T1036.005", "T1574.007"),
)

#: Commands of POSIX systems (IEEE Std 1003.1, Utilities), package managers and the tools that build scripts call.
WELL_KNOWN = frozenset(
    [
        "awk",
        "bash",
        "cat",
        "chmod",
        "chown",
        "cp",
        "curl",
        "cut",
        "date",
        "dd",
        "df",
        "diff",
        "echo",
        "env",
        "find",
        "grep",
        "gzip",
        "head",
        "kill",
        "ln",
        "ls",
        "make",
        "mkdir",
        "mount",
        "mv",
        "nice",
        "passwd",
        "ps",
        "pwd",
        "rm",
        "rmdir",
        "scp",
        "sed",
        "sh",
        "sleep",
        "sort",
        "ssh",
        "su",
        "sudo",
        "tail",
        "tar",
        "tee",
        "test",
        "touch",
        "tr",
        "uname",
        "unzip",
        "wget",
        "which",
        "who",
        "xargs",
        "zip",
        "zsh",
        "brew",
        "cargo",
        "docker",
        "gcc",
        "gh",
        "git",
        "go",
        "java",
        "javac",
        "kubectl",
        "openssl",
        "perl",
        "php",
        "pip",
        "pip3",
        "python",
        "python3",
        "ruby",
        "rsync",
        "systemctl",
        "apt",
        "apt-get",
        "bun",
        "bunx",
        "corepack",
        "deno",
        "node",
        "nodejs",
        "npm",
        "npx",
        "pnpm",
        "pnpx",
        "yarn",
        "yarnpkg",
        "powershell",
        "cmd",
    ]
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each command of a well-known name, unless the package is that tool or is in wide use."""
    manifest = subject.tarball.manifest if subject.tarball else None
    if manifest is None and subject.release is not None:
        manifest = subject.release.manifest
    if manifest is None or subject.monthly_downloads is not None:
        return
    scope, bare = split_name(subject.ref.name)
    for command, path in manifest.bin.items():
        if command not in WELL_KNOWN or command in (bare, scope.lstrip("@")):
            continue
        yield finding(
            RULE,
            f"{subject.ref} installs a command named {command}, in front of the real one",
            Evidence(f"bin {command} runs {path}", Location("package.json"), excerpt=f'"{command}": "{path}"'),
            confidence=Confidence.MEDIUM,
        )
