"""What is measured: a committed lockfile of about 1,150 releases, and 60 popular tarballs, packed on first use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LOCKFILE = HERE / "project" / "package-lock.json"


def popular_tarballs(folder: Path) -> list[Path]:
    """The tarballs of the names in popular.txt; what is not in the folder yet is packed by npm, scripts off."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (HERE / "popular.txt").read_text(encoding="utf-8").split()
    done = folder / "packed.txt"
    if not done.exists() or done.read_text(encoding="utf-8").split() != names:
        print(f"packing {len(names)} popular packages into {folder} ...", file=sys.stderr)
        command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), *names]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        done.write_text("\n".join(names), encoding="utf-8")
    return sorted(folder.glob("*.tgz"))


def empty_tarball(folder: Path) -> Path:
    """A package with nothing but a package.json: scanning it takes a tool's start-up and little else."""
    source = folder / "empty"
    source.mkdir(parents=True, exist_ok=True)
    (source / "package.json").write_text('{"name": "assay-bench-empty", "version": "1.0.0"}\n', encoding="utf-8")
    command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(source), str(source)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return source / "assay-bench-empty-1.0.0.tgz"
