"""Answer: what is sent back, as a value."""

from __future__ import annotations

import json
from dataclasses import dataclass

JSON = "application/json"
_NOT_MODIFIED = 304
HTML = "text/html; charset=utf-8"
#: Carries the reason phrase to the protocol, which takes it out again (see ``reason_phrase``).
REASON_HEADER = "x-assay-reason"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with a body in memory.

    reason         the reason phrase in place of the usual one, "" for that
    headers        names in lower case
    refusal        the id of the refusal that this is (a word if the ledger does not have it), "" if it is none
    is_rewritten   something that the registry has is left out
    """

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    refusal: str = ""
    is_rewritten: bool = False

    def wire_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as ASGI wants them."""
        described = (("content-type", self.content_type), ("content-length", str(len(self.body))))
        headers = [*(described if self.status != _NOT_MODIFIED else ()), *self.headers]
        if self.reason:
            headers.append((REASON_HEADER, self.reason))
        return [(name.encode(), wire_text(value).encode("latin-1")) for name, value in headers]


def wire_text(text: str) -> str:
    """Text as it can stand in a header: one line of printable ASCII, anything else as a question mark."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in text)


def json_answer(status: int, document: object, *headers: tuple[str, str], reason: str = "") -> Answer:
    """An answer with a small document."""
    return Answer(status, json.dumps(document).encode(), JSON, headers, reason)
