"""The command: ``python -m scripts.lockfile_fixtures [CLIENT...] [--out FOLDER] [--clients FOLDER]``."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

from scripts.lockfile_fixtures.client import Client, Installed, Maker, configured_registry, install
from scripts.lockfile_fixtures.npm import NpmMaker
from scripts.lockfile_fixtures.yarn import YarnMaker

#: Family, which is the folder below the fixtures, to its maker.
MAKERS: dict[str, Maker] = {"npm": NpmMaker(), "yarn": YarnMaker()}
_OUT = Path(__file__).parents[2] / "tests/lockfiles/fixtures"


def main() -> None:
    """Make the fixtures of the clients that were named, or of all."""
    known = {client.name: (family, client) for family, maker in MAKERS.items() for client in maker.clients}
    parser = argparse.ArgumentParser(prog="python -m scripts.lockfile_fixtures", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="CLIENT", help=f"one of {', '.join(known)}; default all")
    parser.add_argument("--out", type=Path, default=_OUT, help="where the fixtures are kept")
    parser.add_argument("--clients", type=Path, help="keep installed clients in this folder and use them again")
    chosen = parser.parse_args()
    unknown = sorted(set(chosen.names) - set(known))
    if unknown:
        parser.error(f"unknown client {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="lockfile-fixtures-") as scratch:
        for name in chosen.names or known:
            family, client = known[name]
            installed = _installed(client, (chosen.clients or Path(scratch)) / name)
            work = Path(scratch) / "work" / name
            work.mkdir(parents=True)
            files = MAKERS[family].make(installed, work)
            _keep(chosen.out / family / name, files, installed, work)
            print(f"{family}/{name}: {len(files)} files")


def _installed(client: Client, folder: Path) -> Installed:
    registry = configured_registry()
    if (folder / "node_modules" / client.script).exists():
        return Installed(client, folder, registry)
    return install(client, folder, registry)


def _keep(out: Path, files: dict[str, str], client: Installed, work: Path) -> None:
    """Write the files, without the address of the registry and the paths of this machine."""
    shutil.rmtree(out, ignore_errors=True)
    host = client.registry.partition("://")[2]
    replacements = [
        (client.registry, "https://registry.example/"),
        (quote(client.registry, safe=""), quote("https://registry.example/", safe="")),
        (host, "registry.example/"),
        (str(work), "/work-folder"),
    ]
    for path, written in files.items():
        text = written
        for old, new in replacements:
            text = text.replace(old, new)
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


if __name__ == "__main__":
    main()
