"""Reading one package for ``assay inspect``: its verdict as a scan gives it, and what its code was read as."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assay.assessment.ports import Blob, Registry
from assay.assessment.sources import sources_of
from assay.assessment.wanted import Wanted
from assay.errors import ArchiveError, RegistryError, UsageError, WorkerError
from assay.model.gap import Gap, GapKind
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.reading import Reading
from assay.model.report import Assessed
from assay.settings import Settings
from assay.wiring.adapters import open_adapters
from assay.wiring.context import Context
from assay.wiring.interrupt import run_until_stopped
from assay.wiring.requests import resolve_requests
from assay.wiring.scan import Order, Progress, scan_with
from assay.wiring.targets import read_targets
from assay.workers.note import Write
from assay.workers.pool import WorkerPool

#: What the worker imports and calls.
TARGET = "assay.wiring.reading:reading_job"
_SCRIPTS = ("preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A package with what a scan says of it, and as it was read."""

    assessed: Assessed
    reading: Reading


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """What a worker needs to read one release: its bytes in one of three forms."""

    ref: PackageRef
    data: bytes = b""
    path: str = ""
    folder: str = ""


def inspect_now(word: str, settings: Settings, context: Context, progress: Progress, *, use_cache: bool) -> Inspected:
    """Scan and read the one package that a word names.

    Raises UsageError if it names none or several, or if its bytes cannot be had, and otherwise as ``scan``.
    """

    async def work(stop: asyncio.Event) -> Inspected:
        async with AsyncExitStack() as outside:
            adapters = open_adapters(settings, context, outside, use_cache=use_cache)
            targets = read_targets((word,))
            await resolve_requests(targets, adapters.registry, stop, with_dependencies=False)
            wanted = _the_one(word, targets.all_wanted(), [gap for read in targets.inputs for gap in read.gaps])
            order = Order((word,), use_cache=use_cache, with_dependencies=False)
            report = await scan_with(adapters, order, settings, context, progress, stop)
            assessed = next(each for each in report.packages if each.ref == wanted.ref)
            pool = WorkerPool(TARGET, 1)
            outside.push_async_callback(pool.close)
            return Inspected(assessed, await _read(wanted, adapters.registry, pool))

    return run_until_stopped(work)


def _the_one(word: str, wanted: tuple[Wanted, ...], gaps: list[Gap]) -> Wanted:
    handed_over = [each for each in wanted if each.blob is not None or each.folder]
    found = handed_over if len(handed_over) == 1 else wanted
    if len(found) == 1:
        return found[0]
    if not found:
        why = "; ".join(f"{gap.what}: {gap.why}" for gap in gaps[:3]) or "no package is there"
        raise UsageError(f"{word} cannot be inspected: {why}")
    raise UsageError(
        f"{word} names {len(found)} packages, and one is inspected at a time",
        hint="name one release, such as left-pad@1.3.0, a .tgz file or the folder of one package",
    )


async def _read(wanted: Wanted, registry: Registry | None, pool: WorkerPool) -> Reading:
    if wanted.blob is not None or wanted.folder:
        return await _in_worker(wanted.ref, wanted.blob, wanted.folder, pool)
    if registry is None:
        gap = Gap(GapKind.OFFLINE, f"tarball of {wanted.ref}", "only the registry has it", "run without --offline")
        return Reading(wanted.ref, gaps=(gap,))
    try:
        packument = await registry.packument(wanted.ref.name)
        release = packument.releases.get(wanted.ref.version)
        if release is None:
            raise UsageError(f"the registry has no release {wanted.ref}")
        blob = await registry.download(release)
    except RegistryError as error:
        return Reading(wanted.ref, gaps=(Gap(GapKind.TARBALL, f"tarball of {wanted.ref}", str(error), error.hint),))
    try:
        return await _in_worker(wanted.ref, blob, "", pool)
    finally:
        await registry.discard(blob)


async def _in_worker(ref: PackageRef, blob: Blob | None, folder: str, pool: WorkerPool) -> Reading:
    job = ReadingJob(ref, blob.data if blob else b"", blob.path if blob else "", folder)
    try:
        return _reading_decoder().decode(await pool.run(msgspec.msgpack.encode(job)))
    except WorkerError as error:
        what = f"{error.at} of {ref}" if error.at else f"code of {ref}"
        return Reading(ref, gaps=(Gap(GapKind.WORKER, what, str(error), error.hint),))


def reading_job(job: bytes, note: Write) -> bytes:
    """Read one release inside a worker. Whatever cannot be read becomes a Gap."""
    from assay.wiring.inspector import encode_safely

    work = _job_decoder().decode(job)
    return encode_safely(_reading_of(work, note))


def _reading_of(work: ReadingJob, note: Write) -> Reading:
    from assay.registry.archive import read_archive, read_folder

    try:
        if work.folder:
            tarball = read_folder(Path(work.folder))
        else:
            tarball = read_archive(Path(work.path) if work.path else work.data)
    except ArchiveError as error:
        return Reading(work.ref, gaps=(Gap(GapKind.ARCHIVE, f"tarball of {work.ref}", str(error), error.hint),))
    manifest = tarball.manifest or Manifest()
    files, gaps = sources_of(tarball, manifest, whole=True, note=note)
    scripts = {name: manifest.scripts[name] for name in _SCRIPTS if manifest.scripts.get(name)}
    return Reading(work.ref, scripts, files, gaps, len(tarball.members))


@lru_cache(maxsize=1)
def _job_decoder() -> msgspec.msgpack.Decoder[ReadingJob]:
    return msgspec.msgpack.Decoder(ReadingJob)


@lru_cache(maxsize=1)
def _reading_decoder() -> msgspec.msgpack.Decoder[Reading]:
    return msgspec.msgpack.Decoder(Reading)
