"""How the time grows with the size of a minified bundle, and which package takes longest."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.source.judges import assay
from bench.source.packages import Release

#: Millions of bytes.
SIZES = (0.1, 0.3, 1.0, 3.0, 10.0, 20.0)
#: The biggest tarballs, each scanned by itself.
BIGGEST = 12
_LONG_LINE = 5_000


def growth(tarballs: Sequence[Path], folder: Path) -> Iterator[str]:
    """The rows of the table of one entry file, made of minified code from the tarballs, at several sizes."""
    minified = minified_code(tarballs, int(SIZES[-1] * 1e6))
    yield "| minified entry file | processor seconds, start included | a megabyte |"
    yield "|---|---|---|"
    for size in SIZES:
        tarball = folder / f"bundle-{size}.tgz"
        _pack(tarball, minified[: int(size * 1e6)])
        seconds = min(assay([tarball]).cpu_seconds for _ in range(3))
        yield f"| {size:g} MB | {seconds:.2f} s | {seconds / size:.2f} s |"


def slowest(releases: Sequence[Release]) -> tuple[str, float]:
    """The release among the biggest ones whose scan, by itself, takes longest, and its seconds, start included."""
    biggest = sorted(releases, key=lambda release: -release.tarball.stat().st_size)[:BIGGEST]
    timed = [(_seconds(release.tarball), release.spec) for release in biggest]
    seconds, spec = max(timed)
    return spec, seconds


def minified_code(tarballs: Sequence[Path], size_bytes: int) -> bytes:
    """Different minified files out of the tarballs, one after another, until there are so many bytes."""
    found: list[bytes] = []
    total = 0
    for tarball in tarballs:
        with tarfile.open(tarball) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.name.endswith(".min.js") and member.isfile() else None
                code = file.read() if file else b""
                if code and max(map(len, code.splitlines())) > _LONG_LINE:
                    found.append(code + b"\n;")
                    total += len(found[-1])
        if total >= size_bytes:
            break
    return b"".join(found)


def _seconds(tarball: Path) -> float:
    return min(assay([tarball]).cpu_seconds for _ in range(2))


def _pack(path: Path, code: bytes) -> None:
    manifest = {"name": "assay-bench-bundle", "version": "1.0.0", "main": "index.js"}
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, data in (("package.json", json.dumps(manifest).encode()), ("index.js", code)):
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
