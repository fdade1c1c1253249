"""Build the shipped corpus of popular names from npm packages that carry the registry's names and download counts.

    python scripts/build_corpus.py [-o FILE] [--counts TARBALL] [--names TARBALL]

Without paths it fetches ``download-counts`` and ``all-the-package-names`` through ``npm pack`` (nothing is run).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from assay.store.corpus_sources import COUNTS_PACKAGE, NAMES_PACKAGE, build_corpus, read_tarball

OUTPUT = Path(__file__).parents[1] / "src" / "assay" / "names" / "data" / "corpus.bin"


def pack(package: str, folder: Path) -> Path:
    """Download the newest tarball of a package into a folder."""
    command = ["npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", str(folder), package]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return folder / told.stdout.strip().splitlines()[-1]


def main() -> int:
    """Build the file and say what is in it."""
    parser = argparse.ArgumentParser(description="Build the shipped corpus of popular names.")
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT)
    parser.add_argument("--counts", type=Path, help="tarball of download-counts")
    parser.add_argument("--names", type=Path, help="tarball of all-the-package-names")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        counts = read_tarball(options.counts or pack(COUNTS_PACKAGE, folder))
        names = read_tarball(options.names or pack(NAMES_PACKAGE, folder))
    content = build_corpus(counts, names)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(content)
    print(f"{options.output}: {len(content):,} bytes, {counts.name}@{counts.version}, {names.name}@{names.version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
