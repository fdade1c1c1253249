"""From one release's archive to an Inspection: complete the Subject, run the rules of reach ``release``.

This runs where hostile bytes may be read: in a worker process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assay.assessment.inspect import Detector, inspect
from assay.assessment.sources import NOTHING, Leave, sources_of
from assay.model.gap import Gap, GapKind
from assay.model.inspection import Inspection
from assay.model.manifest import Manifest
from assay.model.rule import Reach
from assay.model.subject import Subject
from assay.model.tarball import AnomalyKind, Tarball

#: Anomalies after which part of the archive was left unread.
_CUTS = frozenset(
    {
        AnomalyKind.TOO_MANY,
        AnomalyKind.TOO_BIG,
        AnomalyKind.EXPANSION,
        AnomalyKind.TRUNCATED,
        AnomalyKind.BAD_CHECKSUM,
    }
)


def inspect_release(
    subject: Subject,
    tarball: Tarball | None,
    detectors: Sequence[Detector],
    *,
    follow: bool = True,
    leave: Leave = NOTHING,
    note: Callable[[str], None] = lambda _: None,
) -> Inspection:
    """Run every rule of reach ``release`` over what the registry says and what the tarball holds.

    Without a tarball only the registry's facts are judged; whoever could not give it adds the Gap.
    Without ``follow`` code is only looked over as text; whoever asks for that adds the Gap, too. ``leave`` and ``note``
    as in ``sources_of``.
    """
    gaps: tuple[Gap, ...] = ()
    if tarball is not None:
        sources, gaps = sources_of(tarball, _manifest(subject, tarball), follow=follow, leave=leave, note=note)
        subject = replace(subject, tarball=tarball, sources=sources)
        gaps += _archive_gaps(subject, tarball)
    findings, failed = inspect(subject, detectors, Reach.RELEASE)
    return Inspection(
        existence=subject.existence,
        release=subject.release,
        integrity=tarball.integrity if tarball else None,
        findings=findings,
        gaps=gaps + failed,
        file_count=len(tarball.members) if tarball else 0,
        unpacked_bytes=tarball.unpacked_bytes if tarball else 0,
    )


def _manifest(subject: Subject, tarball: Tarball) -> Manifest:
    """The manifest whose scripts and entry points run: the tarball's own, else the registry's copy."""
    if tarball.manifest is not None:
        return tarball.manifest
    return subject.release.manifest if subject.release else Manifest()


def _archive_gaps(subject: Subject, tarball: Tarball) -> tuple[Gap, ...]:
    gaps = [
        Gap(GapKind.ARCHIVE, f"tarball of {subject.ref}", f"not read to its end: {anomaly.detail}")
        for anomaly in tarball.anomalies
        if anomaly.kind in _CUTS
    ]
    if tarball.manifest is None:
        why = tarball.manifest_error or "it has no package.json"
        gaps.append(Gap(GapKind.ARCHIVE, f"package.json in the tarball of {subject.ref}", why))
    return tuple(gaps)
