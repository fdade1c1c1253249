"""Request log: one line for each request, with what was answered, and with nothing that could be a secret.

Neither paths nor queries are written: tokens stand in both (``DELETE /-/user/token/...``). What a path was understood
as is written instead.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from assay.gate.answer import Answer
from assay.gate.counter import Handing
from assay.gate.log import Log, Value
from assay.gate.request import Request
from assay.gate.route import Kind, Route
from assay.gate.services import Relayed

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

_MAX_AGENT = 200
#: Answers of this status and above that nobody refused have failed.
_FAILED = 400


class Sent:
    """Passes on what is sent, and keeps count of it.

    status       0 until an answer begins
    size_bytes   of the body
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.size_bytes = 0

    async def __call__(self, message: Message) -> None:
        """Pass it on."""
        await self._send(message)
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.size_bytes += len(message.get("body", b""))


class RequestLog:
    """Writes the lines.

    clock   seconds from any start
    """

    def __init__(self, log: Log, clock: Callable[[], float]) -> None:
        self._log = log
        self.clock = clock

    def line(
        self, request: Request, asked: Route, answer: Answer | Handing | Relayed | None, sent: Sent, began: float
    ) -> None:
        """Write one line; ``answer`` is None if there came to be none."""
        facts: dict[str, Value] = {
            "address": request.shown_address,
            "client": request.agent[:_MAX_AGENT],
            "project": asked.project,
            "method": request.method,
            "route": asked.kind.value,
            "package": asked.name,
            "version": asked.version if asked.kind is not Kind.WHY else "",
            "status": sent.status,
            "decision": _decision(answer, sent.status),
            "refusal": answer.refusal if isinstance(answer, Answer) else "",
            "ms": round((self.clock() - began) * 1000, 1),
            "bytes": sent.size_bytes,
        }
        self._log.event("request", **facts)


def _decision(answer: Answer | Handing | Relayed | None, status: int) -> str:
    """What became of it: served, rewritten, refused, passed on, failed, or cut off by the client or the end."""
    if answer is None or not status:
        return "cut-off"
    if isinstance(answer, Handing):
        return "served"
    if isinstance(answer, Relayed):
        return "passed"
    if answer.refusal:
        return "refused"
    if status >= _FAILED:
        return "failed"
    return "rewritten" if answer.is_rewritten else "served"
