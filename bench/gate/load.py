"""Ask a server for paths over and over, on many connections at once, and see how it does.

    python -m bench.gate.load URL --connections 200 --seconds 10 < paths.txt

A process of its own, so that it takes no time from the server. It prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from subprocess import run
from typing import cast
from urllib.parse import SplitResult, urlsplit

import uvloop

#: As package managers ask.
_ACCEPT = "Accept: application/vnd.npm.install-v1+json; q=1.0, */*\r\nAccept-Encoding: gzip\r\n"


_BUFFER_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Load:
    """What was seen. ``errors`` are answers other than 200, and broken connections; times in milliseconds."""

    requests: int
    errors: int
    seconds: float
    median_ms: float
    p99_ms: float
    bytes: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


@dataclass(slots=True)
class _Tally:
    times: list[float] = field(default_factory=list)
    errors: int = 0
    bytes: int = 0


def load(url: str, paths: Sequence[str], connections: int, seconds: float, rounds: int = 0) -> Load:
    """Run it in a process of its own. ``rounds`` instead of ``seconds``: every path so many times."""
    command = [sys.executable, "-m", "bench.gate.load", url, "--connections", str(connections)]
    command += ["--rounds", str(rounds)] if rounds else ["--seconds", str(seconds)]
    done = run(command, input="\n".join(paths), capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


class _Client(asyncio.BufferedProtocol):
    """One connection that asks for one path after another and drops what comes: it must cost less than the server."""

    def __init__(self, host: str, paths: Iterator[str], until: float, tally: _Tally) -> None:
        self.done = asyncio.get_running_loop().create_future()
        self._host = host
        self._paths = paths
        self._until = until
        self._tally = tally
        self._buffer = memoryview(bytearray(_BUFFER_BYTES))
        self._head = b""
        self._left = 0
        self._is_chunked = False
        self._started = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask at once."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is of no such class
        self._ask()

    def get_buffer(self, sizehint: int) -> memoryview:
        """The same one each time."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Something came."""
        if self._left:
            self._left -= nbytes
        else:
            self._head += self._buffer[:nbytes]
            self._left = self._missing()
        if not self._left and not self._head:
            self._tally.times.append(time.perf_counter() - self._started)
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """An error, unless it was closed by us."""
        if not self.done.done():
            self._tally.errors += 1
            self.done.set_result(False)

    def _missing(self) -> int:
        """How much of the body is still to come; the head is kept as long as that is not known."""
        head, end, body = self._head.partition(b"\r\n\r\n")
        lower = head.lower()
        if not end or (b"chunked" in lower and not body.endswith(b"0\r\n\r\n")):
            return 0
        self._tally.errors += not head.startswith(b"HTTP/1.1 200")
        size = len(body)
        place = lower.find(b"\r\ncontent-length:")
        if place >= 0:
            size = int(lower[place + 17 :].partition(b"\r\n")[0])
        self._tally.bytes += size
        self._head = b""
        return size - len(body)

    def _ask(self) -> None:
        path = next(self._paths, "") if time.perf_counter() < self._until else ""
        assert self._transport is not None
        if not path:
            self.done.set_result(True)
            self._transport.close()
            return
        self._started = time.perf_counter()
        self._transport.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\n{_ACCEPT}\r\n".encode())


async def _all(url: str, paths: Iterator[str], connections: int, until: float) -> Load:
    tally = _Tally()
    address = urlsplit(url)
    started = time.perf_counter()
    await asyncio.gather(*(_connected(address, paths, until, tally) for _ in range(connections)))
    seconds = time.perf_counter() - started
    times = tally.times
    p99 = quantiles(times, n=100)[98] if len(times) > 1 else 0.0
    return Load(len(times), tally.errors, seconds, median(times or [0.0]) * 1000, p99 * 1000, tally.bytes)


async def _connected(address: SplitResult, paths: Iterator[str], until: float, tally: _Tally) -> None:
    """A client that connects again when it is cut off."""
    loop = asyncio.get_running_loop()
    is_done = False
    while not is_done:
        try:
            _, client = await loop.create_connection(
                lambda: _Client(address.netloc, paths, until, tally), address.hostname or "", address.port or 80
            )
        except OSError:
            tally.errors += 1
            is_done = time.perf_counter() > until
            continue
        is_done = await client.done


def main() -> None:
    """Parse the command line, ask, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=0)
    arguments = parser.parse_args()
    listed = sys.stdin.read().split()
    paths = iter(listed * arguments.rounds) if arguments.rounds else itertools.cycle(listed)
    until = float("inf") if arguments.rounds else time.perf_counter() + arguments.seconds
    seen = uvloop.run(_all(arguments.url, paths, arguments.connections, until))
    print(json.dumps(asdict(seen)))


if __name__ == "__main__":
    main()
