"""Counter: what each route answers. Here decisions, records and answers come together; what decides is elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assay.errors import AccessDenied, AssayError, PackageNotFound, RegistryError, ReleaseNotFound
from assay.gate.answer import HTML, Answer, json_answer, wire_text
from assay.gate.force import Force
from assay.gate.handouts import handout_of, with_assessed, with_refusal, with_release, with_withheld
from assay.gate.metrics import Metrics
from assay.gate.packuments import Packuments, Page
from assay.gate.page import CSP
from assay.gate.recorder import Recorder
from assay.gate.refusal import Refusal, refused_package, refused_release, unready
from assay.gate.request import Request
from assay.gate.rewrite import Form
from assay.gate.route import Kind, Route
from assay.gate.tarball_cache import Opened
from assay.gate.tarballs import Decided, Tarballs
from assay.gate.withheld import notice, withheld_page
from assay.model.handout import Handout, HandoutKind
from assay.model.package import PackageRef

ABBREVIATED = "application/vnd.npm.install-v1+json"
TARBALL = "application/octet-stream"
#: When to try again what could not be checked now.
_LATER = timedelta(seconds=30)
_NO_STORE = ("cache-control", "no-store")


@dataclass(frozen=True, slots=True)
class Handing:
    """A tarball that is handed out: it is in the ledger already. Whoever sends it closes the file."""

    opened: Opened
    headers: tuple[tuple[str, str], ...] = ()


class Counter:
    """Answers for packages.

    enforces   False to let everything verified pass, and only record what would have been refused
    base       address of the gate as clients see it, "" to take it from each request
    patience   how long a client waits for an answer of upstream's; the asking goes on for whoever asks next
    """

    def __init__(
        self,
        packuments: Packuments,
        tarballs: Tarballs,
        recorder: Recorder,
        metrics: Metrics,
        clock: Callable[[], datetime],
        *,
        enforces: bool,
        base: str = "",
        patience: timedelta = timedelta(seconds=45),
    ) -> None:
        self._packuments = packuments
        self._tarballs = tarballs
        self._recorder = recorder
        self._metrics = metrics
        self._clock = clock
        self._enforces = enforces
        self._base = base
        self._patience = patience.total_seconds()

    async def answer(self, request: Request, route: Route, force: Force) -> Answer | Handing:
        """The answer for a package. Nothing is raised but what is a bug."""
        kind = HandoutKind.TARBALL if route.kind is Kind.TARBALL else HandoutKind.PACKUMENT
        handout = handout_of(request, route.project, force, kind, route.name, self._clock())
        try:
            if route.kind is Kind.TARBALL:
                return await self._tarball(request, route, force, handout)
            async with asyncio.timeout(self._patience):
                return await self._told(request, route, force, handout)
        except (PackageNotFound, ReleaseNotFound):
            what = f"{route.name}@{route.version}" if route.version else route.name
            return json_answer(404, {"error": f"Not found: {what} is not in the registry"}, _NO_STORE)
        except (AssayError, TimeoutError) as error:
            return await self._unready(request, route, handout, error)

    async def _told(self, request: Request, route: Route, force: Force, handout: Handout) -> Answer:
        if route.kind is Kind.RELEASE:
            return await self._release(request, route, force, handout)
        if route.kind is Kind.TAGS:
            return json_answer(200, await self._packuments.tags(route.name, force), ("cache-control", "no-cache"))
        return await self._packument(request, route, force, handout)

    def base_of(self, request: Request, project: str) -> str:
        """Address of the gate for this request, with the project's prefix and without a slash at its end."""
        own = request.own_address(self._base)
        return f"{own}/p/{project}" if project else own

    async def _packument(self, request: Request, route: Route, force: Force, handout: Handout) -> Answer:
        form = Form.ABBREVIATED if ABBREVIATED in request.headers.get("accept", "") else Form.FULL
        base = self.base_of(request, route.project)
        page = self._packuments.ready(route.name, form, base, force)
        if page is None:
            page = await self._packuments.page(route.name, form, base, force)
        blocked = page.described.blocked
        if not blocked:
            self._metrics.count("packument", "served")
            return _page_answer(request, page, form)
        if self._enforces and len(blocked) == page.versions:
            handout = with_withheld(handout, blocked, hides=True)
            return await self._refused(request, route, handout, refused_package(route.name, blocked, page.latest))
        if self._enforces and request.wants_page:
            text = withheld_page(route.name, blocked, page.versions)
            return Answer(200, text.encode(errors="replace"), HTML, (_NO_STORE, CSP), is_rewritten=True)
        if request.headers.get("if-none-match") != page.etag:
            await self._recorder.record(with_withheld(handout, blocked, hides=self._enforces))
        self._metrics.count("packument", "rewritten" if self._enforces else "served")
        return replace(_page_answer(request, page, form), is_rewritten=self._enforces)

    async def _release(self, request: Request, route: Route, force: Force, handout: Handout) -> Answer:
        base = self.base_of(request, route.project)
        version, body, described = await self._packuments.release(route.name, route.version, base, force)
        assessed = described.blocked.get(version)
        handout = with_release(handout, PackageRef(route.name, version), None)
        if assessed is not None and self._enforces:
            return await self._refused(request, route, handout, refused_release(assessed))
        if body is None:
            raise ReleaseNotFound(f"{route.name}@{version} is not in the registry")
        return Answer(200, body, headers=(("cache-control", "no-cache"),))

    async def _tarball(self, request: Request, route: Route, force: Force, handout: Handout) -> Answer | Handing:
        ref = PackageRef(route.name, route.version)
        handout = with_release(handout, ref, None)
        decided = await self._tarballs.decided(ref, force)
        if decided.is_blocked and self._enforces:
            handout = with_release(handout, ref, decided.assessed.integrity)
            return await self._refused(request, route, handout, refused_release(decided.assessed))
        return await self._handed(request, decided, handout)

    async def _handed(self, request: Request, decided: Decided, handout: Handout) -> Answer | Handing:
        """Hash it, record it, and only then give it."""
        if request.method == "HEAD":
            return Answer(200, content_type=TARBALL)
        opened = await self._tarballs.opened(decided)
        is_kept = False
        try:
            served = with_release(handout, decided.release.ref, decided.release.integrity)
            await self._recorder.record(with_assessed(served, decided.assessed))
            is_kept = True
        finally:
            if not is_kept:
                opened.file.close()
        self._metrics.count("tarball", "served")
        return Handing(opened, (("cache-control", "private, no-cache"),))

    async def _refused(self, request: Request, route: Route, handout: Handout, refusal: Refusal) -> Answer:
        self._metrics.count(handout.kind.value, "refused")
        try:
            await self._recorder.record(with_refusal(handout, refusal))
        except AssayError:
            self._metrics.count("ledger", "failed")  # it is refused in any case
        base = self.base_of(request, route.project)
        return refusal.answer(f"{base}/-/assay/why/{refusal.id}", wants_page=request.wants_page)

    async def _unready(
        self, request: Request, route: Route, handout: Handout, error: AssayError | TimeoutError
    ) -> Answer:
        """What could not be checked is refused, with a word on when to try again."""
        what = f"{route.name}@{route.version}" if route.version else route.name
        if isinstance(error, TimeoutError) and route.kind is not Kind.TARBALL:
            short, why = "upstream is slow", "The registry behind the gate has not answered yet"
        elif isinstance(error, TimeoutError):
            short, why = "still being inspected", "It is still being inspected"
        elif isinstance(error, AccessDenied):
            short, why = "upstream wants credentials", f"{error} {error.hint}"
        elif isinstance(error, RegistryError):
            short, why = "upstream gave no usable answer", str(error)
        else:
            short, why = "the gate cannot work", str(error)
        refusal = unready(what, wire_text(f"{what}: {short}"), why, _LATER)
        if route.kind is Kind.TARBALL and not handout.version:
            handout = with_release(handout, PackageRef(route.name, route.version), None)
        return await self._refused(request, route, handout, refusal)


def _page_answer(request: Request, page: Page, form: Form) -> Answer:
    headers: tuple[tuple[str, str], ...] = (
        ("etag", page.etag),
        ("cache-control", "no-cache"),
        ("vary", "accept"),
    )
    if request.headers.get("if-none-match") == page.etag:
        return Answer(304, headers=headers)
    if page.is_moved:
        headers = (*headers, ("npm-notice", notice(page.described.blocked[page.latest])))
    return Answer(200, page.body, ABBREVIATED if form is Form.ABBREVIATED else "application/json", headers)
