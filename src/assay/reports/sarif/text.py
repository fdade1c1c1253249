"""Texts of a SARIF file: in plain messages ``[text](address)`` is a link, so brackets are escaped."""

from __future__ import annotations

from assay.reports.sarif import document as sarif
from assay.reports.visible import visible

_MAX_TEXT = 2000


def message(text: str) -> sarif.Message:
    """A message in which nothing is a link."""
    return sarif.Message(visible(text, _MAX_TEXT).replace("[", "\\[").replace("]", "\\]"))
