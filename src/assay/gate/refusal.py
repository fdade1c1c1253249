"""Refusal: why something is not handed out, in words for every client and for a browser. Pure.

npm 11 and 12, yarn 1 and deno show the JSON error; npm, yarn 4 and pnpm the reason phrase; npm also the ``npm-notice``
header; pnpm 12 and bun only the address, so a browser finds the evidence there. 403 because every client gives up on
it at once: 404 would say that the package does not exist, and most clients try 5xx and 451 again for a minute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from assay.gate.answer import HTML, Answer, json_answer
from assay.gate.page import CSP, allowing, page, safe
from assay.model.finding import Evidence
from assay.model.location import Location
from assay.model.policy import Reason
from assay.model.report import Assessed
from assay.model.verdict import Level
from assay.reports.visible import visible

_MAX_REASON = 120
_MAX_FINDINGS = 50
_MAX_PLACES = 10
#: Stands where a lockfile's line would: a client named the release. It tells nobody anything.
ASKED = Location("gate")
FORBIDDEN = 403
#: In place of an id.
UNSEEN = "path"


@dataclass(frozen=True, slots=True)
class Line:
    """One finding or gap as the page shows it."""

    title: str
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal.

    what         the release or path that was asked for
    short        a few words, for the reason phrase
    full         one sentence
    lines        what was found, for the page
    reasons      the policy's, and ``rules`` the ids of the rules that found something
    retry        when it may be tried again, None if that would not help
    release      the release that is told of, "" for ``what``
    id           the same for the same refusal, so that asking again fills nothing
    """

    what: str
    short: str
    full: str
    verdict: Level = Level.UNKNOWN
    lines: tuple[Line, ...] = ()
    reasons: tuple[Reason, ...] = ()
    rules: tuple[str, ...] = ()
    retry: timedelta | None = None
    release: str = ""

    @property
    def id(self) -> str:
        """Ten hex digits."""
        return hashlib.sha256(f"{self.what}\0{self.full}".encode(errors="replace")).hexdigest()[:10]

    @property
    def phrase(self) -> str:
        """The reason phrase."""
        return f"{self.short[:_MAX_REASON]} (assay {self.id})"

    def answer(self, address: str, *, wants_page: bool) -> Answer:
        """The answer; ``address`` is that of the explanation, ``wants_page`` is true for a browser."""
        headers: tuple[tuple[str, str], ...] = (("cache-control", "no-store"),)
        if self.retry is not None:
            headers = (*headers, ("retry-after", str(max(1, int(self.retry.total_seconds())))))
        if wants_page:
            page_ = self.html().encode(errors="replace")
            return Answer(FORBIDDEN, page_, HTML, (*headers, CSP), self.phrase, self.id)
        more = f"See {address} or run: assay gate why {self.id}"
        message = visible(f"{self.what} is refused by Assay: {self.full.rstrip('.')}. {more}")
        notice = ("npm-notice", message[:1000])
        told = json_answer(FORBIDDEN, {"error": message, "id": self.id}, *headers, notice, reason=self.phrase)
        return replace(told, refusal=self.id)

    def html(self) -> str:
        """The page: everything in it comes from outside and is escaped."""
        found = "".join(
            f"<h2>{safe(line.title)}</h2><p>{safe(line.text)}</p>"
            + "".join(f"<pre>{safe(each)}</pre>" for each in line.evidence)
            for line in self.lines
        )
        more = "".join(f"<li>[{safe(each.policy_rule)}] {safe(each.text)}</li>" for each in self.reasons[1:])
        policy = f"<p>The policy says of it, too:</p><ul>{more}</ul>" if more else ""
        accept = "" if self.retry else f" {allowing(self.release or self.what)}"
        return page(
            f"{self.what} is refused",
            self.verdict.value,
            f"<p>{safe(self.full[:1].upper() + self.full[1:])}</p>{found}{policy}",
            f"Refusal {self.id}: <code>assay gate why {self.id}</code> tells the same.{accept}",
        )


def _told(evidence: Sequence[Evidence]) -> list[Evidence]:
    return [each for each in evidence if each.location != ASKED][:_MAX_PLACES]


def _shown(place: Evidence) -> str:
    where = f"{place.location}: " if place.location else ""
    return f"{where}{place.fact}: {place.decoded or place.excerpt}".removesuffix(": ")


def refused_unseen(reason: str) -> Answer:
    """The refusal of what is asked for, before anything was looked at: nothing of it is in the ledger."""
    told = json_answer(FORBIDDEN, {"error": f"refused by Assay: {reason}"}, reason=reason)
    return replace(told, refusal=UNSEEN)


def refused_release(assessed: Assessed) -> Refusal:
    """The refusal of a release that the policy blocks."""
    reasons = assessed.decision.reasons
    full = f"[{reasons[0].policy_rule}] {reasons[0].text}"[:2000] if reasons else assessed.verdict.because
    findings = sorted(assessed.verdict.findings, key=lambda each: (-each.severity, -each.confidence))
    lines = [
        Line(each.rule_id, each.message, tuple(map(_shown, _told(each.evidence)))) for each in findings[:_MAX_FINDINGS]
    ]
    lines += [Line("not checked", f"{gap.what}: {gap.why}") for gap in assessed.verdict.gaps[:_MAX_FINDINGS]]
    worst = findings[0].rule_id if findings else reasons[0].policy_rule if reasons else "policy"
    short = f"{assessed.ref} blocked: {worst}"
    rules = tuple(dict.fromkeys(each.rule_id for each in findings))
    return Refusal(str(assessed.ref), short, full, assessed.verdict.level, tuple(lines), reasons, rules)


def refused_package(name: str, blocked: dict[str, Assessed], latest: str) -> Refusal:
    """The refusal of a package of which no version is left; that of its latest version is told in full."""
    told = refused_release(blocked.get(latest) or blocked[next(reversed(blocked))])
    short, full = told.short, "its only version is blocked"
    if len(blocked) > 1:
        short, full = f"all {len(blocked)} versions blocked; {told.short}", f"all {len(blocked)} versions are blocked"
    return replace(told, what=name, release=told.what, short=short, full=f"{full}: {told.full}")


def unready(what: str, short: str, why: str, retry: timedelta) -> Refusal:
    """The refusal of what could not be checked now, and may be later."""
    again = f"Try again in {max(1, int(retry.total_seconds()))} s."
    return Refusal(what, short, f"{why.rstrip('.')}. {again}", Level.UNKNOWN, retry=retry)
