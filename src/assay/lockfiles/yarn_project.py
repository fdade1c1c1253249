"""The manifests of a yarn project. Only they tell what is direct, and which of it is for development or optional."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from assay.lockfiles.content import ManifestFile
from assay.lockfiles.json_document import JsonObject
from assay.lockfiles.project import folder_of, project_name, readable, wanted
from assay.model.dependency import DependencyType


@dataclass(frozen=True, slots=True)
class Member:
    """The project itself or one of its workspace members.

    folder   relative to the lockfile's, ``.`` for the project
    wanted   name to spec and list of everything its manifest asks for
    """

    folder: str
    name: str
    version: str
    wanted: dict[str, tuple[str, DependencyType]]


def members(file: str, manifests: tuple[ManifestFile, ...]) -> dict[str, Member]:
    """Folder to Member for every manifest that can be read, the project first."""
    found: list[Member] = []
    base = folder_of(file)
    for manifest in manifests:
        document = readable(manifest)
        if document is not None:
            found.append(_member(posixpath.relpath(folder_of(manifest.file) or ".", base or "."), manifest, document))
    return {member.folder: member for member in sorted(found, key=lambda member: member.folder != ".")}


def _member(folder: str, manifest: ManifestFile, document: JsonObject) -> Member:
    name = project_name(manifest.file, document.text("name"))
    return Member(folder, name, document.text("version"), wanted(document))
