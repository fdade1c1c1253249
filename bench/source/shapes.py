"""Shapes of attacks that no rule was developed beside: small inert packages, and what is said about each.

A shape is one file of ``shapes/WAVE/``, written from public reports before anything was measured on it. Each wave was
measured once before a rule was changed for it; that first figure is in ``docs/accuracy.md``.
"""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.source.alarms import MALICIOUS, SUSPICIOUS
from bench.source.judges import Opinion, Run

SHAPES = Path(__file__).with_name("shapes")
WAVES = ("first",)
_BINARY = "base64:"


@dataclass(frozen=True, slots=True)
class Shape:
    """One small package.

    name    of its file
    what    what it would do, in a few words
    runs    what starts it: ``import`` (no hook), ``install``, ``command``, ``checkout`` (its repository, or an editor)
    files   path and bytes of every file
    """

    name: str
    what: str
    runs: str
    files: tuple[tuple[str, bytes], ...]

    def tarball(self) -> bytes:
        """The shape as a registry would serve it; the same bytes every time."""
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            for path, data in self.files:
                member = tarfile.TarInfo(f"package/{path}")
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
        return gzip.compress(archive.getvalue(), mtime=0)


def shapes(wave: str) -> list[Shape]:
    """The shapes of one wave, by name."""
    return [_shape(path) for path in sorted((SHAPES / wave).glob("*.toml"))]


def _shape(path: Path) -> Shape:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    files = tuple((name, _data(text)) for name, text in document["files"].items())
    return Shape(path.stem, document["what"], document["runs"], files)


def _data(text: str) -> bytes:
    return base64.b64decode(text.removeprefix(_BINARY)) if text.startswith(_BINARY) else text.encode()


def packed(found: Sequence[Shape], folder: Path) -> list[Path]:
    """The tarball of each shape, written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for shape in found:
        (folder / f"{shape.name}.tgz").write_bytes(shape.tarball())
    return [folder / f"{shape.name}.tgz" for shape in found]


def table(found: Sequence[Shape], runs: Sequence[tuple[str, Run]]) -> Iterator[str]:
    """How many shapes each tool finds, by what starts them."""
    yield "| Shapes | number | tool | suspicious or worse | malicious |\n|---|---|---|---|---|"
    groups = (("all", {each.runs for each in found}), ("without a hook, on import", {"import"}))
    for title, starts in (*groups, ("on installation", {"install"}), ("otherwise", {"command", "checkout"})):
        chosen = [number for number, each in enumerate(found) if each.runs in starts]
        for tool, run in runs:
            levels = [run.opinions[number].level for number in chosen]
            cells = (_share(levels, SUSPICIOUS), _share(levels, MALICIOUS))
            yield f"| {title} | {len(chosen)} | {tool} | {' | '.join(cells)} |"


def _share(levels: Sequence[str], wanted: frozenset[str]) -> str:
    hits = sum(level in wanted for level in levels)
    return f"{hits / len(levels):.0%} ({hits})" if levels else "none"


def missed(found: Sequence[Shape], run: Run) -> Iterator[str]:
    """Each shape that is not suspicious, and what was noted all the same."""
    lost = [(shape, each) for shape, each in zip(found, run.opinions, strict=True) if each.level not in SUSPICIOUS]
    for shape, opinion in lost:
        yield f"- `{shape.name}` ({shape.what}): {_noted(opinion)}"
    if not lost:
        yield "- none"


def _noted(opinion: Opinion) -> str:
    return f"{opinion.level}, noted: {', '.join(opinion.reasons) or 'nothing'}"
