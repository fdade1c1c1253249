from __future__ import annotations

import json
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.validity import CORE_MODULES, validity
from scripts.install_clients import CLIENTS

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
@pytest.mark.parametrize("client", ["npm-10", "npm-11", "npm of this machine"])
def test_npm_says_the_same(client: str) -> None:
    """To the letter, apart from what npm changed since: its words for reserved names, and two kinds of names."""
    names = [name for name in _names() if client not in CLIENTS or not name.startswith(("-", "node:"))]
    program = (
        "const validate = require(process.argv[1]); const names = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(names.map(name => { const told = validate(name); return ["
        "told.errors || [], told.warnings || [], told.validForNewPackages, told.validForOldPackages] })))"
    )
    told = subprocess.run(
        ["node", "-e", program, str(_library(client))],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=True,
    )
    for name, (errors, warnings, new, old) in zip(names, json.loads(told.stdout), strict=True):
        verdict = validity(name)
        now = [error.replace("is a blacklisted name", "is not a valid package name") for error in errors]
        assert (list(verdict.errors), list(verdict.warnings)) == (now, warnings), name
        assert (verdict.for_new_packages, verdict.for_old_packages) == (new, old), name


def _library(client: str) -> Path:
    if client in CLIENTS:
        modules = CLIENTS[client].home / "node_modules"
        assert modules.is_dir(), f"{client} is not installed; install it with: python -m scripts.install_clients"
    else:
        root = subprocess.run(["npm", "root", "--global"], capture_output=True, text=True, check=True)
        modules = Path(root.stdout.strip())
    return modules / "npm/node_modules/validate-npm-package-name"


def _names() -> list[str]:
    """Every pair of hostile characters, many longer mixtures of them with and without a scope, and the known cases."""
    alphabet = "aB.-_@/ ~'!()*%#?&=+:;,\\\"<>[]{}|^`$\u00e9\u0430\ufeff\u2028\u0085\u001f\u180e\t\0\U0001f600"
    source = Random(4)

    def some(most: int) -> str:
        return "".join(source.choice(alphabet) for _ in range(source.randint(0, most)))

    lengths = ["a" * 214, "a" * 215, "a" * 500, "@s/" + "a" * 211, "@s/" + "a" * 212, "\U0001f600" * 107]
    reserved = ["node_modules", "Node_Modules", "favicon.ico", "FAVICON.ICO", "@x/node_modules", "@favicon.ico/x"]
    letters = ["JSONStream", "FS", "\u0130", "\u212a", "\u017f", "node_module\u017f"]
    scopes = ["", "@scope", "@scope/", "@/x", "%40babel%2fcore", "@types/fs"]
    return [
        *(one + two for one in alphabet for two in alphabet),
        *(some(8) for _ in range(10_000)),
        *(f"@{some(3)}/{some(4)}" for _ in range(10_000)),
        *lengths,
        *reserved,
        *letters,
        *scopes,
        *CORE_MODULES,
    ]
