from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assay.store.location import cache_folder, data_folder


@pytest.mark.parametrize(("folder", "variable"), [(cache_folder, "ASSAY_CACHE_DIR"), (data_folder, "ASSAY_DATA_DIR")])
def test_the_variable_decides(folder: Callable[[Mapping[str, str]], Path], variable: str) -> None:
    assert folder({variable: "/srv/assay"}) == Path("/srv/assay")
    assert folder({variable: "~/assay"}) == Path.home() / "assay"


def test_otherwise_the_users_own_folders() -> None:
    cache, data = cache_folder({"ASSAY_CACHE_DIR": ""}), data_folder({})
    assert cache != data
    assert cache.is_absolute()
    assert data.is_absolute()
    assert "assay" in cache.parts
    assert "assay" in data.parts
