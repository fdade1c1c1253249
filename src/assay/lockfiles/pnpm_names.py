"""Names of the project and its workspace members, from the manifests beside the lockfile."""

from __future__ import annotations

from pathlib import PurePosixPath

from assay.lockfiles.content import ManifestFile
from assay.lockfiles.project import project_name, readable


def project_names(file: str, manifests: tuple[ManifestFile, ...]) -> dict[str, str]:
    """Folder (as seen from the lockfile's, ``.`` for its own) to the name that its package.json states.

    ``.`` is always there.
    """
    base = PurePosixPath(file.replace("\\", "/")).parent
    names = {".": project_name(file)}
    for manifest in manifests:
        folder = PurePosixPath(manifest.file.replace("\\", "/")).parent
        if not folder.is_relative_to(base):
            continue
        document = readable(manifest)
        if document is not None and (name := document.text("name")):
            names[str(folder.relative_to(base))] = name
    return names
