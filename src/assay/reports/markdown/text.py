"""Hostile text inside GitHub-flavoured Markdown: no markup, no link, no mention, no end of a table cell."""

from __future__ import annotations

import html
import re

from assay.reports.visible import defanged, visible

MAX_TEXT = 300
_MAX_CODE = 200
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~&$@#]")
#: Services turn ``@name``, ``#1`` and mail addresses into links after Markdown is read, so an escape does not help; an
#: empty comment splits the text.
_REFERENCES = "@#"
#: What begins a list, a rule or an underline if it stands at the beginning of a line.
_BLOCK = re.compile(r"(?:[-+=:]|[0-9]+[.)])")
_WWW = re.compile(r"(?i)\bwww\.")


def plain(text: str, limit: int = MAX_TEXT) -> str:
    """Text as text."""
    harmless = _WWW.sub("www[.]", defanged(visible(text, limit)))
    escaped = _SPECIAL.sub(_escape, harmless)
    return f"<!-- -->{escaped}" if _BLOCK.match(escaped) else escaped


def code(text: str, *, in_table: bool = False, limit: int = _MAX_CODE) -> str:
    """Text as a code span; nothing in one is ever a link."""
    shown = visible(text, limit)
    if not shown.strip():
        return ""
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    if in_table:
        shown = shown.replace("|", "\\|")
    edge = " " if len(fence) > 1 else ""
    return f"{fence}{edge}{shown}{edge}{fence}"


def html_code(text: str, limit: int = _MAX_CODE) -> str:
    """Text as code on a line of raw HTML."""
    return f"<code>{html.escape(visible(text, limit))}</code>"


def _escape(match: re.Match[str]) -> str:
    if match[0] in _REFERENCES:
        return f"{match[0]}<!-- -->"
    return f"&#{ord(match[0])};"
