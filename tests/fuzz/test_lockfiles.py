"""Real lockfiles with bytes changed, cut, doubled or put in: a reader returns Content or raises InputError."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import InputError
from assay.lockfiles import manifest, npm, yarn
from assay.lockfiles.content import Content, ManifestFile, Reader

_FIXTURES = Path(__file__).parents[1] / "lockfiles/fixtures"
_TARGETS: dict[str, tuple[Reader, str]] = {
    "npm v1": (npm.read, "npm/npm-6/package-lock.json"),
    "npm v2": (npm.read, "npm/npm-7/package-lock.json"),
    "npm v3": (npm.read, "npm/npm-11/package-lock.json"),
    "npm hidden": (npm.read, "npm/npm-11/node_modules/.package-lock.json"),
    "yarn v1": (yarn.read, "yarn/yarn-1.22/yarn.lock"),
    "yarn berry v4": (yarn.read, "yarn/yarn-2.4/yarn.lock"),
    "yarn berry v10": (yarn.read, "yarn/yarn-4.18/yarn.lock"),
    "package.json": (manifest.read, "yarn/yarn-4.18/package.json"),
}
#: Pieces that mean something to one of the formats.
_PIECES = (
    *(b'"', b"{", b"}", b"[", b"]", b":", b",", b"\n", b"\r\n", b"  ", b"\t", b"#", b"@", b"\\", b"\\u0000", b"\x00"),
    *(b"\xff", b"null", b"true", b"1e999", b'{"__proto__":1}', b"&a", b"*a", b"!!python/object", b"<<: ", b"? ", b"- "),
    *(b"|\n", b"---\n", b"npm:", b"patch:", b"workspace:.", b"file:", b"git+ssh://", b"node_modules/", b"../", b"::"),
    *(b"%", b"\xef\xbb\xbf"),
)

_Change = tuple[int, int, bytes]
_CHANGES = st.lists(
    st.tuples(st.integers(0, 40_000), st.integers(0, 30), st.sampled_from(_PIECES) | st.binary(max_size=8)),
    min_size=1,
    max_size=6,
)


def _changed(data: bytes, changes: list[_Change]) -> bytes:
    """Replace ``length`` bytes at each place; a place behind the end cuts the file there instead."""
    for place, length, piece in changes:
        at = place % (len(data) + 1)
        data = data[:at] + piece + data[at + length :] if length < 30 else data[:at]
    return data


def _outcome(read: Callable[[], Content]) -> Content | None:
    try:
        return read()
    except InputError as error:
        if not str(error) or (error.line is not None and error.line < 1):
            raise
        return None


@pytest.mark.parametrize("target", _TARGETS)
def test_the_unchanged_file_is_read(target: str) -> None:
    reader, path = _TARGETS[target]
    assert reader(path, (_FIXTURES / path).read_bytes()).gaps == ()


@pytest.mark.parametrize("target", _TARGETS)
@settings(max_examples=60, deadline=None)
@given(changes=_CHANGES)
def test_changed_bytes(target: str, changes: list[_Change]) -> None:
    reader, path = _TARGETS[target]
    data = _changed((_FIXTURES / path).read_bytes(), changes)
    project = ManifestFile("package.json", (_FIXTURES / "yarn/yarn-4.18/package.json").read_bytes())
    content = _outcome(lambda: reader(Path(path).name, data, (project,)))
    if content is None:
        return
    lines = data.count(b"\n") + 1
    for item in content.dependencies:
        assert item.ref.name
        assert item.paths
        assert 1 <= item.location.line <= lines
        assert str(item.ref.purl).isascii()
    assert all(gap.why and gap.location is not None for gap in content.gaps)


@pytest.mark.parametrize("target", _TARGETS)
@settings(max_examples=60, deadline=None)
@given(changes=_CHANGES)
def test_a_changed_manifest_beside_it(target: str, changes: list[_Change]) -> None:
    reader, path = _TARGETS[target]
    manifest_data = (_FIXTURES / "yarn/yarn-4.18/package.json").read_bytes()
    project = ManifestFile("package.json", _changed(manifest_data, changes))
    content = reader(Path(path).name, (_FIXTURES / path).read_bytes(), (project,))
    assert len(content.dependencies) == len(reader(path, (_FIXTURES / path).read_bytes()).dependencies)


@pytest.mark.parametrize("target", ["npm v3", "yarn berry v10"])
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_file_cut_short_never_passes_as_whole(target: str, data: st.DataObject) -> None:
    """JSON that is cut is never read; YAML that is cut names its missing entry or is read up to the cut."""
    reader, path = _TARGETS[target]
    whole = (_FIXTURES / path).read_bytes().rstrip()
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    content = _outcome(lambda: reader(path, cut))
    assert content is None or target != "npm v3"
