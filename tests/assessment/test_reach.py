from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.reach import reach, resolved
from assay.model.manifest import Manifest, manifest_from
from assay.model.tarball import Member


def members(files: dict[str, bytes]) -> dict[str, Member]:
    return {path: Member(path, len(data), head=data[:4096], data=data) for path, data in files.items()}


@pytest.mark.parametrize(
    "code",
    [
        b"new Worker('./child.js')",
        b"new Worker(new URL('./child.js', import.meta.url))",
        b"fork(require.resolve('./child'))",
        b"fork(path.join(__dirname, 'child.js'), [])",
        b"fork(`${__dirname}/child.js`)",
        b"fork(__dirname + '/child.js', 'x')",
        b"spawn('node', ['child.js'])",
        b"spawn(process.execPath, ['--no-warnings', './child.js'], {detached: true})",
        b"exec('node child.js --quiet')",
        b'execSync("bun run child.js")',
    ],
)
def test_workers_and_children_are_reached(code: bytes) -> None:
    found = reach(members({"lib/index.js": code, "lib/child.js": b"", "lib/other.js": b""}), MAIN)
    assert found == {"lib/index.js": ("main",), "lib/child.js": ("main",)}


MAIN = manifest_from({"main": "lib/index.js"})


def test_parts_of_a_path_are_joined() -> None:
    found = reach(members({"index.js": b"fork(path.resolve(__dirname, 'a', 'b.js'))", "a/b.js": b""}), Manifest())
    assert found["a/b.js"] == ("main",)


def test_every_entry_point_of_what_is_shared_is_told() -> None:
    files = {"index.js": b"require('./a')", "cli.js": b"require('./a')", "a.js": b"require('./b')", "b.js": b""}
    found = reach(members(files), manifest_from({"name": "p", "bin": "cli.js"}))
    assert found["b.js"] == ("bin p", "main")


def test_files_that_require_each_other_end() -> None:
    assert reach(members({"index.js": b"require('./a')", "a.js": b"require('./index')"}), Manifest()) == {
        "index.js": ("main",),
        "a.js": ("main",),
    }


@pytest.mark.parametrize(("path", "found"), [(".", ["index.js"]), ("./lib", ["lib/index.mjs"]), ("a.js", ["a.ts"])])
def test_a_path_is_found_as_node_finds_it(path: str, found: list[str]) -> None:
    assert list(resolved(members({"index.js": b"", "lib/index.mjs": b"", "a.ts": b""}), path)) == found


@given(st.binary(max_size=300), st.sampled_from([b"__dirname", b"spawn(process.execPath", b"'node "]))
def test_any_bytes_end(data: bytes, word: bytes) -> None:
    assert "index.js" in reach(members({"index.js": word + data, "a.js": b""}), Manifest())
