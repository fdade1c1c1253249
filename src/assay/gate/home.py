"""Home: what a browser is shown at the gate's own address. Pure."""

from __future__ import annotations

from assay.gate.page import page, safe


def home_page(base: str) -> str:
    """How to use the gate at ``base``, which has no slash at its end."""
    address = safe(base)
    body = (
        "<p>It is a registry that hands out only what passes. Point the package managers of a machine at it, and see"
        f" that they ask it:</p><pre>assay gate setup {address}/\nassay doctor {address}/</pre>"
        f"<p>Of each package, <code>{address}/NAME</code> tells in a browser what is withheld and why, and"
        f" <code>{address}/NAME/VERSION</code> tells it of one version.</p>"
    )
    footer = (
        "<a href='/-/assay/health'>health</a>, <a href='/-/assay/ready'>readiness</a>,"
        " <a href='/-/assay/metrics'>metrics</a>"
    )
    return page("This is an Assay gate", "", body, footer)
