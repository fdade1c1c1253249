"""Readable: whether what was decoded is a text."""

from __future__ import annotations

#: This share of odd characters is still taken for a text.
MOSTLY_READABLE = 0.1
#: Characters that are looked at.
_SAMPLE = 1_000


def readable(text: str) -> str:
    """The text if people could read it, "" if it is bytes that happened to be decoded."""
    start = text[:_SAMPLE]
    odd = sum(1 for letter in start if letter == "\ufffd" or (letter < " " and letter not in "\t\n\r"))
    return text if odd <= len(start) * MOSTLY_READABLE else ""
