"""A small HTTP/1.1 server on 127.0.0.1 in a thread of its own: keep-alive, faults, a log of requests."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from threading import Event, Thread
from urllib.parse import unquote

from tests.simulator.faults import Fault, FaultPlan, PlannedFault

_MAX_BODY = 256 * 1024 * 1024
_HTML = b"<!doctype html><title>Sign in</title><h1>Please sign in to the guest network</h1>"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came; header names are in lower case, ``path`` is decoded and without the query."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return unquote(self.target.partition("?")[0])


@dataclass(frozen=True, slots=True)
class Response:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Request], Response]


class HttpServer:
    """Serves ``answer`` until it is closed."""

    def __init__(self, answer: Answer, faults: FaultPlan, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.port = 0
        self._answer = answer
        self._faults = faults
        self._tls = tls
        self._ready = Event()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = Thread(target=self._run, name="registry-simulator", daemon=True)
        self._thread.start()
        self._ready.wait(10)

    def close(self) -> None:
        """Stop; running answers are dropped."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        open_: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            open_[writer] = asyncio.get_running_loop().create_task(self._talk(reader, writer))
            open_[writer].add_done_callback(lambda _: open_.pop(writer, None))

        server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=1 << 20, backlog=512, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        for listener in server.sockets:
            self._loop.remove_reader(listener.fileno())
        await _turns()  # connections that are being accepted show themselves: a closed server trips over them
        server.close()
        for writer, task in list(open_.items()):
            task.cancel()
            writer.transport.abort()  # a task that never began would not do it
        await asyncio.gather(*open_.values(), return_exceptions=True)
        await _turns()  # transports that were aborted close their sockets

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, TimeoutError):
            pass
        finally:
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            request = await _read(reader, writer)
            if request is None:
                return
            self.requests.append(request)
            fault = self._faults.take(request.path)
            if fault is not None:
                keep = await _misbehave(fault, request, self._answer, writer)
            else:
                _write(writer, request, self._answer(request))
                keep = True
            await writer.drain()
            if not keep or request.headers.get("connection", "").lower() == "close":
                writer.close()
                return


async def _turns() -> None:
    """Let the loop go round: from accepting a connection to its first callback takes some turns."""
    for _ in range(10):
        await asyncio.sleep(0)


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _version = first.split(" ", 2)
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    if headers.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    body = await _read_body(reader, headers)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Request(method, target, headers, body)


async def _read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        parts = []
        while size := int((await reader.readline()).split(b";")[0], 16):
            parts.append((await reader.readexactly(size + 2))[:-2])
        await reader.readline()
        return b"".join(parts)
    return await reader.readexactly(min(int(headers.get("content-length", 0)), _MAX_BODY))


def _write(writer: asyncio.StreamWriter, request: Request, response: Response, length: int | None = None) -> None:
    declared = len(response.body) if length is None else length
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    if response.status != HTTPStatus.NOT_MODIFIED:
        lines.append(f"Content-Length: {declared}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    is_bare = request.method == "HEAD" or response.status == HTTPStatus.NOT_MODIFIED
    writer.write(head if is_bare else head + response.body)


async def _misbehave(fault: PlannedFault, request: Request, answer: Answer, writer: asyncio.StreamWriter) -> bool:
    """Send the faulty answer; True if the connection is still in order."""
    if fault.fault is Fault.SLOW:
        await asyncio.sleep(fault.seconds)
        _write(writer, request, answer(request))
        return True
    if fault.fault in (Fault.TRICKLE, Fault.ENDLESS):
        await _drag_on(fault, answer(request), writer)
        return False
    if fault.fault is Fault.RESET:
        return False
    if fault.fault in (Fault.CUT_OFF, Fault.WRONG_LENGTH):
        right = answer(request)
        half = len(right.body) // 2
        if fault.fault is Fault.CUT_OFF:
            _write(writer, request, Response(right.status, right.body[:half], right.headers), len(right.body))
        else:
            _write(writer, request, right, half)
        return False
    _write(writer, request, _faulty(fault, request, answer))
    return True


async def _drag_on(fault: PlannedFault, right: Response, writer: asyncio.StreamWriter) -> None:
    if fault.fault is Fault.TRICKLE:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(right.body)}\r\n\r\n".encode())
        for byte in right.body:
            writer.write(bytes([byte]))
            await asyncio.sleep(fault.seconds)
        return
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    while True:
        writer.write(chunk)
        await writer.drain()


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(64)) + packer.flush()


def _faulty(fault: PlannedFault, request: Request, answer: Answer) -> Response:
    if fault.fault is Fault.STATUS:
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        return Response(fault.status, b'{"error":"the simulator was told so"}', headers)
    if fault.fault is Fault.HTML:
        return Response(200, _HTML, {"Content-Type": "text/html"})
    if fault.fault is Fault.REDIRECT:
        return Response(302, b"", {"Location": fault.location})
    if fault.fault is Fault.BOMB:
        return Response(200, _bomb(), {"Content-Encoding": "gzip"})
    right = answer(request)
    return Response(right.status, bytes(byte ^ 0x5A for byte in right.body), right.headers)
