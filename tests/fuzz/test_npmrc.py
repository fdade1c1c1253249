"""Any text is an .npmrc, and credentials in it stay below the place they are given for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.registry.nerf_dart import nerf_darts, split_url
from assay.registry.npmrc import expand, parse_npmrc, unset_variable
from assay.registry.registry_settings import Credential, RegistrySettings

hosts = st.sampled_from(["registry.example", "registry.example:8080", "evil.invalid", "127.0.0.1", "[::1]"])
paths = st.lists(st.sampled_from(["", "npm", "npm2", "..", ".", "%2e%2e", "p", "@s%2fp"]), max_size=5).map("/".join)


@given(st.text(max_size=500))
def test_any_text(text: str) -> None:
    for key, values in parse_npmrc(text).items():
        assert isinstance(key, str)
        assert values


@given(st.text(st.sampled_from("${}AB?:-\\"), max_size=30), st.dictionaries(st.sampled_from("AB"), st.text(max_size=3)))
def test_any_reference(text: str, environment: dict[str, str]) -> None:
    expand(text, environment)
    unset_variable(text)
    assert "$" in text or expand(text, environment) == text


@given(st.text(max_size=60))
def test_any_address(url: str) -> None:
    darts = list(nerf_darts(url))
    assert bool(darts) == (split_url(url) is not None)
    assert all(dart.startswith("//") for dart in darts)


@given(st.sampled_from(["https", "http"]), hosts, paths)
def test_credentials_stay_at_their_place(scheme: str, host: str, path: str) -> None:
    settings = RegistrySettings(
        registry="https://registry.example/npm/", credentials=(Credential("//registry.example/npm", "Bearer t"),)
    )
    header = settings.auth_for(f"{scheme}://{host}/{path}")
    if header:
        assert (scheme, host) == ("https", "registry.example")
        assert path.split("/")[0] in ("npm", "", ".", "..", "p", "npm2", "%2e%2e", "@s%2fp")
        assert "npm" in path.split("/")
