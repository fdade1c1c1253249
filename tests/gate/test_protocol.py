from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
import uvicorn

from assay.gate import protocol
from assay.gate.application import Message, Receive, Send
from assay.gate.protocol import GateProtocol, with_reason

App = Callable[[Message, Receive, Send], Awaitable[None]]
LARGE = b"x" * 8_000_000


async def large(_scope: Message, _receive: Receive, send: Send) -> None:
    """More than the systems on both sides hold for a client that does not read."""
    length = (b"content-length", str(len(LARGE)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": LARGE})


async def cut_short(_scope: Message, _receive: Receive, send: Send) -> None:
    """As ``large``, but given up in the middle."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9000000")]})
    await send({"type": "http.response.body", "body": LARGE, "more_body": True})


async def until(is_so: Callable[[], bool]) -> None:
    for _ in range(3000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it does not come about")


def ended(app: App, data: bytes) -> None:
    """Send this to a server, read nothing, and wait until the server has no connection left."""

    async def run() -> None:
        config = uvicorn.Config(app, http=GateProtocol, ws="none", lifespan="off", access_log=False, log_config=None)
        server = uvicorn.Server(config)
        listening = socket.create_server(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)
            await until(lambda: server.started)
            await asyncio.get_running_loop().sock_connect(client, listening.getsockname())
            await asyncio.get_running_loop().sock_sendall(client, data)
            await until(lambda: bool(server.server_state.connections))
            await until(lambda: not server.server_state.connections)
        server.should_exit = True
        await serving

    asyncio.run(run())


@pytest.mark.parametrize("app", [large, cut_short])
def test_a_client_that_does_not_read_is_cut_off(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LIE_SECONDS", 0.2)
    ended(app, b"GET / HTTP/1.1\r\nHost: gate\r\n\r\n")


class Lying(asyncio.Transport):
    """A connection with something in it that the client does not take."""

    def __init__(self) -> None:
        super().__init__()
        self.is_shut = self.is_aborted = False

    def is_closing(self) -> bool:
        return self.is_shut

    def close(self) -> None:
        self.is_shut = True

    def abort(self) -> None:
        self.is_aborted = True


def test_a_client_that_takes_all_but_the_rest_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LIE_SECONDS", 0.01)

    async def run() -> None:
        config = uvicorn.Config(large, ws="none", lifespan="off", log_config=None)
        config.load()
        connection, transport = GateProtocol(config, uvicorn.Server(config).server_state, {}), Lying()
        connection.connection_made(transport)
        connection.pause_writing()
        connection.transport.close()
        connection.resume_writing()  # little enough is left; nobody tells of the rest
        await until(lambda: transport.is_aborted)
        connection.connection_lost(None)

    asyncio.run(run())


@pytest.mark.parametrize("head", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: gate\r\nX: "])
def test_a_head_that_does_not_end_is_cut_off(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    ended(large, head)


def test_the_reason_stands_in_the_first_line() -> None:
    plain = b"HTTP/1.1 403 Forbidden\r\na: b\r\nx-assay-reason: too young\r\nc: d\r\n\r\nbody"
    assert with_reason(plain) == b"HTTP/1.1 403 too young\r\na: b\r\nc: d\r\n\r\nbody"


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nx-assay-reason: a\r\n\r\n",
        b"HTTP/1.1 403 Forbidden\r\na: b\r\n\r\nx\r\nx-assay-reason: a\r\n",
        b"x-assay-reason: a\r\n\r\n",
    ],
)
def test_other_bytes_stay_as_they_are(data: bytes) -> None:
    assert with_reason(data) == data
