"""Variations: our inert fixtures as public minifiers and obfuscators write them, made while the benchmark runs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "tests" / "detectors" / "fixtures"
SCRIPT = Path(__file__).with_name("vary.cjs")
TOOLS = ("javascript-obfuscator", "terser", "uglify-js")
#: These are about how a text looks, and no variation keeps that.
LOOKS = frozenset({"hidden-unicode", "obfuscated-entry-point"})
_SUFFIXES = frozenset({".js", ".cjs", ".mjs"})
_MAKING_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Variation:
    """One fixture in one form.

    rule     the rule whose fixture it is
    name     the fixture's file name
    preset   ``plain``, or the tool and preset that made it
    """

    rule: str
    name: str
    preset: str
    code: bytes


def fixtures() -> list[Path]:
    """Every fixture that is code and in which something must be found."""
    found = (path for path in FIXTURES.glob("*/*") if path.suffix in _SUFFIXES and not path.name.startswith("ok_"))
    return sorted(path for path in found if path.parent.name not in LOOKS)


def variations(tools: Path) -> Iterator[Variation]:
    """Every fixture in every form; ``tools`` is the folder with the tools' node_modules."""
    paths = {f"{path.parent.name}/{path.name}": path for path in fixtures()}
    asked = [
        {"name": name, "code": path.read_text(encoding="utf-8"), "isModule": path.suffix == ".mjs"}
        for name, path in paths.items()
    ]
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps({"fixtures": asked}),
        capture_output=True,
        text=True,
        check=True,
        cwd=tools,
        timeout=_MAKING_SECONDS,
    )
    for name, made in json.loads(done.stdout).items():
        for preset, code in made.items():
            if code is not None:
                yield Variation(paths[name].parent.name, paths[name].name, preset, code.encode())


def versions(tools: Path) -> list[str]:
    """Name and version of each tool."""
    found = []
    for tool in TOOLS:
        manifest = json.loads((tools / "node_modules" / tool / "package.json").read_text(encoding="utf-8"))
        found.append(f"{tool} {manifest['version']}")
    return found
