from __future__ import annotations

import doctest

import pytest

from assay.registry import nerf_dart, npmrc, other_clients
from assay.registry.nerf_dart import host_of, nerf_darts, shown_url, split_url


def test_examples_in_the_documentation() -> None:
    for module in (nerf_dart, npmrc, other_clients):
        result = doctest.testmod(module)
        assert result.attempted > 0
        assert result.failed == 0


@pytest.mark.parametrize(
    "url", ["", "x", "ftp://a/b", "http://", "http://[", "https://a:b/", "https://a:99999/", "//a/b"]
)
def test_what_is_no_web_address(url: str) -> None:
    assert split_url(url) is None
    assert host_of(url) == ""
    assert list(nerf_darts(url)) == []
    assert shown_url(url) == "an address that is not http or https"


def test_hosts_in_six_groups() -> None:
    assert host_of("http://[::1]:4873/x") == "[::1]:4873"
