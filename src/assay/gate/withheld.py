"""Withheld: why versions are missing in a packument, in words for npm, for the ledger and for a browser. Pure.

Most clients say of a version that is hidden only that there is none. So the gate keeps the reasons, and tells them at
the address of the package, and to ``assay gate why NAME@VERSION``.
"""

from __future__ import annotations

from collections.abc import Mapping

from assay.gate.page import allowing, page, safe
from assay.model.handout import told_of_version
from assay.model.report import Assessed

_MAX_MESSAGE = 4000
_MAX_NOTICE = 500
_MAX_SHOWN = 200


def because(assessed: Assessed) -> str:
    """Why the policy does not let a release pass, one sentence."""
    reasons = assessed.decision.reasons
    return reasons[0].text[:300] if reasons else assessed.verdict.because[:300]


def restrictions(name: str, base: str, hidden: Mapping[str, str]) -> str:
    """What npm prints when one of these versions is asked for; ``hidden`` is version to reason, oldest first."""
    newest = "\n".join(f"{version}: {reason}" for version, reason in reversed(tuple(hidden.items())))
    more = f"withheld by Assay; more: {base}/{name} in a browser, or assay gate why {name}@VERSION"
    return f"{newest[:_MAX_MESSAGE]}\n{more}"


def notice(assessed: Assessed) -> str:
    """What npm prints when the latest version is hidden."""
    told = f"Assay withholds {assessed.ref}: {because(assessed)}"[:_MAX_NOTICE]
    return f"{told} (more: assay gate why {assessed.ref})"


def evidence(blocked: Mapping[str, Assessed]) -> tuple[str, ...]:
    """One line for each version, the newest first, as the ledger keeps them: with the hashes that were promised."""
    return tuple(
        told_of_version(version, because(each), str(each.integrity or ""))
        for version, each in reversed(tuple(blocked.items()))
    )


def withheld_page(name: str, blocked: Mapping[str, Assessed], versions: int) -> str:
    """For a browser that asks for a package of which some versions pass."""
    shown = list(reversed(tuple(blocked.items())))[:_MAX_SHOWN]
    rows = "".join(
        f"<h2>{safe(version)}</h2>"
        + f"<p>{safe(because(assessed))}</p>"
        + (f"<pre>assay gate why '{safe(f'{name}@{version}')}'</pre>")
        for version, assessed in shown
    )
    rest = f"<p>And {len(blocked) - len(shown):,} older ones.</p>" if len(blocked) > len(shown) else ""
    count = f"{len(blocked):,} of {versions:,} versions {'are' if len(blocked) > 1 else 'is'} withheld"
    body = (
        f"<p>Package managers do not see {'them' if len(blocked) > 1 else 'it'} here; the others pass.</p>{rows}{rest}"
    )
    return page(f"{name}: {count}", "", body, allowing(f"{name}@VERSION"))
