from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.wiring.client_settings import file_settings, registry_variables


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_passed_over(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("project")
    for name in (".yarnrc", ".yarnrc.yml", "pnpm-workspace.yaml", "bunfig.toml"):
        (folder / name).write_bytes(data)
    assert all(isinstance(each.value, str) for each in file_settings(folder, folder / "home", {}))


def test_a_scope_may_stand_in_a_variable() -> None:
    (found,) = registry_variables({"npm_config_@acme:registry": "https://npm.acme.example/", "npm_config_cache": "x"})
    assert (found.key, found.value) == ("@acme:registry", "https://npm.acme.example/")
