"""The package installs a command under the name of a well-known one.

*What it does*

Compares the commands in `bin` with names that shells, build scripts and people call all the time. The tools themselves
(`npm`, `yarn`, `pnpm`, `node`, ...) and packages in wide use are let pass.

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

from assay.detectors._package_json import evidence_at, manifest_of
from assay.model.finding import Finding, finding
from assay.model.package import split_name
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="command-shadowing",
    title="Command under a well-known name",
    severity=Severity.HIGH,
    concern=Concern.RISK,
    advice="Run no npm scripts with this package installed, unless you know that it is meant to replace the command.",
    techniques=("T1036.005", "T1574.007"),
)

_TOOL_NAMES = """
bash sh zsh pwsh powershell cmd sudo su ssh scp sftp curl wget git gh gcc make python python2 python3 pip pip3 node
nodejs npm npx pnpm pnpx yarn yarnpkg bun bunx deno corepack docker kubectl aws gcloud az terraform brew cargo go java
perl php ruby gem openssl gpg systemctl apt apt-get
"""
_UTILITY_NAMES = """
awk basename cat chgrp chmod chown cmp cp crontab cut date dd df diff dirname du echo ed env expr false find grep head
id kill ln ls mkdir mount mv nice ps pwd rm rmdir rsync sed sleep sort stat tail tar tee test touch tr true uname uniq
unzip vi wc which who whoami xargs zip
"""
#: Shells, package managers and tools that npm scripts and people call with secrets at hand.
TOOLS = frozenset(_TOOL_NAMES.split())
#: Utilities of POSIX systems (IEEE Std 1003.1, Shell and Utilities) and a few that are everywhere beside them.
UTILITIES = frozenset(_UTILITY_NAMES.split())


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each command of a well-known name, unless the package is that tool or is in wide use."""
    scope, bare = split_name(subject.ref.name)
    if subject.monthly_downloads is not None or (not scope and bare in TOOLS):
        return
    for command, path in manifest_of(subject).bin.items():
        if command not in TOOLS and command not in UTILITIES:
            continue
        is_named_so = command in (bare, scope.lstrip("@"))
        severity = Severity.HIGH if command in TOOLS else Severity.MEDIUM
        yield finding(
            RULE,
            f"{subject.ref} installs a command named {command}, in front of the real one",
            evidence_at(subject, f"the command {command} runs {path}", "bin", command),
            severity=Severity.LOW if is_named_so else severity,
            confidence=Confidence.MEDIUM,
        )
