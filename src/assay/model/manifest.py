"""Manifest: what a package.json says, as far as Assay looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Manifest:
    """The fields of one package.json, or of one version in a packument; what is missing is empty.

    scripts          script name to command line
    bin              command name to path in the package (the string form is turned into this)
    dependencies     the four kinds: name to range or address, as written
    bundled          names of bundled dependencies
    entry_points     field (``main``, ``module``, ``browser``, ``exports["./x"].import``, ...) to path in the package
    has_gypfile      the ``gypfile`` field is true
    """

    name: str = ""
    version: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    homepage: str = ""
    repository: str = ""
    license: str = ""
    scripts: dict[str, str] = field(default_factory=dict)
    bin: dict[str, str] = field(default_factory=dict)
    dependencies: dict[str, str] = field(default_factory=dict)
    dev_dependencies: dict[str, str] = field(default_factory=dict)
    optional_dependencies: dict[str, str] = field(default_factory=dict)
    peer_dependencies: dict[str, str] = field(default_factory=dict)
    bundled: tuple[str, ...] = ()
    entry_points: dict[str, str] = field(default_factory=dict)
    engines: dict[str, str] = field(default_factory=dict)
    os: tuple[str, ...] = ()
    cpu: tuple[str, ...] = ()
    has_gypfile: bool = False
