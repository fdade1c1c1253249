from __future__ import annotations

import pytest

from assay.names.scopes import scope_respellings, show_scope


def test_a_usual_ending_is_put_on_or_taken_off() -> None:
    found = set(scope_respellings("@acme-labs"))
    assert {"@acme", "@acme-labsjs", "@acme-labs-js"} <= found
    assert "@acme-labs" not in found


def test_a_short_scope_is_not_cut_to_nothing() -> None:
    assert all(len(scope) > 3 for scope in scope_respellings("@js"))


@pytest.mark.parametrize(
    ("name", "target", "shown"),
    [
        ("core", "@babel/core", "[-@babel/]core"),
        ("babel-core", "@babel/core", "[@babel/→babel-]core"),
        ("@bable/core", "@babel/core", "[@babel/→@bable/]core"),
        ("other", "@babel/core", "[@babel/core→other]"),
    ],
)
def test_the_difference_is_shown(name: str, target: str, shown: str) -> None:
    assert show_scope(name, target) == shown
