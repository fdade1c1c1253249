"""Protocol: uvicorn's, with our reason phrases, and with an end to requests that never end.

npm, yarn 4 and pnpm show the reason phrase of a refusal, and ASGI has no word for it. So it travels as a header
(``REASON_HEADER``), and is put where it belongs just before the bytes leave.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from assay.gate.answer import REASON_HEADER

#: A request whose head is not there after this is given up.
HEAD_SECONDS = 20.0
#: A head larger than this is given up; npm's own have under 2 kB.
MAX_HEAD_BYTES = 64 * 1024
#: A client that lets what it was sent lie for so long is cut off: closing alone would wait for it for ever.
LIE_SECONDS = 60.0
_PLAIN = b"HTTP/1.1 403 Forbidden\r\n"
_HEADER = f"\r\n{REASON_HEADER}: ".encode()


def with_reason(data: bytes) -> bytes:
    """The head of an answer with its reason phrase in the first line."""
    if not data.startswith(_PLAIN):
        return data
    head, blank, body = data.partition(b"\r\n\r\n")
    before, found, after = head.partition(_HEADER)
    if not found:
        return data
    reason, line_end, rest = after.partition(b"\r\n")
    return b"HTTP/1.1 403 " + reason + before.removeprefix(_PLAIN[:-2]) + line_end + rest + blank + body


class _Reasoned:
    """The transport, but for ``write``, and for ``close``, which calls ``closing``."""

    def __init__(self, inner: asyncio.Transport, closing: Callable[[], None]) -> None:
        self._inner = inner
        self._closing = closing

    def close(self) -> None:
        self._closing()
        self._inner.close()

    def write(self, data: bytes) -> None:
        self._inner.write(with_reason(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class GateProtocol(HttpToolsProtocol):
    """One connection."""

    _patience: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _in_head = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, with a reasoned transport."""
        super().connection_made(_Reasoned(transport, self._await_reader))  # type: ignore[arg-type]
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has become too long."""
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                self.transport.close()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is there."""
        self._forget_head()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end."""
        self._forget_head()
        self._forget_reader()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client reads more slowly than it is sent to."""
        self._await_reader()
        super().pause_writing()

    def resume_writing(self) -> None:
        """It has caught up; once all is written, only the end of the connection shows that it took the rest."""
        if not self.transport.is_closing():
            self._forget_reader()
        super().resume_writing()

    def _await_reader(self) -> None:
        if self._unread is None:
            self._unread = self.loop.call_later(LIE_SECONDS, self.transport.abort)

    def _forget_reader(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _await_head(self) -> None:
        self._forget_head()
        self._in_head, self._head_bytes = True, 0
        self._patience = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _forget_head(self) -> None:
        self._in_head = False
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
