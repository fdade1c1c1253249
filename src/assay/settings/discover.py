"""Find the file that holds the settings: assay.toml, or pyproject.toml with a [tool.assay] table.

The package.json of a project is not asked, on purpose: an unpacked package that is scanned brings one along, and it
must have no say in how it is judged. For the same reason nothing inside node_modules is asked.
"""

from __future__ import annotations

from pathlib import Path

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


def _has_table(path: Path) -> bool:
    """True if a pyproject.toml speaks of Assay at all; whether it is right is found out when it is read."""
    try:
        with path.open("rb") as file:
            return b"tool.assay" in file.read(MAX_BYTES)
    except OSError:
        return False
