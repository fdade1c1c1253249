"""The package brings its own lockfile, which npm follows.

*What it does*

Looks for an `npm-shrinkwrap.json` in the tarball. By itself it is only named. Where an entry of it is fetched from a
git repository, over an unencrypted connection or from another host than the others, it is told as a risk.

*Why it matters*

npm 6 to 11 install what such a file names, whatever the registry's document of the package says: tools that read that
document see other dependencies than those which are installed, and one entry may lead anywhere.

*Example*

    name = "with-its-own-lockfile"

    [tarball.files]
    "npm-shrinkwrap.json" = '{"packages": {"node_modules/a": {"version": "1.0.0"}}}'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.location import Location
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="nested-shrinkwrap",
    title="Lockfile inside of the package",
    severity=Severity.INFO,
    concern=Concern.RISK,
    advice="Read which releases it pins. Clients other than npm 6 to 11 do not follow it.",
    techniques=("T1195.001",),
)
FILE = "npm-shrinkwrap.json"
#: Entries that are looked at, and shown.
_MAX_ENTRIES, _MAX_SHOWN = 20_000, 5
_RESOLVED = re.compile(rb'"(?:resolved|version|from)"\s*:\s*"((?:git|https?|ssh|github:|file:)[^"\n]{1,500})"')


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for a package with such a file at its root."""
    member = subject.tarball.member(FILE) if subject.tarball is not None else None
    if member is None:
        return
    odd = list(_odd(member.data or member.head))
    message = f"{subject.ref} brings its own lockfile"
    if odd:
        message += f", with {len(odd)} entries from unusual places"
    yield finding(
        RULE,
        message,
        Evidence("npm 6 to 11 install what it names", Location(FILE, 1)),
        *odd[:_MAX_SHOWN],
        severity=Severity.MEDIUM if odd else Severity.INFO,
        confidence=Confidence.HIGH if not odd else Confidence.MEDIUM,
    )


def _odd(data: bytes) -> Iterator[Evidence]:
    """Entries that do not come from where most of the others do."""
    entries: list[tuple[int, str]] = []
    for match in _RESOLVED.finditer(data):
        entries.append((match.start(1), match[1].decode("utf-8", "replace")))
        if len(entries) >= _MAX_ENTRIES:
            break
    hosts = Counter(_host(address) for _, address in entries)
    usual = hosts.most_common(1)[0][0] if hosts else ""
    for place, address in entries:
        what = _oddity(address, usual, len(hosts))
        if what:
            line = data.count(b"\n", 0, place) + 1
            yield Evidence(what, Location(FILE, line), excerpt=address[:MAX_EXCERPT])


def _oddity(address: str, usual: str, hosts: int) -> str:
    if not address.startswith(("https:", "http:", "file:")):
        return "it is fetched from a git repository"
    if address.startswith("http:"):
        return "it is fetched without encryption"
    if hosts > 1 and _host(address) != usual and not address.startswith("file:"):
        return "it is fetched from another host than the others"
    return ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
