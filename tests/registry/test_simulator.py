"""The simulator keeps its own promises: other tests stand on it."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import io
import json
import tarfile
from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from tests.registry_simulator import Fault, RawMember, RegistrySimulator, pack, pack_raw


def ask(
    registry: RegistrySimulator, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(registry.url).netloc, timeout=10)
    try:
        connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
        response = connection.getresponse()
        return response.status, {key.lower(): value for key, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def test_serves_full_and_abbreviated_documents() -> None:
    with RegistrySimulator() as registry:
        published = registry.publish(
            "left-pad", "1.2.3", manifest={"scripts": {"postinstall": "x"}}, published=datetime(2025, 2, 3, tzinfo=UTC)
        )
        status, headers, body = ask(registry, "/left-pad")
        full = json.loads(body)
        assert status == 200
        assert full["time"]["1.2.3"] == "2025-02-03T00:00:00.000Z"
        assert full["dist-tags"] == {"latest": "1.2.3"}
        assert full["versions"]["1.2.3"]["scripts"] == {"postinstall": "x"}
        assert ask(registry, "/left-pad", If_None_Match=headers["etag"])[0] == 304
        abbreviated = json.loads(ask(registry, "/left-pad", Accept="application/vnd.npm.install-v1+json; q=1.0")[2])
        assert "time" not in abbreviated
        assert abbreviated["versions"]["1.2.3"]["hasInstallScript"] is True
        assert json.loads(gzip.decompress(ask(registry, "/left-pad", Accept_Encoding="gzip")[2])) == full
        tarball = ask(registry, urlsplit(published.tarball_url).path)[2]
        assert published.integrity == "sha512-" + b64encode(hashlib.sha512(tarball).digest()).decode()


@pytest.mark.parametrize(
    "path", ["/@s/p", "/@s%2fp", "/@s%2Fp", "/@s/p/1.0.0", "/@s%2fp/latest", "/@s/p/-/p-1.0.0.tgz"]
)
def test_takes_every_spelling_of_a_scope(path: str) -> None:
    with RegistrySimulator(prefix="/npm/") as registry:
        registry.publish("@s/p")
        assert ask(registry, "/npm" + path)[0] == 200
        assert ask(registry, path)[0] == 404


def test_unpublish_and_deprecate() -> None:
    with RegistrySimulator() as registry:
        registry.publish("a", "1.0.0")
        registry.publish("a", "2.0.0")
        registry.deprecate("a", "1.0.0", "gone")
        registry.unpublish("a", "2.0.0")
        document = json.loads(ask(registry, "/a")[2])
        assert list(document["versions"]) == ["1.0.0"]
        assert document["versions"]["1.0.0"]["deprecated"] == "gone"
        assert "2.0.0" in document["time"]
        assert document["dist-tags"] == {"latest": "1.0.0"}
        registry.unpublish("a")
        assert "unpublished" in json.loads(ask(registry, "/a")[2])["time"]


def test_wants_credentials_when_told_to() -> None:
    with RegistrySimulator(token="t", basic=("u", "p")) as registry:
        registry.publish("a")
        assert ask(registry, "/a")[0] == 401
        assert ask(registry, "/a", Authorization="Bearer t")[0] == 200
        assert ask(registry, "/a", Authorization="Basic " + b64encode(b"u:p").decode())[0] == 200
        assert [request.headers.get("authorization", "") for request in registry.requests][:2] == ["", "Bearer t"]


def test_faults_are_counted_down() -> None:
    with RegistrySimulator() as registry:
        registry.publish("a")
        registry.fault("/a", Fault.STATUS, status=429, retry_after="7", times=1)
        status, headers, _ = ask(registry, "/a")
        assert (status, headers["retry-after"]) == (429, "7")
        assert ask(registry, "/a")[0] == 200
        registry.fault("/*", Fault.HTML)
        assert b"<html" in ask(registry, "/a")[2] or b"doctype" in ask(registry, "/a")[2]
        registry.heal()
        assert ask(registry, "/a")[0] == 200


def test_cut_off_and_wrong_length() -> None:
    with RegistrySimulator() as registry:
        registry.publish("a")
        whole = ask(registry, "/a")[2]
        registry.fault("/a", Fault.CUT_OFF, times=1)
        with pytest.raises(http.client.IncompleteRead):
            ask(registry, "/a")
        registry.fault("/a", Fault.WRONG_LENGTH, times=1)
        assert ask(registry, "/a")[2] == whole[: len(whole) // 2]
        registry.fault("/a", Fault.RESET, times=1)
        with pytest.raises(ConnectionError):
            ask(registry, "/a")


def test_packs_what_tarfile_reads() -> None:
    long = "deep/" * 40 + "file.js"
    data = pack({"index.js": "1", long: b"2"}, manifest={"name": "a"}, executable=["index.js"])
    assert data == pack({"index.js": "1", long: b"2"}, manifest={"name": "a"}, executable=["index.js"])
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        assert archive.getnames() == ["package/package.json", "package/index.js", f"package/{long}"]
        assert archive.getmember("package/index.js").mode == 0o755


def test_packs_hostile_members_as_given() -> None:
    data = pack_raw(
        RawMember(b"../../up", b"x"),
        RawMember(b"link", kind=b"2", link=b"/etc"),
        RawMember(b"s", pax=(("path", "long"),)),
    )
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        assert archive.getnames() == ["../../up", "link", "long"]
        assert archive.getmember("link").linkname == "/etc"
