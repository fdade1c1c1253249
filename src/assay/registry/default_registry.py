"""The registry that is used where no configuration names one.

Its name stands nowhere in Assay: npm knows it, and without npm the package URL library does.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from assay.errors import SettingsError
from assay.registry.nerf_dart import split_url

#: npm takes a fifth of a second to answer; one that takes longer than this is broken.
_NPM_SECONDS = 10


@cache
def default_registry() -> str:
    """Ask npm, if there is one; otherwise the registry that package URLs of the kind npm stand for.

    Raises SettingsError if neither tells.
    """
    npm = shutil.which("npm")
    return (ask_npm(npm) if npm else "") or public_registry()


@cache
def public_registry() -> str:
    """The registry that package URLs of the kind npm stand for. Raises SettingsError if it cannot be told."""
    from packageurl.contrib.purl2url import get_download_url

    url: object = get_download_url("pkg:npm/name@1.0.0")  # type: ignore[no-untyped-call]
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or not parts.hostname:
        raise SettingsError("no registry is configured", hint="set registry=URL in .npmrc")
    return f"{parts.scheme}://{parts.netloc}/"


def ask_npm(npm: str) -> str:
    """What this npm says outside of any project; "" if it does not answer with an address."""
    try:
        # From its own folder: a project's .npmrc has been read already, and nothing of a project may steer npm.
        answer = subprocess.run(  # noqa: S603 - a fixed command of the npm that is on PATH
            [npm, "config", "get", "registry"],
            capture_output=True,
            check=False,
            cwd=Path(npm).parent,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_NPM_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    lines = answer.stdout.split()
    return lines[-1] if lines and split_url(lines[-1]) else ""
