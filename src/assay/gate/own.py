"""Own: what the gate says of itself: health, readiness, metrics, and why something was refused."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping
from ipaddress import ip_address

from assay.errors import StoreError
from assay.gate.answer import HTML, Answer, json_answer
from assay.gate.home import home_page
from assay.gate.metrics import Metrics
from assay.gate.page import CSP, allowing, page, safe
from assay.gate.request import Request
from assay.gate.route import Kind, Route
from assay.model.handout import Handout, told_apart
from assay.store.ledger import Ledger

_NO_STORE = ("cache-control", "no-store")


class Own:
    """Answers for the gate itself.

    token     who shows it may read the metrics from elsewhere; "" to answer this machine only
    base      address of the gate as clients see it, "" to take it from each request
    troubles  what is wrong now, one sentence each; the gate is ready when there is none
    """

    def __init__(
        self,
        ledger: Ledger,
        metrics: Metrics,
        troubles: Callable[[], tuple[str, ...]],
        gauges: Callable[[], Mapping[str, float]],
        token: str = "",
        base: str = "",
    ) -> None:
        self._ledger = ledger
        self._metrics = metrics
        self._troubles = troubles
        self._gauges = gauges
        self._token = token
        self._base = base

    async def answer(self, request: Request, route: Route) -> Answer:
        """The answer."""
        if route.kind is Kind.HEALTH:
            return json_answer(200, {"status": "ok"}, _NO_STORE)
        if route.kind is Kind.HOME:
            return self._home(request)
        if route.kind is Kind.READY:
            return await self._ready()
        if route.kind is Kind.WHY:
            return await self._why(request, route.version)
        if not self._is_admin(request):
            return json_answer(403, {"error": "only this machine, or who shows the token, may ask for that"}, _NO_STORE)
        text = self._metrics.text(self._gauges())
        return Answer(200, text.encode(), "text/plain; version=0.0.4", (_NO_STORE,))

    def _home(self, request: Request) -> Answer:
        if not request.wants_page:
            return json_answer(200, {"service": "assay gate"}, _NO_STORE)
        text = home_page(request.own_address(self._base))
        return Answer(200, text.encode(), HTML, (_NO_STORE, CSP))

    async def _ready(self) -> Answer:
        troubles = list(self._troubles())
        try:
            await asyncio.to_thread(self._ledger.check)
        except StoreError as error:
            troubles.append(str(error))
        status = 503 if troubles else 200
        return json_answer(status, {"status": "not ready" if troubles else "ready", "troubles": troubles}, _NO_STORE)

    async def _why(self, request: Request, identity: str) -> Answer:
        try:
            found = await asyncio.to_thread(self._ledger.get, identity)
        except StoreError as error:
            return json_answer(503, {"error": str(error)}, _NO_STORE)
        if found is None:
            return json_answer(404, {"error": f"there is no refusal {identity}"}, _NO_STORE)
        if request.wants_page:
            return Answer(200, _page(found, identity).encode(errors="replace"), HTML, (_NO_STORE, CSP))
        return json_answer(200, _document(found, identity), _NO_STORE)

    def _is_admin(self, request: Request) -> bool:
        if self._token:
            shown = request.headers.get("authorization", "").encode()
            return hmac.compare_digest(shown, f"Bearer {self._token}".encode())
        try:
            return ip_address(request.address).is_loopback
        except ValueError:
            return False


def _document(found: Handout, identity: str) -> dict[str, object]:
    """What was refused and why; who asked for it is nobody else's business."""
    return {
        "id": identity,
        "package": found.package,
        "version": found.version,
        "outcome": found.outcome.value,
        "verdict": found.verdict.value if found.verdict else None,
        "reasons": [{"rule": each.policy_rule, "text": each.text} for each in found.reasons],
        "rules": list(found.rules),
        "evidence": list(found.evidence),
    }


def _found(line: str) -> str:
    """One line of evidence: what it is, and the places."""
    what, places = told_apart(line)
    return f"<p>{safe(what)}</p>" + "".join(f"<pre>{safe(each)}</pre>" for each in places)


def _page(found: Handout, identity: str) -> str:
    what = f"{found.package}@{found.version}" if found.version else found.package
    release = what if found.version else f"{what}@VERSION"
    reasons = "".join(f"<p>[{safe(each.policy_rule)}] {safe(each.text)}</p>" for each in found.reasons)
    told = "".join(map(_found, found.evidence))
    return page(
        f"{what}: {found.outcome.value}",
        found.verdict.value if found.verdict else "",
        f"{reasons}{told}",
        f"{safe(identity)}, {found.time:%Y-%m-%d %H:%M:%S} UTC. {allowing(release)}",
    )
