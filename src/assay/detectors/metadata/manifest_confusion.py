"""The registry shows one package.json, the tarball holds another.

*What it does*

Compares name, version, install scripts, dependencies and commands between the registry's copy of the manifest and the
package.json inside the tarball. Differences that npm itself makes when it publishes are let pass: `bin` as text or
table, paths with and without `./`, a `v` before the version, the implicit `node-gyp rebuild`, optional dependencies
repeated under `dependencies`, lists in place of tables, addresses of git hosts in long and short form.

*Why it matters*

The registry never compares the two. Web pages, audit tools and clients believe the registry's copy when they choose
what to install, while scripts and commands are taken from the tarball: what is only in one of them runs unseen.

*Example*

    name = "two-faced"

    [tarball.manifest.scripts]
    postinstall = "node collect.js"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors._package_json import evidence_at
from assay.detectors.metadata._lifecycle import IMPLICIT_INSTALL, ON_INSTALL
from assay.detectors.metadata._normal_manifest import (
    NormalManifest,
    normal_command,
    normal_version,
    same_wanted,
    tarball_manifest,
)
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="manifest-confusion",
    title="Registry and tarball disagree about the manifest",
    severity=Severity.HIGH,
    concern=Concern.RISK,
    advice="Do not use this release until you know why: what the registry shows of it is not what would run.",
    techniques=("T1195.002", "T1036"),
)

#: Differences shown of one kind.
_MAX_SHOWN = 10


def detect(subject: Subject) -> Iterator[Finding]:
    """A finding for each kind of disagreement, with every difference as evidence."""
    if subject.release is None or subject.tarball is None or subject.tarball.manifest is None:
        return
    shown, real = NormalManifest.of(subject.release.manifest), tarball_manifest(subject.tarball)
    yield from _identity(subject, shown, real)
    yield from _scripts(subject, shown, real)
    yield from _dependencies(subject, shown, real)
    yield from _commands(subject, shown, real)


def _identity(subject: Subject, shown: NormalManifest, real: NormalManifest) -> Iterator[Finding]:
    if real.name and real.name.strip() != subject.ref.name:
        yield _finding(subject, f"the tarball is of {real.name[:100]}", _differs(subject, "name", real.name))
    if real.version and normal_version(real.version) != normal_version(shown.version):
        what = f"the tarball is of version {real.version[:100]}"
        yield _finding(subject, what, _differs(subject, "version", real.version))


def _scripts(subject: Subject, shown: NormalManifest, real: NormalManifest) -> Iterator[Finding]:
    hidden: list[Evidence] = []
    unreal: list[Evidence] = []
    for name in ON_INSTALL:
        runs, told = real.scripts.get(name, ""), shown.scripts.get(name, "")
        if runs and normal_command(runs) != normal_command(told):
            said = f"the registry shows {told[:MAX_EXCERPT]!r}" if told else "the registry shows none"
            hidden.append(evidence_at(subject, f"{name} in the tarball; {said}", "scripts", name))
        elif told and not runs and told != IMPLICIT_INSTALL:
            unreal.append(
                Evidence(f"the registry shows a script {name}, the tarball has none", excerpt=told[:MAX_EXCERPT])
            )
    if hidden:
        # A registry that shows no script at all may just not tell them.
        confidence = Confidence.HIGH if shown.scripts else Confidence.MEDIUM
        what = "the tarball has install scripts that the registry does not show"
        yield _finding(subject, what, *hidden, severity=Severity.HIGH, confidence=confidence)
    if unreal:
        what = "the registry shows install scripts that the tarball does not have"
        yield _finding(subject, what, *unreal, severity=Severity.LOW)


def _dependencies(subject: Subject, shown: NormalManifest, real: NormalManifest) -> Iterator[Finding]:
    unseen: list[Evidence] = []
    hidden: list[Evidence] = []
    other: list[Evidence] = []
    for name in sorted({*shown.needs, *real.needs} - {*shown.bundled, *real.bundled}):
        told, wanted = shown.needs.get(name), real.needs.get(name)
        if wanted is None:
            if name not in real.peers:
                unseen.append(Evidence(f"the registry says that it depends on {name}", excerpt=f'"{name}": "{told}"'))
        elif told is None:
            if name not in shown.peers:
                hidden.append(evidence_at(subject, f"only the tarball depends on {name}", real.table_of(name), name))
        elif not same_wanted(told, wanted):
            fact = f"the registry says {told[:100]}"
            other.append(evidence_at(subject, fact, real.table_of(name), name))
    if unseen:
        what = "the registry's copy has dependencies that the tarball's package.json does not show"
        yield _finding(subject, what, *unseen, severity=Severity.HIGH)
    if hidden:
        what = "the tarball's package.json has dependencies that the registry does not show"
        yield _finding(subject, what, *hidden, severity=Severity.MEDIUM)
    if other:
        what = "registry and tarball want other versions of the same dependencies"
        yield _finding(subject, what, *other, severity=Severity.MEDIUM)


def _commands(subject: Subject, shown: NormalManifest, real: NormalManifest) -> Iterator[Finding]:
    if real.has_command_folder:
        return  # npm lists the folder's files when it publishes
    found: list[Evidence] = []
    for command, path in real.commands.items():
        told = shown.commands.get(command)
        if told != path:
            said = f"the registry says {told}" if told else "the registry does not show it"
            found.append(evidence_at(subject, f"the command {command} runs {path}; {said}", "bin", command))
    if found:
        yield _finding(
            subject,
            "the tarball has commands that the registry does not show",
            *found,
            severity=Severity.MEDIUM,
        )


def _differs(subject: Subject, key: str, value: str) -> Evidence:
    evidence = evidence_at(subject, f"{key} in the tarball; the registry says {subject.ref}", key)
    return Evidence(evidence.fact, evidence.location, excerpt=f'"{key}": "{value[:MAX_EXCERPT]}"')


def _finding(
    subject: Subject,
    what: str,
    *evidence: Evidence,
    severity: Severity = Severity.HIGH,
    confidence: Confidence = Confidence.HIGH,
) -> Finding:
    return finding(RULE, f"{subject.ref}: {what}", *evidence[:_MAX_SHOWN], severity=severity, confidence=confidence)
