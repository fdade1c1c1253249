"""Run the ``assay`` command as a user does: in a process of its own, on a machine that knows only one registry."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).parents[2] / "docs/schema/report-v1.json"
#: No run takes so long; one that does hangs, and the test fails.
HANGS_SECONDS = 100
#: The shell of whoever runs the tests must not steer them.
_FOREIGN = (
    "npm_config_",
    "assay_",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "no_color",
    "force_color",
    "xdg_",
    "yarn_",
)


@dataclass(frozen=True)
class Finished:
    """What a run left behind."""

    code: int
    stdout: str
    stderr: str

    @cached_property
    def report(self) -> dict[str, Any]:
        """The JSON report on standard output, checked against the published schema."""
        document: dict[str, Any] = json.loads(self.stdout)
        _validator().validate(document)
        return document

    @property
    def refs(self) -> set[str]:
        """Every release of the report as ``name@version``."""
        return set(self.by_ref)

    @property
    def by_ref(self) -> dict[str, dict[str, Any]]:
        """The report's packages by ``name@version``."""
        return {f"{each['name']}@{each['version']}": each for each in self.report["packages"]}

    def rules(self, ref: str) -> set[str]:
        """The rules that found something in a release."""
        return {finding["rule"] for finding in self.by_ref[ref]["findings"]}

    def why_not(self, ref: str) -> str:
        """Everything that could not be checked about a release, in words."""
        return "; ".join(gap["why"] for gap in self.by_ref[ref]["gaps"])

    @property
    def input_gaps(self) -> list[dict[str, Any]]:
        """What could not be read of the inputs."""
        return [gap for each in self.report["inputs"] for gap in each["gaps"]]


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of its own in a folder: its home, its caches, and an .npmrc that names one registry."""

    folder: Path

    @classmethod
    def at(cls, folder: Path, registry: str, *npmrc: str) -> Machine:
        """Make one. ``npmrc`` are further lines of the user's own .npmrc."""
        machine = cls(folder)
        machine.home.mkdir(parents=True)
        machine.configure(f"registry={registry}/", *npmrc)
        return machine

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def configure(self, *npmrc: str) -> None:
        """Write the user's .npmrc anew."""
        (self.home / ".npmrc").write_text("\n".join(npmrc) + "\n", encoding="utf-8")

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a run. What measures coverage passes through."""
        kept = {name: value for name, value in os.environ.items() if not name.lower().startswith(_FOREIGN)}
        own = {
            "HOME": str(self.home),
            "ASSAY_CACHE_DIR": str(self.cache),
            "ASSAY_DATA_DIR": str(self.data),
            "npm_config_globalconfig": str(self.home / "no-global-npmrc"),
            "COLUMNS": "200",
        }
        return {**kept, **own, **(more or {})}

    def assay(
        self,
        *words: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdout: int = subprocess.PIPE,
    ) -> Finished:
        """Run the command to its end."""
        done = subprocess.run(
            command(*words),
            cwd=cwd or self.home,
            env=self.environment(env),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=HANGS_SECONDS,
        )
        return Finished(done.returncode, done.stdout or "", done.stderr)

    def scan(self, *words: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Finished:
        """Scan with a JSON report on standard output."""
        return self.assay("scan", *words, "--format", "json", cwd=cwd, env=env)


def command(*words: str | Path) -> list[str]:
    """The command line that the console script stands for: it does not look for modules in the current folder."""
    return [sys.executable, "-P", "-m", "assay", *map(str, words)]


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
