"""A folder of programs for PATH: the real package managers under the names that users call them by."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from scripts.install_clients import CLIENTS


def programs(folder: Path, clients: Mapping[str, str]) -> dict[str, str]:
    """Put the programs (name to one of CLIENTS) into a folder, and give the PATH that holds them and node alone."""
    folder.mkdir(parents=True)
    for name, client in clients.items():
        words = shlex.join(CLIENTS[client].command())
        (folder / name).write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
        (folder / name).chmod(0o755)
    for tool in ("node", "sh"):
        found = shutil.which(tool)
        assert found is not None
        if not (folder / tool).exists():
            (folder / tool).symlink_to(Path(found).resolve())
    return {"PATH": os.pathsep.join([str(folder), "/usr/bin", "/bin"])}
