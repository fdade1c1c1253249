"""Manifest: what a package.json says, as far as Assay looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.model.package import split_name

#: An ``exports`` map longer than this says nothing more that matters here.
MAX_ENTRY_POINTS = 2_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """The fields of one package.json, or of one version in a packument; what is missing is empty.

    scripts          script name to command line
    bin              command name to path in the package (the string form is turned into this)
    dependencies     the four kinds: name to range or address, as written
    bundled          names of bundled dependencies
    entry_points     field (``main``, ``module``, ``browser``, ``exports["./x"].import``, ``imports["#x"]``, ...) to
                     path in the package
    has_gypfile      the ``gypfile`` field is true
    optional_peers   peer dependencies that need not be there (``peerDependenciesMeta``)
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
    optional_peers: tuple[str, ...] = ()


def manifest_from(document: Mapping[str, object]) -> Manifest:
    """Read the decoded JSON of a package.json; a field of an impossible type counts as missing, as npm treats it."""
    name = _text(document.get("name"))
    return Manifest(
        name=name,
        version=_text(document.get("version")),
        description=_text(document.get("description")),
        keywords=_texts(document.get("keywords")),
        homepage=_text(document.get("homepage")),
        repository=_address(document.get("repository")),
        license=_address(document.get("license"), "type"),
        scripts=_table(document.get("scripts")),
        bin=_commands(name, document.get("bin")),
        dependencies=_table(document.get("dependencies")),
        dev_dependencies=_table(document.get("devDependencies")),
        optional_dependencies=_table(document.get("optionalDependencies")),
        peer_dependencies=_table(document.get("peerDependencies")),
        bundled=_bundled(document),
        entry_points=_entry_points(document),
        engines=_table(document.get("engines")),
        os=_texts(document.get("os")),
        cpu=_texts(document.get("cpu")),
        has_gypfile=document.get("gypfile") is True,
        optional_peers=_optional_peers(document.get("peerDependenciesMeta")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _table(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: item for key, item in value.items() if isinstance(key, str) and isinstance(item, str)}


def _address(value: object, field_name: str = "url") -> str:
    return _text(value.get(field_name)) if isinstance(value, dict) else _text(value)


def _commands(name: str, value: object) -> dict[str, str]:
    if isinstance(value, str):
        return {split_name(name)[1]: value} if name else {}
    return _table(value)


def _bundled(document: Mapping[str, object]) -> tuple[str, ...]:
    for key in ("bundleDependencies", "bundledDependencies"):
        value = document.get(key)
        if value is True:
            return tuple(_table(document.get("dependencies")))
        if value:
            return _texts(value)
    return ()


def _optional_peers(value: object) -> tuple[str, ...]:
    if not isinstance(value, dict):
        return ()
    return tuple(key for key, item in value.items() if isinstance(item, dict) and item.get("optional") is True)


def _entry_points(document: Mapping[str, object]) -> dict[str, str]:
    found = {key: value for key in ("main", "module") if isinstance(value := document.get(key), str)}
    browser = document.get("browser")
    if isinstance(browser, str):
        found["browser"] = browser
    else:
        found.update({f"browser[{key}]": value for key, value in _table(browser).items()})
    _collect_exports("exports", document.get("exports"), found)
    own: dict[str, str] = {}
    _collect_exports("imports", document.get("imports"), own)
    found.update({key: path for key, path in own.items() if path.startswith("./")})
    return found


def _collect_exports(field_name: str, value: object, found: dict[str, str]) -> None:
    stack: list[tuple[str, object]] = [(field_name, value)]
    while stack and len(found) < MAX_ENTRY_POINTS:
        where, item = stack.pop()
        if isinstance(item, str):
            found[where] = item
        elif isinstance(item, dict):
            stack.extend((f"{where}[{key}]", child) for key, child in reversed(item.items()))
        elif isinstance(item, list):
            stack.extend((f"{where}[{index}]", child) for index, child in reversed(list(enumerate(item))))
