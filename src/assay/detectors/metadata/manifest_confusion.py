"""The registry shows one package.json, the tarball holds another.

*What it does*

Compares name, version, scripts, dependencies and commands between the registry's copy of the manifest and the
package.json inside the tarball. Differences that npm itself makes when it publishes are let pass.

*Why it matters*

The registry never compares the two. Web pages, audit tools and some clients believe the registry's copy, while scripts
and commands are taken from the tarball: what is only in the tarball runs unseen.

*Example*

    name = "two-faced"

    [tarball.manifest.scripts]
    postinstall = "node collect.js"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assay.detectors.metadata._lifecycle import ON_INSTALL
from assay.detectors.metadata._manifest_place import entry_evidence
from assay.model.finding import Finding, finding
from assay.model.manifest import Manifest
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="manifest-confusion",
    title="Registry and tarball disagree about the manifest",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not use this release: what the registry shows of it is not what would run.",
    techniques=("T1195.002", "T1036"),
)

#: npm adds this script to the registry's copy of a package that has a binding.gyp and no install script.
_IMPLICIT_INSTALL = "node-gyp rebuild"


def detect(subject: Subject) -> Iterator[Finding]:
    """A finding for each kind of disagreement."""
    if subject.release is None or subject.tarball is None or subject.tarball.manifest is None:
        return
    shown, real = subject.release.manifest, subject.tarball.manifest
    yield from _identity(subject, shown, real)
    yield from _scripts(subject, shown, real)
    yield from _dependencies(subject, shown, real)
    yield from _commands(subject, shown, real)


def _identity(subject: Subject, shown: Manifest, real: Manifest) -> Iterator[Finding]:
    if real.name and real.name != shown.name:
        yield _finding(subject, f"the tarball is of {real.name}, not {shown.name}", "name", real.name)
    if real.version and _version(real.version) != _version(shown.version):
        fact = f"the tarball is of version {real.version}, not {shown.version}"
        yield _finding(subject, fact, "version", real.version)


def _scripts(subject: Subject, shown: Manifest, real: Manifest) -> Iterator[Finding]:
    for name in ON_INSTALL:
        hidden, told = real.scripts.get(name, ""), shown.scripts.get(name, "")
        if hidden and hidden.strip() != told.strip():
            said = f"the registry shows {told!r}" if told else "the registry shows none"
            yield _finding(
                subject, f"the tarball's {name} script is not the one that the registry shows: {said}", name, hidden
            )
        elif told and not hidden and told != _IMPLICIT_INSTALL and _tells_scripts(real):
            yield _finding(
                subject, f"the registry shows a {name} script that the tarball has not", name, told, Severity.LOW
            )


def _tells_scripts(manifest: Manifest) -> bool:
    return bool(manifest.scripts)


def _dependencies(subject: Subject, shown: Manifest, real: Manifest) -> Iterator[Finding]:
    """Dependencies that only the tarball names: hidden from audits, and installed by clients that read it."""
    known = {**shown.dependencies, **shown.optional_dependencies, **shown.peer_dependencies}
    bundled = {*shown.bundled, *real.bundled}
    for name, wanted in {**real.dependencies, **real.optional_dependencies}.items():
        if name not in known and name not in bundled:
            yield _finding(subject, f"the tarball depends on {name}, which the registry does not show", name, wanted)
        elif name in known and _plain(known[name]) != _plain(wanted) and name not in bundled:
            fact = f"the tarball depends on {name} {wanted}, the registry shows {known[name]}"
            yield _finding(subject, fact, name, wanted, Severity.MEDIUM)


def _commands(subject: Subject, shown: Manifest, real: Manifest) -> Iterator[Finding]:
    told = _paths(shown.bin)
    for command, path in _paths(real.bin).items():
        if command not in told:
            fact = f"the tarball installs the command {command}, which the registry does not show"
            yield _finding(subject, fact, command, real.bin.get(command, path), Severity.MEDIUM)
        elif told[command] != path:
            fact = f"the command {command} runs {path}, the registry shows {told[command]}"
            yield _finding(subject, fact, command, real.bin.get(command, path), Severity.MEDIUM)


def _paths(commands: Mapping[str, str]) -> dict[str, str]:
    """Commands as npm normalises them: base name, path without ``./``."""
    return {name.rpartition("/")[2]: path.removeprefix("./").lstrip("/") for name, path in commands.items() if path}


def _version(text: str) -> str:
    """Without ``v``, blanks and build metadata, all of which npm takes away when it publishes."""
    return text.strip().lstrip("=v").partition("+")[0]


def _plain(wanted: str) -> str:
    return "".join(wanted.split()) or "*"


def _finding(subject: Subject, fact: str, key: str, value: str, severity: Severity | None = None) -> Finding:
    return finding(
        RULE,
        f"{subject.ref}: {fact}",
        entry_evidence(subject, fact, key, value),
        severity=severity,
        confidence=Confidence.HIGH,
    )
