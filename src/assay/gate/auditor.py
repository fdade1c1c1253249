"""Auditor: answers audits from the feeds, together with what upstream says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import replace
from typing import Any

import msgspec

from assay.errors import BadResponse, RegistryError
from assay.feeds.matching import FeedIndex
from assay.gate.answer import Answer, json_answer
from assay.gate.audit import MAX_BYTES, Question, Spoken, answered, read_question, spoken_of
from assay.gate.audit_redacted import Redacted, redacted
from assay.gate.request import Request
from assay.gate.route import Route
from assay.registry.relay import Passed, Relay, RelayedAnswer

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
#: Clients wait for a minute; upstream's word is not worth more than this.
_SECONDS = 30
#: Looking up this many releases takes some milliseconds; then others have their turn.
_AT_ONCE = 100


class Auditor:
    """Asks upstream through ``relay``, but for the packages that are private: the feeds alone answer for those."""

    def __init__(self, relay: Relay, is_private: Callable[[str], bool]) -> None:
        self._relay = relay
        self._is_private = is_private

    async def answer(self, request: Request, route: Route, receive: Receive, feeds: FeedIndex) -> Answer:
        """The answer to one audit. If upstream gives none, and the feeds have nothing to say, that is an error."""
        if request.told_bytes > MAX_BYTES:
            return json_answer(413, {"error": f"Assay: a question of more than {MAX_BYTES:,} bytes is not read"})
        try:
            body = await _read(receive)
            is_bulk = route.path.endswith("/bulk")
            question = read_question(body, is_bulk=is_bulk)
            sent = redacted(body, is_bulk=is_bulk, is_private=self._is_private)
        except BadResponse as error:
            return json_answer(400, {"error": f"Assay: {error}"})
        spoken = await _spoken(question, feeds)
        try:
            async with asyncio.timeout(_SECONDS):
                theirs = await self._theirs(request, route, sent)
        except (RegistryError, TimeoutError) as error:
            if not spoken:
                return json_answer(
                    502, {"error": f"Assay: upstream answers no audit ({error}); the feeds know of nothing"}
                )
            notice = ("npm-notice", "Assay: this is from the feeds of the gate alone; the registry answered no audit")
            return Answer(200, answered(question, spoken, {}), headers=(notice,))
        return Answer(200, answered(question, spoken, theirs))

    async def _theirs(self, request: Request, route: Route, sent: Redacted) -> dict[str, object]:
        """Raises RegistryError if there is no such answer."""
        body = sent.body
        if body is None:
            return {}
        dropped = ("accept-encoding", "content-length", *(("content-encoding",) if sent.is_changed else ()))
        headers = tuple((name, value) for name, value in request.headers.items() if name not in dropped)
        passed = Passed(request.method, route.path, request.query.decode("latin-1"), headers, lends=True)
        relayed = await self._relay.send(replace(passed, headers=(*headers, _length(body))), "", _once(body))
        try:
            if relayed.status != 200:
                raise BadResponse(f"it answered {relayed.status}")
            document = msgspec.json.decode(sent.named_back(await _whole(relayed)))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise BadResponse(f"its answer cannot be read: {error}") from error
        finally:
            relayed.close()
        if not isinstance(document, dict):
            raise BadResponse("its answer is no table")
        return document


async def _read(receive: Receive) -> bytes:
    pieces, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise BadResponse("the question is not whole")
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > MAX_BYTES:
            raise BadResponse(f"a question of more than {MAX_BYTES:,} bytes is not read")
        more = bool(message.get("more_body"))
    return b"".join(pieces)


def _length(body: bytes) -> tuple[str, str]:
    return "content-length", str(len(body))


async def _spoken(question: Question, feeds: FeedIndex) -> list[Spoken]:
    found = []
    for number, ref in enumerate(question.releases):
        found += [(ref, match) for match in feeds.match(ref)]
        if number % _AT_ONCE == _AT_ONCE - 1:
            await asyncio.sleep(0)
    return spoken_of(found)


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def _whole(relayed: RelayedAnswer) -> bytes:
    if any(name == "content-encoding" and value != "identity" for name, value in relayed.headers):
        raise BadResponse("it is compressed, which was not asked for")
    pieces, size = [], 0
    async for piece in relayed.pieces():
        size += len(piece)
        if size > MAX_BYTES:
            raise BadResponse(f"it is longer than {MAX_BYTES:,} bytes")
        pieces.append(piece)
    return b"".join(pieces)
