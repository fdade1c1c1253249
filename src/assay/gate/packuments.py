"""Packuments: what a client is told of a package, kept ready as bytes until anything that it rests on changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assay.gate.bounded import Bounded
from assay.gate.flights import Flights
from assay.gate.force import Force
from assay.gate.judge import Described, Judge
from assay.gate.rewrite import Form, one_release, rewritten, tags_of
from assay.gate.upstream import FRESHNESS, Document, Upstream
from assay.gate.withheld import because

#: Bytes of rewritten packuments in memory.
PAGES_BYTES = 64 * 1024 * 1024
_FOREVER = timedelta(days=1)
_MOST_JUDGED = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    """One packument as it is handed out.

    tag        of upstream's document, ``revision`` of what decided
    asked      when upstream was last asked, ``until`` when to judge anew
    described  what was found; ``is_moved`` if a dist-tag had to be repointed
    """

    body: bytes
    etag: str
    tag: str
    revision: str
    asked: datetime
    until: datetime
    described: Described
    latest: str
    is_moved: bool
    versions: int


class Packuments:
    """Hands out packuments without what the policy blocks; with ``hides`` false nothing is hidden."""

    def __init__(self, upstream: Upstream, judge: Judge, clock: Callable[[], datetime], *, hides: bool) -> None:
        self._upstream = upstream
        self._judge = judge
        self._clock = clock
        self._hides = hides
        self._pages: Bounded[tuple[str, Form, str], Page] = Bounded(PAGES_BYTES)
        self._described: Bounded[str, tuple[str, str, Described]] = Bounded(_MOST_JUDGED)
        self._judging: Flights[tuple[str, str, str], Described] = Flights()

    async def close(self) -> None:
        """Stop what is being judged."""
        await self._judging.close()

    def ready(self, name: str, form: Form, base: str, force: Force) -> Page | None:
        """The page, if it can be handed out as it is."""
        page = self._pages.find((name, form, base))
        if page is None or page.revision != force.revision:
            return None
        now = self._clock()
        return page if now < page.until and timedelta(0) <= now - page.asked < FRESHNESS else None

    async def page(self, name: str, form: Form, base: str, force: Force) -> Page:
        """The packument as it is handed out below ``base``. Raises a RegistryError."""
        document = await self._upstream.document(name)
        described = await self.described(document, force)
        known = self._pages.find((name, form, base))
        if known is not None and known.tag == document.tag and known.described == described:
            page = replace(known, asked=document.asked, until=described.until, revision=force.revision)
        else:
            page = self._made(document, form, base, force, described)
        self._pages.keep((name, form, base), page, len(page.body) + 1000)
        return page

    async def described(self, document: Document, force: Force) -> Described:
        """What the facts say of each of its releases; judged once for one document and one revision."""
        name, key = document.packument.name, (document.tag, force.revision)
        known = self._described.find(name)
        if known is not None and known[:2] == key and self._clock() < known[2].until:
            return known[2]

        async def judge() -> Described:
            described = await self._judge.described(document.packument, force, self._clock())
            self._described.keep(name, (*key, described))
            return described

        return await self._judging.join((name, *key), judge, _FOREVER)

    async def described_one(self, document: Document, version: str, force: Force) -> Described:
        """As ``described``, but at least for one version: the others are judged only if what they are matters to it."""
        name = document.packument.name
        known = self._described.find(name)
        if known is None or known[:2] != (document.tag, force.revision):
            described = await self._judge.described(document.packument, force, self._clock(), only=version)
            if version not in described.blocked:
                return described
        return await self.described(document, force)

    def forget(self, name: str) -> None:
        """Judge it anew the next time: one of its releases was just condemned."""
        self._described.drop(name)
        self._pages.drop_if(lambda key: key[0] == name)

    async def release(
        self, name: str, version_or_tag: str, base: str, force: Force
    ) -> tuple[str, bytes | None, Described]:
        """The version that is meant, its document (None if there is none), and what is known of the package."""
        document = await self._upstream.document(name)
        described = await self.described(document, force)
        tags = tags_of(document.body, name, described.blocked if self._hides else ())
        version = tags.get(version_or_tag, version_or_tag)
        return version, one_release(document.body, name, version, base), described

    async def tags(self, name: str, force: Force) -> dict[str, str]:
        """The dist-tags as the packument has them."""
        document = await self._upstream.document(name)
        described = await self.described(document, force)
        return tags_of(document.body, name, described.blocked if self._hides else ())

    def _made(self, document: Document, form: Form, base: str, force: Force, described: Described) -> Page:
        packument = document.packument
        hidden = {version: because(each) for version, each in described.blocked.items()} if self._hides else {}
        body = rewritten(document.body, packument.name, base, form, hidden)
        mark = "\0".join((document.tag, force.policy_revision, force.feed_revision, base, form, *hidden))
        latest = packument.dist_tags.get("latest", "")
        return Page(
            body=body,
            etag=f'"{hashlib.sha256(mark.encode(errors="replace")).hexdigest()[:32]}"',
            tag=document.tag,
            revision=force.revision,
            asked=document.asked,
            until=described.until,
            described=described,
            latest=latest,
            is_moved=latest in hidden,
            versions=len(packument.versions),
        )
