"""Where something stands in a package's package.json, and which manifest counts."""

from __future__ import annotations

import json

from assay.model.finding import MAX_EXCERPT, Evidence
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.subject import Subject

MANIFEST = "package.json"


def manifest_of(subject: Subject) -> Manifest | None:
    """The manifest that runs: the tarball's own, else the registry's copy."""
    if subject.tarball is not None and subject.tarball.manifest is not None:
        return subject.tarball.manifest
    return subject.release.manifest if subject.release is not None else None


def entry_evidence(subject: Subject, fact: str, key: str, value: str) -> Evidence:
    """Evidence for one entry ``"key": "value"`` of package.json, with its line if the tarball was read."""
    return Evidence(fact, Location(MANIFEST, _line(subject, key, value)), excerpt=f"{key}: {value}"[:MAX_EXCERPT])


def _line(subject: Subject, key: str, value: str) -> int:
    member = subject.tarball.member(MANIFEST) if subject.tarball else None
    if member is None or member.data is None:
        return 0
    lines = member.data.decode("utf-8", "replace").splitlines()
    wanted_key, wanted_value = json.dumps(key, ensure_ascii=False), json.dumps(value, ensure_ascii=False)
    for number, line in enumerate(lines, start=1):
        if wanted_key in line and wanted_value in line:
            return number
    return next((number for number, line in enumerate(lines, start=1) if wanted_key in line), 0)
