"""Read the rule files of a folder, and refuse one that cannot be compiled before anything is scanned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from assay.errors import SettingsError

if TYPE_CHECKING:
    import yara_x

SUFFIXES = (".yar", ".yara")
#: Bytes of all rule files together: they go to the worker with each package. Files, and folders below one another.
MAX_BYTES, MAX_FILES = 2 * 1024 * 1024, 200


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file of rules: its path below the folder, and its text."""

    name: str
    text: str


def read_rules(folder: Path) -> tuple[RuleFile, ...]:
    """Every rule file in a folder and below, each compiled once to see that it can be. Raises SettingsError."""
    if not folder.is_dir():
        raise SettingsError(f"there is no folder {folder} of YARA rules")
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    if not paths:
        raise SettingsError(f"there are no YARA rules in {folder}", hint=f"rule files end in {' or '.join(SUFFIXES)}")
    if len(paths) > MAX_FILES:
        raise SettingsError(f"{folder} has {len(paths):,} rule files, and at most {MAX_FILES} are read")
    left, found = MAX_BYTES, []
    for path in paths:
        file = _read(path, path.relative_to(folder).as_posix(), left)
        left -= len(file.text.encode())
        found.append(file)
    compiled(tuple(found))
    return tuple(found)


def _read(path: Path, name: str, most: int) -> RuleFile:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise SettingsError(f"YARA rules {path}: cannot be read: {error.strerror}") from error
    if len(data) > most:
        raise SettingsError(f"YARA rules {path}: all rule files together may have {MAX_BYTES:,} bytes")
    try:
        return RuleFile(name, data.decode())
    except UnicodeDecodeError as error:
        raise SettingsError(f"YARA rules {path}: not UTF-8 at byte {error.start}") from error


def revision(rules: Sequence[RuleFile]) -> str:
    """What kept inspections depend on, "" without rules."""
    if not rules:
        return ""
    digest = sha256()
    for each in rules:
        digest.update(f"{each.name}\0{each.text}\0".encode())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def compiled(rules: tuple[RuleFile, ...]) -> yara_x.Rules:
    """The rules, each file in a namespace of its own; files cannot include others. Raises SettingsError."""
    try:
        import yara_x
    except ImportError as error:
        raise SettingsError("YARA rules need the extra 'yara'", hint="pip install 'assay[yara]'") from error
    compiler = yara_x.Compiler()
    compiler.enable_includes(False)
    for each in rules:
        compiler.new_namespace(each.name)
        try:
            compiler.add_source(each.text, origin=each.name)
        except yara_x.CompileError as error:
            raise SettingsError(f"YARA rules {each.name}: {str(error).strip()}") from error
    return compiler.build()
