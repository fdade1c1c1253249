"""The Inspector port: hand a release to a worker process, and what the worker does with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assay.assessment.ports import Blob
from assay.assessment.read_release import inspect_release
from assay.assessment.sources import NOTHING, Leave
from assay.errors import ArchiveError, WorkerDied, WorkerError, WorkerTimedOut
from assay.model.gap import Gap, GapKind
from assay.model.inspection import Inspection
from assay.model.location import Location
from assay.model.subject import Subject
from assay.model.tarball import Tarball
from assay.workers.note import Write, unheard
from assay.yara.rule_files import RuleFile

if TYPE_CHECKING:
    from assay.workers.pool import WorkerPool

#: What the worker imports and calls for each job.
TARGET = "assay.wiring.inspector:inspect_job"
#: Workers that one release may take along, but for one that looks over what is left as text.
MAX_LOST = 3


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to inspect one release: the facts, and its bytes in one of three forms.

    follow  follow values through its code; without it code is only looked over as text
    leave   files that took a worker along
    rules   YARA rules of the user's to match its files with
    """

    subject: Subject
    data: bytes = b""
    path: str = ""
    folder: str = ""
    follow: bool = True
    leave: Leave = NOTHING
    rules: tuple[RuleFile, ...] = ()


class PoolInspector:
    """Inspects releases in a pool of killable processes."""

    def __init__(self, pool: WorkerPool, rules: tuple[RuleFile, ...] = ()) -> None:
        self._pool = pool
        self._rules = rules

    async def inspect(self, subject: Subject, blob: Blob | None, folder: str) -> Inspection:
        """See ``assessment.ports.Inspector``. A release that a worker was lost on is read again by another.

        Following values through code is what takes a worker to its limits. The next worker leaves out what the lost one
        was at: one file loses its flows, then its text, so that whoever writes code that cannot be followed does not
        hide the rest of the package with it. After MAX_LOST files, or if no file was at fault, nothing is followed.
        """
        job = Job(subject, blob.data if blob else b"", blob.path if blob else "", folder, rules=self._rules)
        inspection = await self._without_the_lost(job)
        if inspection.integrity is None and blob is not None:
            # Bytes that are no archive have a hash all the same, and it can be compared with the pinned one.
            return replace(inspection, integrity=blob.integrity)
        return inspection

    async def _without_the_lost(self, job: Job) -> Inspection:
        lost: dict[str, WorkerError] = {}
        for _ in range(MAX_LOST + 1):
            try:
                inspection = await self._run(job)
            except (WorkerDied, WorkerTimedOut) as error:
                if not error.at or error.at in job.leave.unread:
                    return await self._looked_over(job, error)
                lost[error.at], last = error, error
                job = replace(job, leave=_without(job.leave, error.at))
            else:
                gaps = tuple(_left(path, error, job.leave) for path, error in lost.items())
                return replace(inspection, gaps=(*gaps, *inspection.gaps), is_passing=bool(lost))
        return await self._looked_over(job, last)

    async def _looked_over(self, job: Job, lost: WorkerError) -> Inspection:
        try:
            inspection = await self._run(replace(job, follow=False))
        except (WorkerDied, WorkerTimedOut) as again:
            raise lost from again
        gap = Gap(GapKind.SOURCE, f"code of {job.subject.ref}", f"it was only looked over as text: {lost}", lost.hint)
        left = (_left(path, lost, job.leave) for path in sorted(job.leave.unread))
        return replace(inspection, gaps=(gap, *left, *inspection.gaps), is_passing=True)

    async def _run(self, job: Job) -> Inspection:
        result = await self._pool.run(msgspec.msgpack.encode(job))
        try:
            return _inspection_decoder().decode(result)
        except msgspec.MsgspecError as error:
            raise WorkerError(
                f"the worker that read {job.subject.ref} sent a result that cannot be read: {error}"
            ) from error


def _without(leave: Leave, path: str) -> Leave:
    """One step more: what was followed is not followed, what was not is not read."""
    if path in leave.unfollowed:
        return replace(leave, unread=leave.unread | {path})
    return replace(leave, unfollowed=leave.unfollowed | {path})


def _left(path: str, lost: WorkerError, leave: Leave) -> Gap:
    what = "it was not read" if path in leave.unread else "it was only looked over as text"
    return Gap(GapKind.SOURCE, path, f"{what}: {lost}", lost.hint, location=Location(path))


def inspect_job(job: bytes, note: Write = unheard) -> bytes:
    """Inspect one release inside a worker. Whatever cannot be read becomes a Gap of the Inspection."""
    from assay.catalog import detectors

    work = _job_decoder().decode(job)
    try:
        tarball = _read(work)
    except ArchiveError as error:
        gap = Gap(GapKind.ARCHIVE, f"tarball of {work.subject.ref}", str(error), error.hint)
        inspection = inspect_release(work.subject, None, detectors())
        inspection = replace(inspection, gaps=(gap, *inspection.gaps))
    else:
        subject, unmatched = _matched(work, tarball)
        inspection = inspect_release(subject, tarball, detectors(), follow=work.follow, leave=work.leave, note=note)
        inspection = replace(inspection, gaps=(*inspection.gaps, *unmatched))
    return encode_safely(inspection)


def _matched(work: Job, tarball: Tarball) -> tuple[Subject, tuple[Gap, ...]]:
    """The subject with the places where the user's rules match, and what these could not be matched with."""
    if not work.rules:
        return work.subject, ()
    from assay.yara.match import match_rules

    found, gaps = match_rules(tarball, work.rules)
    return replace(work.subject, user_matches=found), gaps


def encode_safely(noun: object) -> bytes:
    """Write a noun; half a character pair, which code and manifests may hold, is replaced, not fatal."""
    try:
        return msgspec.msgpack.encode(noun)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_writable(msgspec.to_builtins(noun, builtin_types=(datetime, bytes))))


def _writable(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_writable(key): _writable(item) for key, item in value.items()}
    return [_writable(item) for item in value] if isinstance(value, (list, tuple)) else value


def _read(work: Job) -> Tarball:
    from assay.registry.archive import read_archive, read_folder

    if work.folder:
        return read_folder(Path(work.folder))
    return read_archive(Path(work.path) if work.path else work.data)


@lru_cache(maxsize=1)
def _job_decoder() -> msgspec.msgpack.Decoder[Job]:
    return msgspec.msgpack.Decoder(Job)


@lru_cache(maxsize=1)
def _inspection_decoder() -> msgspec.msgpack.Decoder[Inspection]:
    return msgspec.msgpack.Decoder(Inspection)
