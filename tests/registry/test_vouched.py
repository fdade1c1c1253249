from __future__ import annotations

import pytest

from assay.registry.config_layers import ConfigLayer
from assay.registry.vouched import VouchedHosts


def _vouched(own: dict[str, str], project: dict[str, str] | None = None) -> VouchedHosts:
    layers = [
        ConfigLayer("project", {key: (value,) for key, value in (project or {}).items()}, is_project=True),
        ConfigLayer("user", {key: (value,) for key, value in own.items()}),
    ]
    return VouchedHosts(layers, {"HOST": "named.example"}, lambda: "https://public.example/")


@pytest.mark.parametrize(
    ("key", "is_covered"),
    [
        ("//named.example/:_authToken", True),
        ("//NAMED.example:443/deep/path/:_authToken", True),
        ("//public.example/:_authToken", True),
        ("//named.example:8443/:_authToken", False),
        ("//other.example/:_authToken", False),
        ("//sub.named.example/:_authToken", False),
        ("//named.example.other.example/:_authToken", False),
        ("//named.example@other.example/:_authToken", False),
        ("//other.example\\@named.example/:_authToken", False),
        ("///:_authToken", False),
        ("_authToken", False),
    ],
)
def test_a_place_is_covered_by_its_host_and_port(key: str, is_covered: bool) -> None:
    assert _vouched({"registry": "https://${HOST}/npm/"}).covers(key) is is_covered


def test_a_key_without_a_place_is_for_every_registry_that_the_project_names() -> None:
    own = {"@corp:registry": "https://named.example/"}
    assert _vouched(own, {"registry": "https://named.example/"}).covers("_authToken")
    assert not _vouched(own, {"registry": "https://other.example/"}).covers("_authToken")


def test_the_public_registry_is_asked_for_only_where_it_matters() -> None:
    def never() -> str:
        raise AssertionError

    layer = ConfigLayer("user", {"//named.example/:_authToken": ("x",)})
    assert VouchedHosts([layer], {}, never).covers("//named.example/:_authToken")
