from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.delimiters import differs_by_delimiters


@pytest.mark.parametrize(
    ("name", "target", "differs"),
    [
        ("crossenv", "cross-env", True),
        ("cross_env", "cross-env", True),
        ("cross.env", "cross-env", True),
        ("cross-env", "cross-env", False),
        ("Cross-Env", "cross-env", False),
        ("cross-envs", "cross-env", False),
        ("babel-core", "@babel/core", False),
        ("@babelcore/x", "@babel-core/x", True),
    ],
)
def test_only_separators_differ(name: str, target: str, differs: bool) -> None:
    assert differs_by_delimiters(name, target) is differs


@given(st.text(alphabet="ab-_.", max_size=6), st.text(alphabet="ab-_.", max_size=6))
def test_differing_goes_both_ways(name: str, target: str) -> None:
    assert differs_by_delimiters(name, target) == differs_by_delimiters(target, name)
