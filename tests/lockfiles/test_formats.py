from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import InputError
from assay.lockfiles import bun, deno, manifest, npm, pnpm, sbom, yarn
from assay.lockfiles.content import Reader
from assay.lockfiles.formats import BUN_BINARY_MAGIC, FORMATS, HEAD_BYTES, read_bun_binary, reader_for

_FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("app/package-lock.json", npm.read),
        ("npm-shrinkwrap.json", npm.read),
        ("node_modules/.package-lock.json", npm.read),
        ("app\\yarn.lock", yarn.read),
        ("pnpm-lock.yaml", pnpm.read),
        ("package.json", manifest.read),
        ("bun.lockb", read_bun_binary),
        ("bun.lock", bun.read),
        ("deno.lock", deno.read),
        ("bom.json", sbom.read),
        ("shop.cdx.json", sbom.read),
        ("shop.spdx.json", sbom.read),
    ],
)
def test_the_name_decides(name: str, reader: Reader) -> None:
    assert reader_for(name, b"") is reader


@pytest.mark.parametrize(
    ("path", "reader"),
    [
        ("npm/npm-6/package-lock.json", npm.read),
        ("npm/npm-12/package-lock.json", npm.read),
        ("npm/npm-12/package.json", manifest.read),
        ("yarn/yarn-1.22/yarn.lock", yarn.read),
        ("yarn/yarn-4.18/yarn.lock", yarn.read),
        ("pnpm/pnpm-6.yaml", pnpm.read),
        ("pnpm/pnpm-12.yaml", pnpm.read),
        ("bun/bun-1.2.lock", bun.read),
        ("bun/bun-1.4.lock", bun.read),
        ("deno/deno-2.1.lock", deno.read),
        ("deno/deno-2.9.lock", deno.read),
        ("sbom/npm-cyclonedx.json", sbom.read),
        ("sbom/npm-spdx.json", sbom.read),
    ],
)
def test_under_another_name_the_content_decides(path: str, reader: Reader) -> None:
    data = (_FIXTURES / path).read_bytes()
    assert reader_for("upload.txt", data[:HEAD_BYTES]) is reader
    assert reader_for("upload.txt", b"\xef\xbb\xbf" + data) is reader


@pytest.mark.parametrize("head", [b"", b"{}", b"hello", b"\x00" * 100, b'{"name": "a"}'])
def test_unknown_content(head: bytes) -> None:
    assert reader_for("notes.txt", head) is None


def test_the_binary_lockfile_of_bun_is_refused_with_the_command_that_converts_it() -> None:
    data = BUN_BINARY_MAGIC + b"\x02\x00\x00\x00"
    assert reader_for("renamed", data) is read_bun_binary
    with pytest.raises(InputError, match="binary") as caught:
        read_bun_binary("bun.lockb", data)
    assert "--save-text-lockfile" in caught.value.hint
    with pytest.raises(InputError, match="unknown binary"):
        read_bun_binary("bun.lockb", b"\x00")


def test_no_name_belongs_to_two_formats() -> None:
    names = [name for known in FORMATS for name in known.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package-lock.json", '{"lockfileVersion": 1,\n"dependencies": 7}'),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages: 7\n"),
        ("pnpm-lock.yaml", "lockfileVersion: '6.0'\nimporters: [a]\n"),
        ("bun.lock", '{"lockfileVersion": 1, "workspaces": {},\n"packages": []}'),
        ("deno.lock", '{"version": "4",\n"npm": "x"}'),
        ("deno.lock", '{"version": "3", "packages": {\n"npm": []}}'),
        ("bom.json", '{"bomFormat": "CycloneDX",\n"components": {}}'),
        ("bom.spdx.json", '{"spdxVersion": "SPDX-2.3",\n"packages": 7}'),
        ("package.json", '{"name": "shop",\n"dependencies": 7}'),
    ],
)
def test_a_section_of_another_shape_is_a_gap_at_its_line(name: str, text: str) -> None:
    reader = reader_for(name, b"")
    assert reader is not None
    content = reader(name, text.encode(), ())
    assert [(gap.location.line, "it is not a" in gap.why) for gap in content.gaps if gap.location] == [(2, True)]
