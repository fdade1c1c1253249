"""Structs to JSON text that nothing in it can act from or hide in."""

from __future__ import annotations

import re

import msgspec

from assay.reports.visible import is_hidden

#: Legal in JSON, but some of it acts on or hides from whoever prints the file: delete, C1 controls, bidirectional and
#: invisible characters, separators. Plain control characters JSON escapes by itself.
_NOT_PLAIN = re.compile(r"[^\n -~]")


def json_text(document: msgspec.Struct | dict[str, object]) -> str:
    """Indented JSON that ends with a newline. Texts must be encodable (``visible.well_formed``)."""
    text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    return without_hidden(text) + "\n"


def without_hidden(text: str) -> str:
    """JSON text with every hidden character in its strings escaped; it means the same."""
    return _NOT_PLAIN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    if not is_hidden(match[0]):
        return match[0]
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True))
