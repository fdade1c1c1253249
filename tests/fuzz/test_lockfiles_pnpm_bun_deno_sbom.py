"""Real lockfiles with bytes changed, cut, doubled or moved: a reader answers with Content or InputError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.errors import InputError
from assay.lockfiles import bun, deno, pnpm, sbom
from assay.lockfiles.content import Reader

_FIXTURES = Path(__file__).parents[1] / "lockfiles" / "fixtures"
_TARGETS: dict[str, Reader] = {
    "pnpm/pnpm-7.yaml": pnpm.read,
    "pnpm/pnpm-8.yaml": pnpm.read,
    "pnpm/pnpm-12.yaml": pnpm.read,
    "bun/bun-1.1.lock": bun.read,
    "bun/bun-1.4.lock": bun.read,
    "deno/deno-2.1.lock": deno.read,
    "deno/deno-2.9.lock": deno.read,
    "sbom/npm-cyclonedx.json": sbom.read,
    "sbom/npm-spdx.json": sbom.read,
}
_SNIPPETS = [
    b"[",
    b"{",
    b"}",
    b'"',
    b"'",
    b":",
    b",",
    b"\n",
    b"  ",
    b"- ",
    b"*a",
    b"&a ",
    b"!!x ",
    b"null",
    b"\x00",
    b"\xff",
]


@st.composite
def _changed(draw: st.DrawFn, original: bytes) -> bytes:
    content = original
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.integers(0, 60))
        to = draw(st.integers(0, len(content)))
        content = draw(
            st.sampled_from(
                (
                    content[:start] + content[end:],
                    content[:start],
                    content[:start] + content[start:end] + content[start:],
                    content[:to] + content[start:end] + content[to:],
                    content[:start] + draw(st.sampled_from(_SNIPPETS)) + content[start:],
                    content[:start] + draw(st.binary(max_size=8)) + content[end:],
                )
            )
        )
    return content


@pytest.mark.parametrize("name", list(_TARGETS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_changed_bytes_never_break_a_reader(name: str, data: st.DataObject) -> None:
    changed = data.draw(_changed((_FIXTURES / name).read_bytes()))
    try:
        content = _TARGETS[name]("a/file", changed)
    except InputError:
        return
    for dependency in content.dependencies:
        assert dependency.ref.name
        assert dependency.paths
        assert dependency.location.file == "a/file"
