"""NormalManifest: a manifest with the differences taken out that npm itself makes when it publishes.

Source: the normalisation steps of the npm packages ``read-package-json``, ``normalize-package-data`` and
``@npmcli/package-json``, which clients have run before publishing over the years.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import normpath

from assay.model.manifest import Manifest
from assay.model.tarball import Tarball

_BIN_PREFIX = re.compile(r"^(?:\.[/\\])?node_modules[/\\]\.bin[\\/]")
_VERSION = re.compile(r"^[\s=v]*([^+\s]*)")
_GIT_HOST = re.compile(
    r"^(?:git\+)?(?:https?|ssh|git)://(?:[^@/]*@)?(github\.com|gitlab\.com|bitbucket\.org)[/:]([^#]+?)(?:\.git)?/?(#.*)?$"
)
_SHORT_HOST = re.compile(r"^(github|gitlab|bitbucket):([^#]+?)(?:\.git)?(#.*)?$")
_SCP = re.compile(r"^git@([^:]+):([^#]+?)(?:\.git)?(#.*)?$")
_SHORTHAND = re.compile(r"^([\w.-]+/[\w.-]+?)(?:\.git)?(#.*)?$")
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
#: Filled in by the client that packs; which of two documents has them says nothing.
_PLACEHOLDERS = ("workspace:", "catalog:", "link:", "file:", "portal:")


@dataclass(frozen=True, slots=True)
class NormalManifest:
    """What is compared of a manifest.

    needs                dependencies and optional dependencies together
    commands             command to path without ``./``
    has_command_folder   ``directories.bin`` names a folder of commands
    """

    name: str = ""
    version: str = ""
    scripts: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    peers: frozenset[str] = frozenset()
    bundled: frozenset[str] = frozenset()
    commands: Mapping[str, str] = field(default_factory=dict)
    has_command_folder: bool = False

    @classmethod
    def of(cls, manifest: Manifest, document: Mapping[str, object] | None = None) -> NormalManifest:
        """From a manifest; ``document`` is its package.json, for the odd forms that clients understand, too."""
        document = document or {}
        folders = document.get("directories")
        return cls(
            name=manifest.name,
            version=manifest.version,
            scripts=manifest.scripts,
            needs={
                **_listed(document.get("dependencies")),
                **manifest.dependencies,
                **_listed(document.get("optionalDependencies")),
                **manifest.optional_dependencies,
            },
            optional=frozenset(manifest.optional_dependencies),
            peers=frozenset(manifest.peer_dependencies),
            bundled=frozenset(manifest.bundled),
            commands={name.rpartition("/")[2]: _path(path) for name, path in manifest.bin.items() if path.strip()},
            has_command_folder=isinstance(folders, dict) and bool(folders.get("bin")),
        )

    def table_of(self, name: str) -> str:
        """The field of package.json under which a dependency stands."""
        return "optionalDependencies" if name in self.optional else "dependencies"


def tarball_manifest(tarball: Tarball) -> NormalManifest:
    """The manifest inside a tarball."""
    manifest = tarball.manifest or Manifest()
    member = tarball.member("package.json")
    try:
        document = json.loads((member.data or b"{}") if member is not None else b"{}")
    except (ValueError, RecursionError):
        document = {}
    return NormalManifest.of(manifest, document if isinstance(document, dict) else {})


def normal_version(text: str) -> str:
    """A version without ``v``, build metadata, leading zeros and the hyphen that old versions lack.

    >>> normal_version(" v1.02.0-beta1+build"), normal_version("1.2.0beta1")
    ('1.2.0beta1', '1.2.0beta1')
    """
    found = _VERSION.match(text)
    plain = found[1] if found else text
    return re.sub(r"(?<![\w])0+(?=\d)", "", plain.replace("-", ""))


def normal_command(text: str) -> str:
    """A script without the folder of installed commands in front, and without extra blanks."""
    return " ".join(_BIN_PREFIX.sub("", text.strip()).split())


def same_wanted(one: str, other: str) -> bool:
    """True if two manifests ask for the same, also where the packing client has filled in one of them.

    >>> same_wanted("git+https://github.com/user/repo.git#v1", "user/repo#v1"), same_wanted("1.x", "2.x")
    (True, False)
    """
    is_open = one.strip().startswith(_PLACEHOLDERS) or other.strip().startswith(_PLACEHOLDERS)
    return is_open or _normal_wanted(one) == _normal_wanted(other)


def _normal_wanted(text: str) -> str:
    """A range without blanks, or an address of a git host in one form."""
    plain = text.strip()
    for pattern in (_GIT_HOST, _SHORT_HOST, _SCP):
        if found := pattern.match(plain):
            return f"{_HOSTS.get(found[1], found[1])}/{found[2]}{found[3] or ''}".lower()
    if found := _SHORTHAND.match(plain):
        return f"github.com/{found[1]}{found[2] or ''}".lower()
    return "".join(plain.split()) or "*"


def _path(path: str) -> str:
    return normpath("/" + path.strip().replace("\\", "/")).lstrip("/")


def _listed(value: object) -> dict[str, str]:
    """Dependencies as old clients allowed them: a list of ``name@range``, or one text of them."""
    if isinstance(value, str):
        value = value.split()
    if not isinstance(value, list):
        return {}
    found: dict[str, str] = {}
    for item in value:
        if isinstance(item, str):
            name, _, wanted = item.strip().replace("@", " ", 1).partition(" ") if item[:1] != "@" else (item, "", "")
            found[name] = wanted or "*"
    return found
