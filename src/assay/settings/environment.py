"""The ASSAY_ variables of the environment, as a table of settings."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from assay.errors import SettingsError

#: Variable to key of the settings. ASSAY_CONFIG names the file to read.
VARIABLES = {
    "ASSAY_FAIL_ON": "fail-on",
    "ASSAY_ON_GAPS": "on-gaps",
    "ASSAY_ALLOW_GAPS": "allow-gaps",
    "ASSAY_OFFLINE": "offline",
    "ASSAY_CACHE_DIR": "cache-dir",
    "ASSAY_WORKERS": "workers",
    "ASSAY_REGISTRY": "registry",
    "ASSAY_COOLDOWN": "cooldown",
    "ASSAY_YARA": "yara",
}
CONFIG = "ASSAY_CONFIG"
_TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def read_environment(environment: Mapping[str, str]) -> dict[str, object]:
    """Values by key; a variable that is empty counts as not set.

    Raises SettingsError for a value that cannot be, and for a variable that is nearly one of these: other programs may
    have ASSAY_ variables of their own, but a slip of the finger must not be ignored.
    """
    found: dict[str, object] = {}
    for name, value in environment.items():
        if not name.startswith("ASSAY_") or not value:
            continue
        key = VARIABLES.get(name)
        if key:
            found[key] = _read(name, key, value)
        elif name != CONFIG:
            _refuse_slip(name)
    return found


def _read(name: str, key: str, value: str) -> object:
    if key in ("allow-gaps", "offline"):
        if value.lower() not in _TRUTH:
            raise SettingsError(f"{name} is {value[:40]!r}, expected one of {', '.join(_TRUTH)}")
        return _TRUTH[value.lower()]
    if key == "workers":
        if not (value.isascii() and value.isdigit() and len(value) < 6):
            raise SettingsError(f"{name} is {value[:40]!r}, expected a whole number")
        return int(value)
    return value


def _refuse_slip(name: str) -> None:
    near = get_close_matches(name, [*VARIABLES, CONFIG], 1, 0.85)
    if near:
        raise SettingsError(f"unknown environment variable {name}", hint=f"did you mean {near[0]}?")
