"""Application: the gate as an ASGI application. It reads the request, asks who is in charge, and sends the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import replace
from typing import Any

from assay.gate.answer import Answer, json_answer
from assay.gate.counter import TARBALL, Handing
from assay.gate.following import Following
from assay.gate.hurried import hurried
from assay.gate.own import Own
from assay.gate.refusal import refused_unseen
from assay.gate.request import Request, read_request
from assay.gate.request_log import RequestLog, Sent
from assay.gate.route import Kind, Route, route
from assay.gate.services import Relayed
from assay.gate.works import Works

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Said = Answer | Handing | Relayed

#: A client that does not take the next piece within this is given up.
_SEND_SECONDS = 60.0
#: Larger bodies are sent in pieces of this, so that a slow reader holds no more.
_PIECE_BYTES = 256 * 1024
_OWN = frozenset({Kind.HOME, Kind.HEALTH, Kind.READY, Kind.METRICS, Kind.WHY})


class Application:
    """The gate: ``following`` gives what answers each request, ``own`` answers for the gate itself.

    log   writes a line for each request, None for none
    """

    def __init__(self, following: Following, own: Own, log: RequestLog | None = None) -> None:
        self._following = following
        self._own = own
        self._log = log

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        request = read_request(scope)
        asked = route(request.method, request.raw_path)
        log = self._log
        if log is None:
            await self._serve(request, asked, receive, send)
            return
        sent, began, answer = Sent(send), log.clock(), None
        try:
            answer = await self._serve(request, asked, receive, sent)
        finally:
            log.line(request, asked, answer, sent, began)

    async def _serve(self, request: Request, asked: Route, receive: Receive, send: Send) -> Said | None:
        """Answer; gives the answer, None if the client did not take it whole."""
        is_head = request.method == "HEAD"
        try:
            alone = await self._alone(request, asked)
            if alone is not None:
                await _send(alone, send, is_head=is_head)
                return alone
            shift = await self._following.take()
            try:
                answer = await _answer(shift.works, request, asked, receive)
                await _send(answer, send, is_head=is_head)
                return answer
            finally:
                self._following.leave(shift)
        except TimeoutError:
            return None  # the client stopped reading; uvicorn closes a connection whose answer is not whole

    async def _alone(self, request: Request, asked: Route) -> Answer | None:
        """The answer, if no registry, no policy and no feed has a say in it."""
        if request.is_doubled or not request.host:
            return json_answer(400, {"error": "the request can be read in two ways: a header is doubled or missing"})
        if asked.kind is Kind.REFUSED:
            return refused_unseen(asked.reason)
        if asked.kind in _OWN:
            return await self._own.answer(request, asked)
        return None


async def _answer(works: Works, request: Request, asked: Route, receive: Receive) -> Said:
    if asked.kind is Kind.AUDIT:
        return await works.auditor.answer(request, asked, hurried(receive), works.force().feeds)
    if asked.kind is Kind.PACKUMENT and request.is_before_writing:
        asked = replace(asked, kind=Kind.SERVICE, path="/" + asked.name.replace("/", "%2f"))
    if asked.kind is Kind.SERVICE:
        return await works.services.answer(request, asked, hurried(receive))
    return await works.counter.answer(request, asked, works.force())


async def _send(answer: Said, send: Send, *, is_head: bool) -> None:
    if isinstance(answer, Answer):
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.wire_headers()})
        body = b"" if is_head else answer.body
        for start in range(0, max(1, len(body)), _PIECE_BYTES):
            piece = body[start : start + _PIECE_BYTES]
            await _piece(send, piece, start + _PIECE_BYTES < len(body))
    elif isinstance(answer, Handing):
        await _hand(answer, send)
    else:
        await answer.send(send, _piece)


async def _hand(handing: Handing, send: Send) -> None:
    opened = handing.opened
    headers = [(b"content-type", TARBALL.encode()), (b"content-length", str(opened.size_bytes).encode())]
    headers += [(name.encode(), value.encode()) for name, value in handing.headers]
    try:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        left = opened.size_bytes
        if not left:
            await _piece(send, b"", False)
        while piece := await opened.piece():
            left -= len(piece)
            await _piece(send, piece, left > 0)
            if left <= 0:
                return
    finally:
        opened.file.close()


async def _piece(send: Send, piece: bytes, more: bool) -> None:
    async with asyncio.timeout(_SEND_SECONDS):
        await send({"type": "http.response.body", "body": piece, "more_body": more})
