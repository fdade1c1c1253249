"""Dependency: one release as one input names it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.package import PackageRef


class Origin(StrEnum):
    """Where the input says the bytes come from."""

    REGISTRY = "registry"
    TARBALL_URL = "tarball-url"
    GIT = "git"
    LOCAL_TARBALL = "local-tarball"
    DIRECTORY = "directory"
    WORKSPACE = "workspace"
    BUNDLED = "bundled"
    TARGET = "target"  # the user handed the bytes over: a .tgz or an unpacked package named as a target
    UNKNOWN = "unknown"

    @property
    def is_local(self) -> bool:
        """True if the bytes belong to the user's own project: no public record can be about them."""
        return self in (Origin.WORKSPACE, Origin.DIRECTORY, Origin.LOCAL_TARBALL)


class DependencyType(StrEnum):
    """How the project asked for it, directly or through the closest parent that decides it."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    OPTIONAL = "optional"
    PEER = "peer"


@dataclass(frozen=True, slots=True)
class Dependency:
    """One release as one input names it.

    ref          the package that is really meant (an alias is resolved), and its exact version; for git, URL and
                 local origins the version is what the input states, or "" if it states none
    origin       where the bytes come from
    location     the line of the entry in the input
    paths        ways from the project to it, names only, project first and this package last; at least one,
                 shortest first, at most ``MAX_PATHS`` kept
    type         how it is depended on; the weightiest if several (production over optional over peer over dev)
    alias        the name it is installed under, if that is not its own
    resolved     the URL, path or git address in the input, as written, without credentials
    integrity    the hashes that the input pins for the registry's tarball
    is_direct    a manifest of the project names it
    is_patched   a patch of the project is applied on top (yarn ``patch:``, pnpm ``patchedDependencies``)
    requested    the range, tag or address that asked for it, where the input tells
    has_install_script   the input says that it has one (npm lockfiles), None if it does not tell
    """

    ref: PackageRef
    origin: Origin
    location: Location
    paths: tuple[tuple[str, ...], ...] = ()
    type: DependencyType = DependencyType.PRODUCTION
    alias: str = ""
    resolved: str = ""
    integrity: Integrity | None = None
    is_direct: bool = False
    is_patched: bool = False
    requested: str = ""
    has_install_script: bool | None = None


#: A release in a big project is reached by thousands of paths; the first few, shortest first, tell the story.
MAX_PATHS = 5
