"""A registry on 127.0.0.1 with one harmless package, and a proxy that lets nothing out and notes who was asked."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from assay.model.address import host_of
from assay.model.integrity import Integrity

VERSION = "1.0.0"
#: No request of a package manager has more.
_MAX_BODY = 1024 * 1024
_SILENCE_SECONDS = 20


@dataclass(slots=True)
class CanarySeen:
    """What was asked: whether the canary's tarball was fetched here, and which other hosts were asked for."""

    fetched: bool = False
    elsewhere: list[str] = field(default_factory=list)


class CanaryServer:
    """Serves until it is closed. Every path that ends with the canary's name or file is its own.

    name   of the canary package, one that nobody has
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen = CanarySeen()
        self.tarball = _packed(name)
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def packument(self) -> bytes:
        """The canary's document, which is good for every client."""
        integrity = Integrity.of(self.tarball)
        dist = {
            "tarball": f"{self.url}/{self.name}/-/{self.name}-{VERSION}.tgz",
            "integrity": str(Integrity(tuple(each for each in integrity.digests if each[0] == "sha512"))),
            "shasum": dict(integrity.digests)["sha1"],
        }
        release = {"name": self.name, "version": VERSION, "dist": dist}
        day = "2020-01-01T00:00:00.000Z"
        return json.dumps(
            {
                "_id": self.name,
                "name": self.name,
                "dist-tags": {"latest": VERSION},
                "versions": {VERSION: release},
                "time": {"created": day, "modified": day, VERSION: day},
                "modified": day,
            }
        ).encode()


def _packed(name: str) -> bytes:
    files = {
        "package/package.json": json.dumps({"name": name, "version": VERSION}),
        "package/index.js": "module.exports = {};\n",
    }
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for path, text in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(text)
            member.mode = 0o644
            archive.addfile(member, io.BytesIO(text.encode()))
    return gzip.compress(plain.getvalue(), mtime=0)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, canary: CanaryServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.canary = canary


class _Handler(BaseHTTPRequestHandler):
    """Answers as the canary's registry; asked as a proxy, it notes the host and refuses."""

    protocol_version = "HTTP/1.1"
    timeout = _SILENCE_SECONDS

    server: _Server

    def do_GET(self) -> None:
        canary = self.server.canary
        host = host_of(self.path)
        if host and host != host_of(canary.url):
            self._refuse(host)
            return
        path = unquote(urlsplit(self.path).path)
        if path.endswith(f"/{canary.name}-{VERSION}.tgz"):
            canary.seen.fetched = True
            self._send(200, canary.tarball, "application/octet-stream")
        elif path.endswith(f"/{canary.name}"):
            self._send(200, canary.packument(), "application/json")
        else:
            self._send(404, b'{"error":"not the canary"}', "application/json")

    do_HEAD = do_GET  # noqa: N815 -- the library's name

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "0")
        self.rfile.read(min(int(size) if size.isdecimal() else 0, _MAX_BODY))
        self.do_GET()

    def do_CONNECT(self) -> None:
        if self.path != host_of(self.server.canary.url):
            self._refuse(self.path.removesuffix(":443").removesuffix(":80"))
            return
        # pnpm 11 makes a tunnel for plain requests too; what comes through it is read here.
        self.send_response(200)
        self.end_headers()
        self.close_connection = False

    def _refuse(self, host: str) -> None:
        self.server.canary.seen.elsewhere.append(host)
        self.close_connection = True
        self._send(403, b'{"error":"nothing is let out while the doctor looks"}', "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
