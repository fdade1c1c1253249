"""Locations of a SARIF file: lines of the user's lockfiles, and things inside tarballs."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from assay.model.dependency import Dependency
from assay.model.finding import Evidence
from assay.model.location import Location
from assay.model.report import Assessed
from assay.reports import package_phrases
from assay.reports.sarif import document as sarif
from assay.reports.sarif.text import message
from assay.reports.visible import visible, well_formed

#: The base that services replace by the root of the checked-out project.
SOURCE_ROOT = "%SRCROOT%"
_MAX_RELATED = 10


def primary(package: Assessed) -> list[sarif.Location]:
    """The first line that names the package; the package alone if no file does."""
    logical = [sarif.LogicalLocation(visible(package_phrases.release_text(package.ref)), "package")]
    for usage in package.usages:
        if usage.location.file and not _is_name(usage):
            return [sarif.Location(_physical(usage.location), logical)]
    return [sarif.Location(None, logical)]


def related(package: Assessed, evidence: tuple[Evidence, ...]) -> list[sarif.Location]:
    """The other lines that name the package, and the places in its tarball that the finding rests on."""
    others = [
        sarif.Location(_physical(usage.location), message=message("also named here"))
        for usage in package.usages[1:]
        if usage.location.file
    ]
    name = package_phrases.release_text(package.ref)
    inside = [
        sarif.Location(
            None,
            [sarif.LogicalLocation(visible(f"{name}/{each.location}"), "member")],
            message(each.fact),
        )
        for each in evidence
        if each.location is not None
    ]
    return [*others, *inside][:_MAX_RELATED]


def _is_name(usage: Dependency) -> bool:
    """True if the input is a name and no file, as with ``assay check``."""
    return not usage.location.line and usage.location.file in (usage.ref.name, str(usage.ref), usage.ref.purl)


def _physical(location: Location) -> sarif.PhysicalLocation:
    region = sarif.Region(location.line, location.column) if location.line else None
    return sarif.PhysicalLocation(_artifact(location.file), region)


def _artifact(file: str) -> sarif.ArtifactLocation:
    path = PurePath(file)
    uri = quote(well_formed(path.as_posix()))
    if path.is_absolute():
        return sarif.ArtifactLocation(f"file://{uri}")
    return sarif.ArtifactLocation(uri, SOURCE_ROOT)
