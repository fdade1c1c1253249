"""Serve: run the gate on uvicorn until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack

import uvicorn

from assay.errors import UsageError
from assay.gate.opening import OpenGate, open_gate
from assay.gate.order import Order
from assay.gate.protocol import GateProtocol
from assay.settings.watched import WatchedSettings
from assay.wiring.context import Context

#: Answers that are under way have so long to end.
GRACE_SECONDS = 20
#: More connections than this are told to come back.
_CONNECTIONS = 2000


def serve(order: Order, watched: WatchedSettings, context: Context, tell: Callable[[str, OpenGate], None]) -> None:
    """Serve until SIGINT or SIGTERM. ``tell`` is given the address once requests are answered.

    Raises UsageError if the address cannot be listened on, and as ``open_gate``.
    """
    with _listening(order) as listening:
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        runner = asyncio.Runner(loop_factory=_loop_factory())
        with runner:
            runner.run(_run(order, watched, context, listening, lambda opened: tell(f"http://{shown}:{port}/", opened)))


async def _run(
    order: Order,
    watched: WatchedSettings,
    context: Context,
    listening: socket.socket,
    ready: Callable[[OpenGate], None],
) -> None:
    async with AsyncExitStack() as outside:
        opened = await open_gate(order, watched, context, outside)
        config = uvicorn.Config(
            opened.application,
            http=GateProtocol,
            ws="none",
            lifespan="off",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            log_config=None,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        await _Server(config, lambda: ready(opened)).serve(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first signal and close everything: uvicorn itself would end the process by it."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._ready()


def _listening(order: Order) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in order.host else socket.AF_INET
        return socket.create_server((order.host, order.port), family=family, backlog=1024)
    except OSError as error:
        why, hint = _listen_trouble(error)
        raise UsageError(f"cannot listen on {order.host}:{order.port}: {why}", hint=hint) from error


def _listen_trouble(error: OSError) -> tuple[str, str]:
    if (error.errno or 0) < 0:  # of getaddrinfo, which the socket module wraps
        return "there is no such host", "write an address of this machine, such as --listen 127.0.0.1:4873"
    hints = {
        errno.EADDRINUSE: "perhaps another gate runs there already; --listen 127.0.0.1:4874 takes another port",
        errno.EADDRNOTAVAIL: "write an address of this machine, such as --listen 127.0.0.1:4873",
        errno.EACCES: "ports below 1024 are not for everyone; --listen 127.0.0.1:4873 takes another",
    }
    why = os.strerror(error.errno) if error.errno else str(error)
    return why[:1].lower() + why[1:], hints.get(error.errno or 0, "--listen takes another address")


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None  # there is none for Windows
    return uvloop.new_event_loop
