"""An install script fetches a file from elsewhere than its publisher's usual place.

*What it does*

Looks at code that runs on installation, asks for an address and writes files, and compares the address with where its
publisher is at home: the host of its homepage, its own repository and the releases there, a host with the package's or
its scope's name in it. Another host is told as a small thing, as many honest installers use a plain storage host; one
where anybody may leave files without a name counts more.

*Why it matters*

What is fetched is not in the tarball, no lockfile pins it, and another day it is another file.

*Example*

    name = "acme-native"

    [tarball.manifest]
    repository = "https://github.com/acme/native"
    scripts = { install = "node install.js" }

    [tarball.files]
    "install.js" = '''
    const fs = require("fs"), https = require("https");
    https.get("https://files.other.invalid/native", (answer) => answer.pipe(fs.createWriteStream("native.node")));
    '''
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from assay.detectors._package_json import manifest_of
from assay.detectors.source._flows import runs_on_install
from assay.model.finding import Evidence, Finding, finding
from assay.model.manifest import Manifest
from assay.model.package import split_name
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import Behaviour, BehaviourKind, SourceFile
from assay.model.subject import Subject

RULE = Rule(
    id="fetched-elsewhere",
    title="Install script that fetches from another place than its publisher's",
    severity=Severity.LOW,
    concern=Concern.RISK,
    advice="Find out whose host that is, and whether what it hands out is signed or pinned by a hash.",
    techniques=("T1105", "T1195.002"),
)
_ADDRESS = re.compile(r"https?://[^\s'\"`<>|;&)]{3,300}")
_SHORT = re.compile(r"(?:github:)?([\w.-]+)/[\w.-]+")
_HOME = re.compile(r"(?:^|//)(?:[^/@\s]{0,80}@)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)[/:]*([\w.-]*)")
#: Hosts of code: the owner is the first part of the path there.
_FORGES = ("github.com", "raw.githubusercontent.com", "gitlab.com", "bitbucket.org", "codeload.github.com")
#: Hosts where anybody may leave a file, by their own documentation.
_ANYBODYS = re.compile(
    r"(?:^|\.)(?:transfer\.sh|file\.io|0x0\.st|catbox\.moe|gofile\.io|anonfiles\.com|mediafire\.com|temp\.sh|bashupload\.com"
    r"|cdn\.discordapp\.com|media\.discordapp\.net|dropboxusercontent\.com|dropbox\.com|gist\.githubusercontent\.com"
    r"|pastebin\.com|paste\.ee|rentry\.co|ipfs\.io)$"
)
#: Where Node's own headers and programs are, and this machine.
_EVERYBODYS = re.compile(r"(?:^|\.)nodejs\.org$|^localhost$|^127\.|^registry\.|^\[?::1")
#: A shorter name stands in many hosts by chance.
_TELLING_NAME = 4


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file, about the first such address; one where anybody may leave files before others."""
    manifest = manifest_of(subject)
    for file in subject.sources:
        if not runs_on_install(file) or not any(each.kind is BehaviourKind.FILE_WRITE for each in file.behaviours):
            continue
        found = sorted(_elsewhere(file, manifest), key=lambda each: not _ANYBODYS.search(each[1]))
        if found:
            behaviour, host = found[0]
            is_anybodys = _ANYBODYS.search(host) is not None
            yield finding(
                RULE,
                f"{file.path} of {subject.ref} fetches from {host} on installation",
                Evidence(f"{behaviour.detail} is not at its publisher's usual place", behaviour.location),
                severity=Severity.MEDIUM if is_anybodys else Severity.LOW,
                confidence=Confidence.MEDIUM,
            )


def _elsewhere(file: SourceFile, manifest: Manifest) -> Iterator[tuple[Behaviour, str]]:
    """What asks for an address that is not the publisher's, and its host."""
    for behaviour in file.behaviours:
        match = _ADDRESS.search(f"{behaviour.detail} {behaviour.decoded}")
        if behaviour.kind is not BehaviourKind.NETWORK or match is None:
            continue
        host, owner = _place(match[0])
        if host and not _EVERYBODYS.search(host) and not _is_usual(host, owner, manifest):
            yield behaviour, host


def _place(address: str) -> tuple[str, str]:
    """The host of an address, and the owner where it is a host of code."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    owner = parts.path.strip("/").partition("/")[0].lower() if host in _FORGES else ""
    return ("" if "?" in host or "." not in host else host), owner


def _home(written: str) -> tuple[str, str]:
    """As ``_place``, for any form that package.json has: ``git+https://...``, ``git@...``, ``owner/name``."""
    short = _SHORT.fullmatch(written)
    if short is not None:
        return "github.com", short[1].lower()
    found = _HOME.search(written)
    if found is None:
        return "", ""
    return found[1].lower(), found[2].lower() if found[1].lower() in _FORGES else ""


def _is_usual(host: str, owner: str, manifest: Manifest) -> bool:
    scope, bare = split_name(manifest.name)
    names = {word for word in re.split(r"[^a-z0-9]+", f"{scope} {bare}".lower()) if len(word) >= _TELLING_NAME}
    homes = [_home(each) for each in (manifest.homepage, manifest.repository)]
    if owner:
        return owner in names or any(owner == home[1] for home in homes)
    if any(home[0] and home[0] not in _FORGES and _domain(home[0]) == _domain(host) for home in homes):
        return True
    if any(home[1] and home[1] in host for home in homes):
        return True
    return any(name in host for name in names)


def _domain(host: str) -> str:
    return ".".join(host.split(".")[-2:])
