"""A registry on this machine: serves what it has on disk, and fetches what it has not from the configured registry.

    python -m bench.mirror FOLDER --upstream URL

It prints its address, and ends when its standard input is closed. Only what a benchmark asks for is fetched.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiohttp import ClientSession, web

from bench.environment import output_of


class Mirror:
    """Documents and tarballs in one folder, by the hash of their path; addresses inside documents name the mirror."""

    def __init__(self, folder: Path, upstream: str) -> None:
        self._folder = folder
        self._upstream = upstream.rstrip("/")
        self._base = ""

    async def run(self) -> None:
        """Serve until standard input is closed."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert runner.addresses
        self._base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        print(self._base, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        path = request.raw_path.partition("?")[0]
        stored = self._folder / hashlib.sha256(path.encode()).hexdigest()
        if not stored.exists():
            status = await self._fetch(path, stored)
            if status != 200:
                return web.json_response({"error": "upstream"}, status=status)
        body = stored.read_bytes()
        if path.endswith(".tgz"):
            return web.Response(body=body, content_type="application/octet-stream")
        body = body.replace(self._upstream.encode(), self._base.encode())
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(body=body, content_type="application/json", headers={"ETag": etag})

    async def _fetch(self, path: str, stored: Path) -> int:
        async with ClientSession() as session, session.get(self._upstream + path) as response:
            if response.status != 200:
                return response.status
            partial = stored.with_suffix(".part")
            partial.write_bytes(await response.read())
            partial.rename(stored)
            return 200


@contextmanager
def mirrored(folder: Path) -> Iterator[str]:
    """A mirror of the configured registry in a process of its own, while the block runs."""
    upstream = output_of(["npm", "config", "get", "registry"])
    command = [sys.executable, "-m", "bench.mirror", str(folder), "--upstream", upstream]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--upstream", required=True)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(Mirror(arguments.folder, arguments.upstream).run())


if __name__ == "__main__":
    main()
