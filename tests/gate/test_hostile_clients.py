"""Whatever a client sends: nothing that is refused comes out, nothing is read in two ways, and the gate stays up."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gate.running import FETCHES, RunningGate
from tests.registry_simulator import RegistrySimulator

EVIL = b"/evil/-/evil-1.0.0.tgz"
GOOD = b"/good/-/good-1.0.0.tgz"
SECOND = b"GET /second HTTP/1.1\r\nHost: gate\r\n\r\n"


@pytest.fixture(scope="module")
def upstream() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as registry:
        registry.publish("good", "1.0.0")
        registry.publish("evil", "1.0.0", manifest=FETCHES)
        yield registry


def sent(gate: RunningGate, data: bytes) -> bytes:
    """What comes back: one answer; nothing if the gate waits for more of the request."""
    parts = urlsplit(gate.url)
    assert parts.port is not None
    got = b""
    with socket.create_connection(("127.0.0.1", parts.port), timeout=3) as connection:
        try:
            connection.sendall(data)
            while not is_whole(got, data):
                piece = connection.recv(65536)
                if not piece:
                    break
                got += piece
        except (ConnectionResetError, BrokenPipeError, TimeoutError):
            pass  # it was given up in the middle, which is an answer too
    return got


def is_whole(got: bytes, asked: bytes) -> bool:
    """Whether the first answer is complete."""
    head, blank, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: ([0-9]+)", head.lower())
    return bool(blank and (asked.startswith(b"HEAD ") or (length and len(body) >= int(length[1]))))


def statuses(got: bytes) -> list[int]:
    return [int(line[9:12]) for line in got.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]


@pytest.mark.parametrize(
    "head",
    [
        b"Host: gate\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Host: gate\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"Host: gate\r\nContent-Length: 0\r\nContent-Length: 43\r\n\r\n",
        b"Host: gate\r\nContent-Length: 0, 43\r\n\r\n",
        b"Host: gate\r\nContent-Length: +0\r\n\r\n",
        b"Host: gate\r\nContent-Length : 0\r\n\r\n",
        b"Host: gate\r\nContent-Length: 0x2b\r\n\r\n",
        b"Host: gate\r\nTransfer-Encoding: identity, chunked, identity\r\n\r\n0\r\n\r\n",
        b"Host: gate\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"Host: gate\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Host: gate\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"Host: gate\r\nX: 1\r\n Content-Length: 43\r\n\r\n",
        b"Host: gate\r\nX: a\x00b\r\n\r\n",
        b"Host: gate\r\nHost: other\r\n\r\n",
        b"Host: gate/../x\r\n\r\n",
        b"Host: gate@other\r\n\r\n",
        b"Host: \r\n\r\n",
        b"X: no host\r\n\r\n",
    ],
)
def test_a_request_that_can_be_read_in_two_ways_is_refused(
    head: bytes, gate: RunningGate, upstream: RegistrySimulator
) -> None:
    before = len(upstream.requests)
    got = statuses(sent(gate, b"PUT /good HTTP/1.1\r\n" + head))
    assert got
    assert set(got) == {400}
    assert len(upstream.requests) == before


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 0\r\nContent-Length: 43\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n",
    ],
)
def test_nothing_rides_on_such_a_request(head: bytes, gate: RunningGate, upstream: RegistrySimulator) -> None:
    sent(gate, b"PUT /good HTTP/1.1\r\nHost: gate\r\n" + head + SECOND)
    assert not [each for each in upstream.requests if "second" in each.target]


@pytest.mark.parametrize(
    "target",
    [
        b"/good/../evil/-/evil-1.0.0.tgz",
        b"/good/%2e%2e/evil/-/evil-1.0.0.tgz",
        b"/good/%252e%252e/evil/-/evil-1.0.0.tgz",
        b"//evil/-/evil-1.0.0.tgz",
        b"/evil//-/evil-1.0.0.tgz",
        b"/evil%2f-%2fevil-1.0.0.tgz",
        b"/%65vil/-/evil-1.0.0.tgz",
        b"/good/-/evil-1.0.0.tgz",
        b"/good/-/../../evil/-/evil-1.0.0.tgz",
        b"/evil/-/evil-1.0.0.tgz?x=1",
        b"/evil/-/evil-1.0.0.tgz#x",
        b"/evil/-/evil-1.0.0.tgz;x",
        b"/evil/-/evil-1.0.0.tgz/",
        b"/EVIL/-/EVIL-1.0.0.tgz",
        b"/p/shop/evil/-/evil-1.0.0.tgz",
        b"/p/shop/p/shop/evil/-/evil-1.0.0.tgz",
        b"/-/npm/evil/-/evil-1.0.0.tgz",
        b"/-/npm/..%2f..%2fevil/-/evil-1.0.0.tgz",
        b"/-/package/evil/-/evil-1.0.0.tgz",
        b"http://127.0.0.1:9/evil/-/evil-1.0.0.tgz",
        b"//127.0.0.1:9/evil/-/evil-1.0.0.tgz",
        b"@127.0.0.1:9/evil/-/evil-1.0.0.tgz",
        b"*",
    ],
)
@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE"])
def test_no_spelling_of_a_path_gives_what_is_refused(
    method: bytes, target: bytes, gate: RunningGate, upstream: RegistrySimulator
) -> None:
    got = sent(gate, method + b" " + target + b" HTTP/1.1\r\nHost: gate\r\nConnection: close\r\n\r\n")
    assert tarball(upstream) not in got
    assert statuses(got)
    assert [status for status in statuses(got) if not 400 <= status < 500] == []


def test_a_head_without_end_is_cut_off(gate: RunningGate) -> None:
    many = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 1000) for number in range(200))
    for endless in (b"X: " + b"a" * 200_000, many):
        got = sent(gate, b"GET /good HTTP/1.1\r\nHost: gate\r\n" + endless)
        assert [status for status in statuses(got) if status < 400] == []
    assert b"200 OK" in sent(gate, b"GET /good HTTP/1.1\r\nHost: gate\r\nConnection: close\r\n\r\n")


def test_a_length_beyond_what_is_passed_on_is_refused_unread(gate: RunningGate, upstream: RegistrySimulator) -> None:
    before = len(upstream.requests)
    for path in (b"/good", b"/-/npm/v1/security/advisories/bulk"):
        head = b" HTTP/1.1\r\nHost: gate\r\nConnection: close\r\nContent-Length: 99999999999\r\n\r\n"
        assert statuses(sent(gate, (b"PUT " if path == b"/good" else b"POST ") + path + head)) == [413]
    assert len(upstream.requests) == before


TOKENS = st.sampled_from([*b"/%.@-~!*#?;:\\ ", 0, 10, 13, 255]).map(lambda code: bytes([code]))
WORDS = st.sampled_from(
    [b"evil", b"good", b"-", b"evil-1.0.0.tgz", b"1.0.0", b"latest", b"%2f", b"%2e%2e", b"..", b"p", b"shop", b"assay"]
)
TARGETS = st.lists(st.one_of(WORDS, TOKENS, st.just(b"/")), max_size=14).map(lambda parts: b"/" + b"".join(parts))
METHODS = st.sampled_from([b"GET", b"HEAD", b"PUT", b"POST", b"DELETE", b"PATCH", b"OPTIONS", b"TRACE", b"get", b""])
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                b"Accept",
                b"Host",
                b"Content-Length",
                b"Transfer-Encoding",
                b"Range",
                b"Expect",
                b"Upgrade",
                b"If-None-Match",
                b"Authorization",
                b"X-HTTP-Method-Override",
                b"Npm-Session",
                b"Connection",
            ]
        ),
        st.one_of(
            st.sampled_from([b"0", b"1", b"chunked", b"GET", b"bytes=0-1", b"text/html", b"h2c", b"*"]),
            st.binary(max_size=12),
        ),
    ),
    max_size=4,
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(METHODS, TARGETS, HEADERS)
def test_any_request_is_answered_without_what_is_refused(
    gate: RunningGate, upstream: RegistrySimulator, method: bytes, target: bytes, headers: list[tuple[bytes, bytes]]
) -> None:
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    got = sent(gate, method + b" " + target + b" HTTP/1.1\r\nHost: gate\r\n" + lines + b"\r\n")
    assert tarball(upstream) not in got
    assert not {500, 501, 505} & set(statuses(got))
    assert gate.process.poll() is None


def test_after_all_that_it_serves_what_passes(gate: RunningGate) -> None:
    assert gate.get(GOOD.decode()).status == 200
    assert gate.get(EVIL.decode()).status == 403
    rows = json.loads(gate.assay("ledger", "--outcome", "served", "--format", "json"))["handouts"]
    assert {row["package"] for row in rows if row["kind"] == "tarball"} == {"good"}


def tarball(upstream: RegistrySimulator) -> bytes:
    """The bytes of the refused package."""
    return upstream.publish("evil", "1.0.0", manifest=FETCHES).tarball
