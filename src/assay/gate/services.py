"""Services: what registries answer beside packages, passed on untouched and unread."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from assay.errors import RegistryError
from assay.gate.answer import Answer, json_answer
from assay.gate.packuments import Packuments
from assay.gate.refusal import refused_unseen
from assay.gate.request import Request
from assay.gate.route import Route
from assay.gate.upstream import Upstream
from assay.registry.relay import Passed, Relay, RelayedAnswer

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
#: A tarball is published as base64 within JSON; npm itself takes no larger ones.
MAX_BODY_BYTES = 256 * 1024 * 1024
#: What may be asked with the gate's own credential if the client has none: it is public, and changes nothing.
_LENT = ("/-/v1/search", "/-/ping", "/-/npm/v1/keys", "/-/npm/v1/attestations/", "/-/npm/v1/security/")
_READING = frozenset({"GET", "HEAD"})
_TOO_LONG = {"error": f"more than {MAX_BODY_BYTES:,} bytes are not passed on"}

_EXPOSED = "an internal name is not told to the public registry"


class _TooLong(Exception):
    """The client sends more than is passed on."""


class _Gone(Exception):
    """The client went away in the middle of its request."""


@dataclass(frozen=True, slots=True)
class Relayed:
    """An answer of upstream's that is passed back as it comes."""

    answer: RelayedAnswer

    async def send(self, send: Send, piece: Callable[[Send, bytes, bool], Awaitable[None]]) -> None:
        """Pass it back."""
        headers = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in self.answer.headers]
        try:
            await send({"type": "http.response.start", "status": self.answer.status, "headers": headers})
            async for data in self.answer.pieces():
                await piece(send, data, True)
            await piece(send, b"", False)
        finally:
            self.answer.close()


class Services:
    """Passes requests on."""

    def __init__(
        self, relay: Relay, upstream: Upstream, packuments: Packuments, is_exposed: Callable[[str], bool]
    ) -> None:
        """``is_exposed`` tells internal names that only the public registry could be told of."""
        self._relay = relay
        self._is_exposed = is_exposed
        self._upstream = upstream
        self._packuments = packuments

    async def answer(
        self, request: Request, route: Route, receive: Callable[[], Awaitable[Message]]
    ) -> Answer | Relayed:
        """Upstream's answer."""
        if request.told_bytes > MAX_BODY_BYTES:
            return json_answer(413, _TOO_LONG)
        if route.name and self._is_exposed(route.name):
            return refused_unseen(_EXPOSED)
        passed = Passed(
            method=request.method,
            path=route.path,
            query=request.query.decode("latin-1"),
            headers=tuple(request.headers.items()),
            lends=route.path.startswith(_LENT) and (request.method in _READING or "/security/" in route.path),
        )
        has_body = request.method not in _READING
        try:
            relayed = await self._relay.send(passed, route.name, _body(receive) if has_body else None)
        except _TooLong:
            return json_answer(413, _TOO_LONG)
        except _Gone:
            return json_answer(400, {"error": "the request is not whole"})
        except RegistryError as error:
            return json_answer(502, {"error": f"Assay: {error}"})
        if has_body and route.name:
            self._upstream.forget(route.name)
            self._packuments.forget(route.name)
        return Relayed(relayed)


async def _body(receive: Callable[[], Awaitable[Message]]) -> AsyncIterator[bytes]:
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        piece = message.get("body", b"")
        size += len(piece)
        if size > MAX_BODY_BYTES:
            raise _TooLong
        if piece:
            yield piece
        if not message.get("more_body"):
            return
