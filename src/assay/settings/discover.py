"""Find the file that holds the settings: assay.toml, or pyproject.toml with a [tool.assay] table.

The package.json of a project is not asked, on purpose: an unpacked package that is scanned brings one along, and it
must have no say in how it is judged. For the same reason nothing inside node_modules is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assay.settings.environment import CONFIG

#: Prefix of the settings inside pyproject.toml.
PYPROJECT_TABLE = ("tool", "assay")
FILE_NAME = "assay.toml"
PYPROJECT = "pyproject.toml"
#: A settings file longer than this is none.
MAX_BYTES = 1_000_000


def find_settings(target: Path) -> Path | None:
    """The nearest settings file, from the target's folder upward; assay.toml before pyproject.toml."""
    start = target.resolve()
    if not start.is_dir():
        start = start.parent
    if "node_modules" in start.parts:
        start = Path(*start.parts[: start.parts.index("node_modules")])
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if own.is_file():
            return own
        shared = folder / PYPROJECT
        if shared.is_file() and _has_table(shared):
            return shared
    return None


def settings_path(named: Path | None, target: Path, environment: Mapping[str, str]) -> Path:
    """The file that settings come from; an assay.toml in the target's folder, not there yet, if there is none.

    named   the file of the flag ``--config``
    """
    given = named or (Path(environment[CONFIG]) if environment.get(CONFIG) else None)
    return given or find_settings(target) or (target if target.is_dir() else target.parent) / FILE_NAME


def _has_table(path: Path) -> bool:
    """True if a pyproject.toml speaks of Assay at all; whether it is right is found out when it is read."""
    try:
        with path.open("rb") as file:
            return b"tool.assay" in file.read(MAX_BYTES)
    except OSError:
        return False
