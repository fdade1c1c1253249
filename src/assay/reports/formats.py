"""The formats by name and by file extension. Each renderer is imported only when it is used."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module

from assay.errors import UsageError
from assay.model.report import Report

Renderer = Callable[[Report], str]

#: Format to the module that renders it.
MODULES = {
    "terminal": "assay.reports.terminal.render",
    "json": "assay.reports.json_v1.render",
    "sarif": "assay.reports.sarif.render",
    "html": "assay.reports.html.render",
    "markdown": "assay.reports.markdown.render",
    "cyclonedx": "assay.reports.cyclonedx.render",
}
#: File ending to format; where several fit, the longest counts.
EXTENSIONS = {
    ".txt": "terminal",
    ".json": "json",
    ".sarif": "sarif",
    ".sarif.json": "sarif",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".cdx.json": "cyclonedx",
    ".bom.json": "cyclonedx",
}


def format_of(file: str) -> str:
    """The format that a file's name asks for. Raises UsageError."""
    lowered = file.lower()
    fitting = [ending for ending in EXTENSIONS if lowered.endswith(ending)]
    if not fitting:
        raise UsageError(
            f"{file}: the ending does not tell the format",
            hint=f"use one of {', '.join(EXTENSIONS)}",
        )
    return EXTENSIONS[max(fitting, key=len)]


def renderer(name: str) -> Renderer:
    """The renderer of a format, by its name. Raises UsageError."""
    if name not in MODULES:
        near = get_close_matches(name, MODULES, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(MODULES)}"
        raise UsageError(f"there is no format {name!r}", hint=hint)
    render: Renderer = import_module(MODULES[name]).render
    return render


def renderer_for(name_or_file: str) -> Renderer:
    """The renderer of a format's name, or else of a file's ending. Raises UsageError."""
    return renderer(name_or_file if name_or_file in MODULES else format_of(name_or_file))
