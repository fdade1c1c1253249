from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.registry.other_clients import READERS, from_bunfig, from_pnpm_workspace, from_yarnrc


def test_reads_yarns_file() -> None:
    text = """
npmRegistryServer: "https://registry.example/npm"
npmAuthToken: "${TOKEN}"
npmScopes:
  corp:
    npmRegistryServer: https://corp.example
    npmAuthIdent: "user:password"
npmRegistries:
  "//third.example/":
    npmAuthIdent: dXNlcjpwYXNz
"""
    assert from_yarnrc(text) == {
        "registry": ("https://registry.example/npm",),
        "//registry.example/npm:_authToken": ("${TOKEN}",),
        "@corp:registry": ("https://corp.example",),
        "//corp.example:_auth": ("dXNlcjpwYXNzd29yZA==",),
        "//third.example:_auth": ("dXNlcjpwYXNz",),
    }


def test_reads_pnpms_file() -> None:
    text = "packages: [a]\nregistries:\n  default: https://registry.example/\n  '@corp': https://corp.example/\n"
    assert from_pnpm_workspace(text) == {
        "registry": ("https://registry.example/",),
        "@corp:registry": ("https://corp.example/",),
    }


def test_reads_buns_file() -> None:
    text = '[install]\nregistry = "https://registry.example"\n[install.scopes]\n'
    text += 'corp = { url = "https://corp.example/", token = "$TOKEN" }\n"@b" = "https://b.example"\n'
    assert from_bunfig(text) == {
        "registry": ("https://registry.example",),
        "@corp:registry": ("https://corp.example/",),
        "//corp.example:_authToken": ("${TOKEN}",),
        "@b:registry": ("https://b.example",),
    }


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("text", ["", "registry: [", "[install", "- a\n- b", "!!python/object:os.system {}", "\0"])
def test_what_is_not_understood_is_a_value_error(name: str, text: str) -> None:
    try:
        found = READERS[name](text)
    except ValueError:
        return
    assert found == {}


@given(st.sampled_from(sorted(READERS)), st.text(max_size=200))
def test_any_text(name: str, text: str) -> None:
    try:
        found = READERS[name](text)
    except ValueError:
        return
    assert all(isinstance(value, str) for values in found.values() for value in values)
