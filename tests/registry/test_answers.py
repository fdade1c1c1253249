from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import AccessDenied, BadResponse, RegistryError, ReleaseNotFound
from assay.registry.answers import may_try_again, next_hop, refusal, told_reason


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://other.example/x", "https://other.example/x"),
        ("/y", "https://registry.example/y"),
        ("z", "https://registry.example/a/z"),
        ("//other.example/x", "https://other.example/x"),
    ],
)
def test_redirects_lead_on(location: str, target: str) -> None:
    assert next_hop("https://registry.example/a/b", location) == target


@pytest.mark.parametrize(
    "location", ["", "http://registry.example/", "file:///x", "javascript:1", "http://[", "https://\r\nX"]
)
def test_some_redirects_are_not_followed(location: str) -> None:
    with pytest.raises(BadResponse):
        next_hop("https://registry.example/a", location)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, ReleaseNotFound),
        (401, AccessDenied),
        (403, AccessDenied),
        (400, BadResponse),
        (206, BadResponse),
        (451, BadResponse),
    ],
)
def test_every_refusal_says_where(status: int, kind: type[RegistryError]) -> None:
    error = refusal(status, "https://u:secret@registry.example/p?q=secret", "because")
    assert type(error) is kind
    assert f"{status}" in str(error)
    assert "because" in str(error)
    assert "https://registry.example/p" in str(error)
    assert "secret" not in str(error)


def test_only_passing_trouble_is_worth_another_attempt() -> None:
    assert [status for status in (200, 301, 400, 403, 404, 408, 425, 429, 500, 503) if may_try_again(status)] == [
        408,
        425,
        429,
        500,
        503,
    ]


@given(st.binary(max_size=300))
def test_any_body_of_a_refusal(body: bytes) -> None:
    assert told_reason(body, "secret").isprintable()


def test_reasons_are_one_short_line_without_secrets() -> None:
    assert told_reason(b'{"error":"a\\n\\u001b[1m b"}', "") == "a [1m b"
    assert told_reason(b'{"message":"m"}', "") == "m"
    assert told_reason(b'{"error":"token secret"}', "secret") == ""
    assert len(told_reason(b'{"error":"%s"}' % (b"x" * 5000), "")) == 203
    assert told_reason(b"[" * 100_000, "") == ""
