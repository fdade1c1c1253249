from __future__ import annotations

from assay.model.dependency import Origin


def test_only_the_projects_own_parts_are_local() -> None:
    assert {origin for origin in Origin if origin.is_local} == {
        Origin.WORKSPACE,
        Origin.DIRECTORY,
        Origin.LOCAL_TARBALL,
    }
