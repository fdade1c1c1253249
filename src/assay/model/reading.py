"""Reading: everything that the code of one release was read as, for whoever looks at it closely."""

from __future__ import annotations

from dataclasses import dataclass, field

from assay.model.gap import Gap
from assay.model.package import PackageRef
from assay.model.source import SourceFile


@dataclass(frozen=True, slots=True)
class Reading:
    """One release as read.

    scripts      lifecycle script to its command line, those that run on installation first
    files        every file that is code, what an entry point reaches first
    file_count   of the whole archive
    """

    ref: PackageRef
    scripts: dict[str, str] = field(default_factory=dict)
    files: tuple[SourceFile, ...] = ()
    gaps: tuple[Gap, ...] = ()
    file_count: int = 0
