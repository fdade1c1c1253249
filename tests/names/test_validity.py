from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.validity import validity

PERIOD = "name cannot start with a period"
CHARACTERS = "name can only contain URL-friendly characters"


@pytest.mark.parametrize("name", ["lodash", "@babel/core", "a", "node-fetch", "1", "a.b_c-d", "x" * 214])
def test_names_for_new_packages(name: str) -> None:
    assert validity(name).for_new_packages


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("JSONStream", "name can no longer contain capital letters"),
        ("fs", "fs is a core module name"),
        ("x" * 215, "name can no longer contain more than 214 characters"),
        ("crazy!", 'name can no longer contain special characters ("~\'!()*")'),
    ],
)
def test_names_that_only_old_packages_have(name: str, warning: str) -> None:
    verdict = validity(name)
    assert verdict.warnings == (warning,)
    assert verdict.for_old_packages
    assert not verdict.for_new_packages


@pytest.mark.parametrize(
    ("name", "errors"),
    [
        ("", ("name length must be greater than zero",)),
        (".git", (PERIOD,)),
        ("-x", ("name cannot start with a hyphen",)),
        ("_x", ("name cannot start with an underscore",)),
        (" x ", ("name cannot contain leading or trailing spaces", CHARACTERS)),
        ("node_modules", ("node_modules is not a valid package name",)),
        ("Favicon.ico", ("favicon.ico is not a valid package name",)),
        ("@babel/", (CHARACTERS,)),
        ("@babel/.x", (PERIOD,)),
        ("a/b", (CHARACTERS,)),
        ("%40babel", (CHARACTERS,)),
        ("l\u00f6dash", (CHARACTERS,)),
    ],
)
def test_names_that_npm_refuses(name: str, errors: tuple[str, ...]) -> None:
    assert validity(name).errors == errors
    assert not validity(name).for_old_packages


@given(st.text(max_size=300))
def test_every_text_has_a_verdict(name: str) -> None:
    assert validity(name).for_old_packages or not validity(name).for_new_packages


@pytest.mark.clients
def test_npm_says_the_same() -> None:
    alphabet = "aB.-_@/ ~'!%\u00e9"
    names = [one + two + three for one in alphabet for two in alphabet for three in alphabet]
    root = subprocess.run(["npm", "root", "--global"], capture_output=True, text=True, check=True).stdout.strip()
    library = Path(root) / "npm" / "node_modules" / "validate-npm-package-name"
    program = (
        "const validate = require(process.argv[1]); const names = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(names.map(n => [validate(n).errors || [], validate(n).warnings || []])))"
    )
    told = subprocess.run(
        ["node", "-e", program, str(library)], input=json.dumps(names), capture_output=True, text=True, check=True
    )
    for name, (errors, warnings) in zip(names, json.loads(told.stdout), strict=True):
        verdict = validity(name)
        assert (list(verdict.errors), list(verdict.warnings)) == (errors, warnings), name
