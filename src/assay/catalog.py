"""Finds every detector. A module that breaks the rules of the catalog stops the program, so that none is ever lost."""

from __future__ import annotations

import hashlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import assay.detectors
from assay import __version__
from assay.errors import CatalogError
from assay.model.finding import Finding
from assay.model.rule import Rule
from assay.model.subject import Subject

#: Sections that every page has, in this order; further ones may follow.
SECTIONS = ("What it does", "Why it matters", "Example")
#: What an inspection depends on: a change in any of these makes kept inspections stale.
_RULESET_ROOMS = ("model", "names", "javascript", "campaigns", "detectors", "assessment", "registry", "yara")
_HEADING = re.compile(r"^\*(?P<title>[^*\n]+)\*\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule's page: its first line, and title and text of each section."""

    summary: str
    sections: tuple[tuple[str, str], ...]

    def section(self, title: str) -> str:
        """The text of one section, "" if the page has none of that title."""
        return dict(self.sections).get(title, "")


@dataclass(frozen=True, slots=True)
class Detector:
    """A rule, the function that looks for it, its page, and the module's path inside the package."""

    rule: Rule
    detect: Callable[[Subject], Iterator[Finding]]
    page: RulePage
    source: str


@lru_cache(maxsize=1)
def detectors() -> tuple[Detector, ...]:
    """Every detector, sorted by folder and id. Raises CatalogError if one breaks the rules."""
    found = [_detector(import_module(name)) for name in _module_names()]
    ids = [each.rule.id for each in found]
    for each in set(ids):
        if ids.count(each) > 1:
            raise CatalogError(f"two detectors share the id {each}")
    return tuple(found)


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Every rule by its id."""
    return {each.rule.id: each.rule for each in detectors()}


@lru_cache(maxsize=1)
def revision() -> str:
    """A short hash over everything that an inspection depends on: the sources of the rules and of what they read."""
    root = Path(assay.detectors.__path__[0]).parent
    digest = hashlib.sha256(__version__.encode())
    for room in _RULESET_ROOMS:
        for file in sorted((root / room).rglob("*")):
            if file.suffix in (".py", ".toml", ".bin"):
                digest.update(file.relative_to(root).as_posix().encode())
                digest.update(_content(file))
    return digest.hexdigest()[:16]


def _content(file: Path) -> bytes:
    """Sources whole; of large data its size and head, which carry its checksum."""
    if file.suffix != ".bin":
        return file.read_bytes()
    with file.open("rb") as data:
        return file.stat().st_size.to_bytes(8, "big") + data.read(4_096)


def _module_names() -> list[str]:
    package = assay.detectors
    found = pkgutil.walk_packages(package.__path__, prefix=f"{package.__name__}.")
    return sorted(each.name for each in found if not each.ispkg and not each.name.rpartition(".")[2].startswith("_"))


def _detector(module: ModuleType) -> Detector:
    rule, detect = getattr(module, "RULE", None), getattr(module, "detect", None)
    *_, folder, file = module.__name__.split(".")
    if not isinstance(rule, Rule) or not callable(detect):
        raise CatalogError(f"{module.__name__} has no RULE or no detect function")
    if rule.id != file.replace("_", "-"):
        raise CatalogError(f"{module.__name__} holds the rule {rule.id}: id and file name must agree")
    page = read_page(module.__doc__ or "", module.__name__)
    return Detector(replace(rule, aspect=rule.aspect or folder), detect, page, f"detectors/{folder}/{file}.py")


def read_page(docstring: str, where: str) -> RulePage:
    """Read a module's docstring as a page. Raises CatalogError if a section is missing, empty or out of order."""
    text = docstring.strip()
    headings = list(_HEADING.finditer(text))
    titles = tuple(heading["title"] for heading in headings)
    if titles[: len(SECTIONS)] != SECTIONS:
        raise CatalogError(f"{where}: its docstring needs the sections {', '.join(SECTIONS)}, and has {titles}")
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    sections = tuple(
        (heading["title"], text[heading.end() : end].strip("\n")) for heading, end in zip(headings, ends, strict=True)
    )
    for title, body in sections:
        if not body.strip():
            raise CatalogError(f"{where}: the section {title} is empty")
    return RulePage(text[: headings[0].start()].strip(), sections)
