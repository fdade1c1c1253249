"""Count what a run looked at."""

from __future__ import annotations

from collections.abc import Sequence

from assay.model.report import Assessed, Coverage, InputRead, Source


def cover(inputs: Sequence[InputRead], packages: Sequence[Assessed]) -> Coverage:
    """Count inputs and releases by how far they were looked at.

    Checked means without any Gap; partly means looked at, with a Gap; unchecked means not looked at at all.
    """
    outside = [package for package in packages if not package.origin.is_local or package.source is not Source.NONE]
    gapped = [package for package in outside if package.verdict.gaps]
    unchecked = [package for package in gapped if package.source is Source.NONE]
    return Coverage(
        inputs_read=sum(1 for read in inputs if read.dependencies or not read.gaps),
        inputs_unread=sum(1 for read in inputs if read.gaps and not read.dependencies),
        releases=len(outside),
        checked=len(outside) - len(gapped),
        partly_checked=len(gapped) - len(unchecked),
        unchecked=len(unchecked),
        local=len(packages) - len(outside),
        from_cache=sum(1 for package in outside if package.source is Source.CACHED),
    )
