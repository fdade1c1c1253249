"""PackageRef: one release of one package."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


def split_name(name: str) -> tuple[str, str]:
    """Split a package name into scope (with its ``@``, or empty) and bare name.

    >>> split_name("@babel/core"), split_name("lodash")
    (('@babel', 'core'), ('', 'lodash'))
    """
    if name.startswith("@"):
        scope, slash, bare = name.partition("/")
        if slash:
            return scope, bare
    return "", name


def split_release(text: str) -> tuple[str, str]:
    """Split ``NAME@VERSION`` into the two; the version is empty where there is none.

    >>> split_release("@acme/tool@1.2.3"), split_release("@acme/tool")
    (('@acme/tool', '1.2.3'), ('@acme/tool', ''))
    """
    name, _, version = text.rpartition("@")
    return (name, version) if name else (text, "")


@dataclass(frozen=True, slots=True, order=True)
class PackageRef:
    """One release: the package's exact name as the registry spells it, and an exact version."""

    name: str
    version: str

    @property
    def purl(self) -> str:
        """The release as a package URL; the case of the name is kept, as npm has legacy names with capitals.

        >>> PackageRef("@babel/core", "7.0.0").purl
        'pkg:npm/%40babel/core@7.0.0'
        """
        scope, bare = split_name(self.name)
        path = f"{quote(scope, safe='')}/{quote(bare, safe='')}" if scope else quote(bare, safe="")
        return f"pkg:npm/{path}@{quote(self.version, safe='')}"

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"
