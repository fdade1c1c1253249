"""Page: what a browser is shown, in one style. Whatever comes from outside is escaped by who calls. Pure."""

from __future__ import annotations

from html import escape

from assay.reports.visible import visible

#: Nothing on a page is fetched, and nothing on it runs.
CSP = ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0}"
    "main{max-width:46em;margin:3em auto;padding:0 1.5em}h1{margin:.2em 0 .6em;overflow-wrap:anywhere}"
    "h2{font-size:1em;margin:1.6em 0 0;overflow-wrap:anywhere}h2+p{margin-top:.2em}"
    ".verdict{display:inline-block;margin:0;padding:.1em .8em;border-radius:1em;background:#b3261e;color:#fff}"
    "pre{background:color-mix(in srgb,currentColor 8%,transparent);padding:.8em;border-radius:.4em;"
    "white-space:pre-wrap;overflow-wrap:anywhere}footer{margin-top:2.5em;opacity:.75;overflow-wrap:anywhere}"
)


def page(title: str, badge: str, body: str, footer: str) -> str:
    """One page. ``title`` and ``badge`` are plain text; ``body`` and ``footer`` are HTML of which all is escaped."""
    shown = f"<p class=verdict>{safe(badge)}</p>" if badge else ""
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{safe(title)}</title><style>{_STYLE}</style>"
        f"<main>{shown}<h1>{safe(title)}</h1>{body}<footer>{footer}</footer></main>\n"
    )


def safe(text: str) -> str:
    """Text from outside as it can stand on a page.

    >>> safe("<b>")
    '&lt;b&gt;'
    """
    return escape(visible(text))


def allowing(release: str) -> str:
    """How to accept a release, for the foot of a page."""
    return (
        "If you looked at it and accept it, whoever runs this gate can let it pass for a while:"
        f"<pre>assay allow '{safe(release)}' --reason WHY --owner WHO --expires DAY</pre>"
    )
