"""Which honest packages are looked at, and where their tarballs lie.

A list names one release a line, as ``name@version``. ``developed.txt`` holds dependency trees that the rules were
developed beside, ``unseen.txt`` those of applications that nobody looked at before, without what is in the first.
``fresh.txt`` holds what is most like malware among honest packages (deploy and release tools, installers of programs,
telemetry, wallets, obfuscators, coding tools, shells, proxies) and what those depend on, without what is in the others.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
_BATCH = 50
_SOURCE = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")


@dataclass(frozen=True, slots=True)
class Release:
    """One release of a list, and its tarball."""

    spec: str
    tarball: Path


def releases(which: str, folder: Path) -> list[Release]:
    """The releases of a list; what is not in the folder yet is packed by npm, scripts off."""
    folder.mkdir(parents=True, exist_ok=True)
    specs = (HERE / f"{which}.txt").read_text(encoding="utf-8").split()
    found = [Release(spec, folder / file_name(spec)) for spec in specs]
    missing = [release.spec for release in found if not release.tarball.exists()]
    for at in range(0, len(missing), _BATCH):
        print(f"packing {at} of {len(missing)} packages of {which}.txt into {folder} ...", file=sys.stderr)
        command = ["npm", "pack", "--silent", "--ignore-scripts", "--prefer-offline", "--pack-destination", str(folder)]
        subprocess.run([*command, *missing[at : at + _BATCH]], check=True, stdout=subprocess.DEVNULL)
    return found


def sample(found: Sequence[Release], size: int) -> list[Release]:
    """So many of the releases, at random but always the same ones; a bigger sample holds the smaller."""
    return sorted(found, key=lambda release: hashlib.sha256(release.spec.encode()).digest())[:size]


def file_name(spec: str) -> str:
    """What npm calls the tarball of a release.

    >>> file_name("@babel/core@7.29.0")
    'babel-core-7.29.0.tgz'
    """
    name, _, version = spec.rpartition("@")
    return f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"


def source_bytes(tarball: Path) -> int:
    """The size of the files of JavaScript and TypeScript in it, unpacked."""
    with tarfile.open(tarball) as archive:
        return sum(member.size for member in archive if member.isfile() and member.name.lower().endswith(_SOURCE))
