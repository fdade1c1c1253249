"""Request: one request as the gate reads it, a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.model.handout import shown_address

#: A name or address with an optional port. Anything else in a Host header would end up in addresses that we write.
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_ONCE = (b"host", b"content-length", b"transfer-encoding", b"authorization")


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    raw_path    as it came, without the query
    headers     names in lower case; of several with one name the last
    address     of the connection
    scheme      ``http`` or ``https``
    is_doubled  a header that must stand there once stands there more often
    """

    method: str
    raw_path: bytes
    query: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    scheme: str = "http"
    is_doubled: bool = False

    @property
    def host(self) -> str:
        """The Host header, "" if it is missing or none."""
        host = self.headers.get("host", "")
        return host if _HOST.fullmatch(host) else ""

    def own_address(self, known: str) -> str:
        """Address of the gate, without a slash at its end: the one that is known, or the one that was asked."""
        return known or f"{self.scheme}://{self.host}"

    @property
    def told_bytes(self) -> int:
        """How long the body is said to be, 0 if nothing is said."""
        told = self.headers.get("content-length", "")
        return int(told) if told.isdecimal() and len(told) < 20 else 0

    @property
    def is_before_writing(self) -> bool:
        """True if the client reads a document to write it back changed: what is left out of it would be lost."""
        return self.method == "GET" and "authorization" in self.headers and b"write=true" in self.query.split(b"&")

    @property
    def wants_page(self) -> bool:
        """True for a browser: no package manager accepts web pages."""
        return "text/html" in self.headers.get("accept", "")

    @property
    def agent(self) -> str:
        """What the client calls itself."""
        return self.headers.get("user-agent", "")

    @property
    def session(self) -> str:
        """Npm's session, "" if there is none."""
        return self.headers.get("npm-session", "")

    @property
    def shown_address(self) -> str:
        """The client's address as the ledger keeps it."""
        return shown_address(self.address)


def read_request(scope: Mapping[str, object]) -> Request:
    """Read an ASGI scope of type ``http``."""
    pairs = scope["headers"]
    assert isinstance(pairs, list)
    client = scope.get("client")
    raw_path, query = scope["raw_path"], scope["query_string"]
    assert isinstance(raw_path, bytes)
    assert isinstance(query, bytes)
    names = [name for name, _ in pairs]
    return Request(
        method=str(scope["method"]),
        raw_path=raw_path,
        query=query,
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in pairs},
        address=str(client[0]) if isinstance(client, tuple) else "",
        scheme=str(scope.get("scheme", "http")),
        is_doubled=any(names.count(name) > 1 for name in _ONCE),
    )
