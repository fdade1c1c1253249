"""Where Assay keeps its files on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

#: Environment variables that name other folders.
CACHE_VARIABLE = "ASSAY_CACHE_DIR"
DATA_VARIABLE = "ASSAY_DATA_DIR"
_NAME = "assay"


def cache_folder(environment: Mapping[str, str]) -> Path:
    """What can be deleted at any time: the verdict cache, kept packuments. It need not exist yet."""
    chosen = environment.get(CACHE_VARIABLE, "")
    if chosen:
        return Path(chosen).expanduser()
    # Imported here: most runs of a CI job choose the folder by variable.
    import platformdirs

    return platformdirs.user_cache_path(_NAME, appauthor=False)


def data_folder(environment: Mapping[str, str]) -> Path:
    """What a user would miss: feeds that were fetched. It need not exist yet."""
    chosen = environment.get(DATA_VARIABLE, "")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return platformdirs.user_data_path(_NAME, appauthor=False)
