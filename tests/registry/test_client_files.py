from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assay.registry import client_files
from assay.registry.client_files import (
    CannotPoint,
    point_bunfig,
    point_npmrc,
    point_pnpm_workspace,
    point_yarnrc,
    point_yarnrc_yml,
)
from assay.registry.hunks import hunks_between, undone
from assay.registry.npmrc import parse_npmrc

GATE = "http://127.0.0.1:4873/p/shop/"
Pointer = Callable[[str, str], str]


def yarn_4(text: str, registry: str) -> str:
    return point_yarnrc_yml(text, registry, "127.0.0.1")


def texts(*lines: str) -> st.SearchStrategy[str]:
    """Texts of these lines in any order, with both kinds of line ends, and sometimes none at the end."""
    some = st.lists(st.sampled_from(lines), max_size=6, unique_by=lambda line: line.partition("=")[0].partition(":")[0])
    parts = st.tuples(some, st.sampled_from(["\n", "\r\n"]), st.booleans())
    return parts.map(lambda each: each[1].join(each[0]) + (each[1] if each[2] else ""))


NPMRC = texts(
    "; a comment",
    "# registry=https://old.example/",
    "registry=https://old.example/",
    ' "registry" = https://old.example/',
    "registry",
    "@acme:registry=https://npm.acme.example/",
    "//npm.acme.example/:_authToken=${TOKEN}",
    "save-exact=true",
    "[section]",
    "",
)
YARNRC = texts('registry "https://old.example/"', "# registry is here", "save-prefix false", '"@acme:registry" "x"', "")
YARNRC_YML = texts(
    "# a comment: with a colon",
    "npmRegistryServer: https://old.example",
    "nodeLinker: node-modules",
    "unsafeHttpWhitelist:\n  - 10.0.0.1",
    "npmScopes:\n  acme:\n    npmRegistryServer: https://npm.acme.example",
    "",
)
PNPM = texts("packages:\n  - 'a/*'", "registries:\n  '@acme': https://x.example/", "# comment", "catalog:\n  a: 1.0.0")
BUNFIG = texts(
    "# a comment",
    "telemetry = false",
    '[install]\nregistry = "https://old.example"',
    "[install.cache]\ndisable = true",
    '[test]\nregistry = "no"',
)
ALL = [
    (point_npmrc, NPMRC),
    (point_yarnrc, YARNRC),
    (yarn_4, YARNRC_YML),
    (point_pnpm_workspace, PNPM),
    (point_bunfig, BUNFIG),
]
EACH = pytest.mark.parametrize(("point", "files"), ALL, ids=["npmrc", "yarnrc", "yarnrc.yml", "pnpm", "bunfig"])


@EACH
@given(data=st.data())
def test_it_changes_one_setting_and_can_be_taken_back(
    point: Pointer, files: st.SearchStrategy[str], data: st.DataObject
) -> None:
    text = data.draw(files)
    try:
        changed = point(text, GATE)
    except CannotPoint:
        assert not _is_usual(text)
        return
    assert GATE in changed
    assert point(changed, GATE) == changed
    hunks = hunks_between(text, changed)
    # One line is replaced; a last line without an end gets one.
    assert sum(len(hunk.old) for hunk in hunks) <= 2
    assert undone(changed, hunks) == text
    kept = [line for line in text.splitlines() if "old.example" not in line or line.startswith("#")]
    rest = iter(changed.splitlines())
    assert all(any(line == other for other in rest) for line in kept if line.strip() != "registry")


def _is_usual(text: str) -> bool:
    """Whether the text is valid and has none of what stands twice or in the wrong place when shuffled."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return text.find("[install.cache]") == -1


@given(NPMRC)
def test_npm_reads_the_gate_and_everything_else_as_before(text: str) -> None:
    before, after = dict(parse_npmrc(text)), dict(parse_npmrc(point_npmrc(text, GATE)))
    assert after.pop("registry") == (GATE,)
    before.pop("registry", None)
    assert after == before


@given(YARNRC_YML)
def test_yarn_reads_the_gate_and_may_ask_it_without_tls(text: str) -> None:
    document = yaml.safe_load(yarn_4(text, GATE))
    assert document["npmRegistryServer"] == GATE
    assert "127.0.0.1" in document["unsafeHttpWhitelist"]
    assert "unsafeHttpWhitelist:\n  - 10.0.0.1" not in text or "10.0.0.1" in document["unsafeHttpWhitelist"]


def test_yarn_keeps_to_tls_where_it_can() -> None:
    assert "unsafeHttpWhitelist" not in point_yarnrc_yml("", "https://gate.acme.example/")


def test_npmrc_is_set_before_the_first_section() -> None:
    assert point_npmrc("a=1\n[x]\nregistry=no\n", GATE) == f"a=1\nregistry={GATE}\n[x]\nregistry=no\n"


def test_a_byte_order_mark_stays_where_it_is() -> None:
    assert point_npmrc("\ufeffregistry=x\n", GATE) == f"\ufeffregistry={GATE}\n"


def test_pnpm_has_it_among_its_registries() -> None:
    text = "registries:\n    '@acme': https://x.example/\n    default: https://old.example/\npackages: []\n"
    changed = yaml.safe_load(point_pnpm_workspace(text, GATE))
    assert changed == {"registries": {"@acme": "https://x.example/", "default": GATE}, "packages": []}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bunfig.toml", 'install.registry = "x"\n'),
        ("bunfig.toml", "[install"),
        ("bunfig.toml", '[install]\nregistry = [\n"x"]\n'),
        ("pnpm-workspace.yaml", "registries: {default: x}\n"),
        ("pnpm-workspace.yaml", "registries: [1]\n"),
        ("pnpm-workspace.yaml", "registry: x\n"),
        ("pnpm-workspace.yaml", "- a\n"),
        ("pnpm-workspace.yaml", ": :\n\t"),
    ],
)
def test_an_unusual_file_is_left_and_said_so(name: str, text: str) -> None:
    with pytest.raises(CannotPoint, match="by hand"):
        client_files.POINTERS[name](text, GATE)


@pytest.mark.parametrize(
    "text",
    [
        "npmRegistryServer: >-\n  x\n",
        "unsafeHttpWhitelist: [a]\n",
        "unsafeHttpWhitelist: []\n",
        "unsafeHttpWhitelist: a\n",
        "[]",
        "a: b: c",
    ],
)
def test_an_unusual_file_of_yarn_is_left_and_said_so(text: str) -> None:
    with pytest.raises(CannotPoint, match="by hand"):
        yarn_4(text, GATE)
