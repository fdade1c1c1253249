from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.model.address import host_of


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://registry.example/a/-/a-1.0.0.tgz", "registry.example"),
        ("https://REGISTRY.example:443/a", "registry.example"),
        ("http://registry.example:443/a", "registry.example:443"),
        ("http://127.0.0.1:4873/", "127.0.0.1:4873"),
        ("https://user:word@registry.example/", "registry.example"),
        ("git+https://host.example/a.git", ""),
        ("https://host.example:port/", ""),
        ("https://[broken/", ""),
        ("file:../a.tgz", ""),
        ("", ""),
    ],
)
def test_host(address: str, host: str) -> None:
    assert host_of(address) == host


@settings(deadline=None)
@given(st.text(max_size=100))
def test_any_text_has_a_host_or_none(address: str) -> None:
    assert "/" not in host_of(f"https://{address}")
