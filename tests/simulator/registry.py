"""The simulated registry: what is published, and how requests are answered."""

from __future__ import annotations

import gzip
import hashlib
import json
import ssl
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

from tests.simulator.faults import Fault, FaultPlan, PlannedFault
from tests.simulator.http import HttpServer, Request, Response
from tests.simulator.packages import Published, SimulatedPackage, timestamp, version_document
from tests.simulator.packing import RawMember, pack
from tests.simulator.uploading import read_upload

_JSON = {"Content-Type": "application/json"}
_ABBREVIATED = "application/vnd.npm.install-v1+json"
#: Certificate and key for 127.0.0.1, made for these tests only: it signs itself.
LOCALHOST_PEM = Path(__file__).with_name("localhost.pem")
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
#: Answers that clients ask for beside the packages.
_SERVICES = {
    "-/ping": b"{}",
    "-/npm/v1/keys": b'{"keys":[]}',
    "-/npm/v1/security/advisories/bulk": b"{}",
    "-/npm/v1/security/audits": b'{"actions":[],"advisories":{},"muted":[],"metadata":{"vulnerabilities":{}}}',
    "-/npm/v1/security/audits/quick": b'{"actions":[],"advisories":{},"muted":[],"metadata":{"vulnerabilities":{}}}',
}


class RegistrySimulator:
    """A real HTTP registry in memory on 127.0.0.1, for one test or benchmark.

    prefix     path under which it lives, such as ``/npm``
    token      if set, every request needs ``Authorization: Bearer <token>``
    basic      if set, every request needs this user and password
    tls        serve https with the certificate in ``LOCALHOST_PEM``, which nobody trusts unless told to
    """

    def __init__(
        self, *, prefix: str = "", token: str = "", basic: tuple[str, str] | None = None, tls: bool = False
    ) -> None:
        self._prefix = prefix.rstrip("/")
        self._allowed = {f"Bearer {token}"} if token else set()
        if basic:
            self._allowed.add("Basic " + b64encode(":".join(basic).encode()).decode())
        self._packages: dict[str, SimulatedPackage] = {}
        self._files: dict[str, Response] = {}
        self._ready: dict[tuple[str, str], tuple[bytes, bytes, str]] = {}
        self._faults = FaultPlan()
        self._lock = RLock()
        self._scheme = "https" if tls else "http"
        self._server = HttpServer(self._answer, self._faults, _tls_context() if tls else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving."""
        self._server.close()

    @property
    def url(self) -> str:
        """Address of the registry, without a slash at the end."""
        return f"{self._scheme}://127.0.0.1:{self._server.port}{self._prefix}"

    @property
    def requests(self) -> list[Request]:
        """Every request so far, oldest first."""
        return self._server.requests

    def paths(self) -> list[str]:
        """Decoded path of every request so far."""
        return [request.path for request in self._server.requests]

    def fault(
        self,
        pattern: str,
        fault: Fault,
        *,
        times: int | None = None,
        status: int = 500,
        retry_after: str = "",
        location: str = "",
        seconds: float = 30.0,
    ) -> None:
        """Have a fault for paths that match ``pattern`` (fnmatch, decoded), the next ``times`` requests or for good."""
        self._faults.add(PlannedFault(pattern, fault, times, status, retry_after, location, seconds))

    def heal(self) -> None:
        """Forget every fault."""
        self._faults.clear()

    def publish(
        self,
        name: str,
        version: str = "1.0.0",
        *,
        files: Mapping[str, str | bytes] | None = None,
        manifest: Mapping[str, object] | None = None,
        published: datetime | None = None,
        tag: str = "latest",
        publisher: str = "someone",
        tarball: bytes | None = None,
        members: Sequence[RawMember] = (),
        tarball_url: str = "",
        registry_manifest: Mapping[str, object] | None = None,
        version_fields: Mapping[str, object] | None = None,
        dist: Mapping[str, object] | None = None,
    ) -> Published:
        """Publish one version.

        manifest            fields of package.json beside name and version
        registry_manifest   what the packument says instead, for manifest confusion
        tarball             the bytes instead of packed ``files`` and ``members``
        tarball_url         ``dist.tarball`` instead of the conventional address
        version_fields      added to the version's document; ``dist`` to its ``dist``
        """
        own = {"name": name, "version": version, **(manifest or {})}
        content = {"index.js": "module.exports = 1;\n"} if files is None else dict(files)
        data = pack(content, manifest=own, members=members) if tarball is None else tarball
        url = tarball_url or f"{self.url}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
        told = own if registry_manifest is None else {"name": name, "version": version, **registry_manifest}
        document = version_document(told, data, url, publisher)
        document.update(version_fields or {})
        facts = document["dist"]
        assert isinstance(facts, dict)
        facts.update(dist or {})
        with self._lock:
            package = self._packages.setdefault(name, SimulatedPackage(name))
            package.versions[version] = document
            package.tarballs[version] = data
            package.tags[tag] = version
            package.tags.setdefault("latest", version)
            package.maintainers = [{"name": publisher, "email": f"{publisher}@people.invalid"}]
            moment = timestamp(published or _EPOCH)
            package.times.setdefault("created", moment)
            package.times.update({"modified": moment, version: moment})
            self._changed(package)
        return Published(name, version, data, url, str(facts.get("integrity", "")), str(facts.get("shasum", "")))

    def deprecate(self, name: str, version: str, notice: str) -> None:
        """Put a deprecation notice on a version."""
        with self._lock:
            self._packages[name].versions[version]["deprecated"] = notice
            self._changed(self._packages[name])

    def unpublish(self, name: str, version: str | None = None, *, at: datetime | None = None) -> None:
        """Remove a version (its time stays), or all of them (the document then only says so)."""
        with self._lock:
            package = self._packages[name]
            for gone in [version] if version else list(package.versions):
                del package.versions[gone], package.tarballs[gone]
            package.tags = {tag: kept for tag, kept in package.tags.items() if kept in package.versions}
            if package.versions:
                package.tags.setdefault("latest", list(package.versions)[-1])
            else:
                package.times["unpublished"] = {"name": name, "time": timestamp(at or _EPOCH), "versions": []}
            self._changed(package)

    def tag(self, name: str, tag: str, version: str) -> None:
        """Point a dist-tag at a version."""
        with self._lock:
            self._packages[name].tags[tag] = version
            self._changed(self._packages[name])

    def amend(self, name: str, **fields: object) -> None:
        """Set top-level fields of the packument, whatever they are."""
        with self._lock:
            self._packages[name].extra.update(fields)
            self._changed(self._packages[name])

    def serve(self, path: str, body: bytes, *, status: int = 200, content_type: str = "application/json") -> None:
        """Answer ``path`` (decoded, below the prefix, with its leading slash) with just this."""
        self._files[path.lstrip("/")] = Response(status, body, {"Content-Type": content_type})

    def _changed(self, package: SimulatedPackage) -> None:
        package.revision += 1
        for form in ("full", "abbreviated"):
            self._ready.pop((package.name, form), None)

    def _answer(self, request: Request) -> Response:
        if self._allowed and request.headers.get("authorization") not in self._allowed:
            return _error(401, "credentials are needed")
        if not request.path.startswith(self._prefix + "/"):
            return _error(404, "not below the prefix")
        path = request.path[len(self._prefix) :].lstrip("/")
        with self._lock:
            if path in self._files:
                return self._files[path]
            if request.method == "PUT" and not path.startswith("-/"):
                return self._upload(request.body)
            if request.method == "PUT" and "/dist-tags/" in path:
                return self._tag(path, request.body)
            if path == "-/v1/search":
                return Response(200, json.dumps({"objects": [], "total": self._maintained(request)}).encode(), _JSON)
            if path in _SERVICES:
                return Response(200, _SERVICES[path], _JSON)
            return self._package(path, request)

    def _upload(self, body: bytes) -> Response:
        try:
            upload = read_upload(body)
        except (ValueError, KeyError, TypeError, AttributeError):
            return _error(400, "that is no upload")
        told = {key: value for key, value in upload.manifest.items() if key not in ("name", "version", "dist")}
        self.publish(upload.name, upload.version, tarball=upload.tarball, registry_manifest=told, tag=upload.tag)
        return Response(201, b'{"ok":true}', _JSON)

    def _tag(self, path: str, body: bytes) -> Response:
        name, _, tag = path.removeprefix("-/package/").partition("/dist-tags/")
        package, version = self._packages.get(name), json.loads(body)
        if package is None or version not in package.versions:
            return _error(404, "Not found")
        package.tags[tag] = version
        self._changed(package)
        return Response(201, b'{"ok":true}', _JSON)

    def _maintained(self, request: Request) -> int:
        """How many packages the account in ``text=maintainer:NAME`` maintains."""
        text = parse_qs(request.target.partition("?")[2]).get("text", [""])[0]
        account = text.removeprefix("maintainer:")
        return sum(any(one["name"] == account for one in each.maintainers) for each in self._packages.values())

    def _package(self, path: str, request: Request) -> Response:
        parts = path.split("/")
        if parts[:2] == ["-", "package"] and parts[-1] == "dist-tags":
            package = self._packages.get("/".join(parts[2:-1]))
            return Response(200, json.dumps(package.tags).encode(), _JSON) if package else _error(404, "Not found")
        width = 2 if path.startswith("@") else 1
        package, rest = self._packages.get("/".join(parts[:width])), parts[width:]
        if package is None:
            return _error(404, "Not found")
        if not rest:
            return self._packument(package, request)
        if len(rest) == 2 and rest[0] == "-":
            return _tarball(package, rest[1])
        body = package.release(rest[0]) if len(rest) == 1 else None
        return Response(200, body, _JSON) if body is not None else _error(404, "version not found")

    def _packument(self, package: SimulatedPackage, request: Request) -> Response:
        form = "abbreviated" if _ABBREVIATED in request.headers.get("accept", "") else "full"
        if (package.name, form) not in self._ready:
            body = package.full() if form == "full" else package.abbreviated()
            etag = f'"{hashlib.md5(body).hexdigest()}"'
            self._ready[package.name, form] = body, gzip.compress(body, 1, mtime=0), etag
        plain, packed, etag = self._ready[package.name, form]
        kind = _ABBREVIATED if form == "abbreviated" else "application/json"
        headers = {"Content-Type": kind, "ETag": etag, "Vary": "accept-encoding, accept"}
        if request.headers.get("if-none-match") == etag:
            return Response(304, b"", headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(200, packed, {**headers, "Content-Encoding": "gzip"})
        return Response(200, plain, headers)


def _tls_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(LOCALHOST_PEM)
    return context


def _tarball(package: SimulatedPackage, file: str) -> Response:
    bare = package.name.rpartition("/")[2]
    version = file.removeprefix(f"{bare}-").removesuffix(".tgz")
    data = package.tarballs.get(version)
    if data is None:
        return _error(404, "tarball not found")
    return Response(200, data, {"Content-Type": "application/octet-stream", "ETag": f'"{len(data)}-{version}"'})


def _error(status: int, reason: str) -> Response:
    return Response(status, json.dumps({"error": reason}).encode(), _JSON)
