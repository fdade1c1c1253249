from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.model.integrity import Integrity
from assay.model.tarball import Member, Tarball


def tarball(*paths: str) -> Tarball:
    members = tuple(Member(path, size) for size, path in enumerate(paths))
    return Tarball(Integrity.of(b""), 0, 0, members)


@given(st.lists(st.sampled_from(["a", "b", "A", "a/b"])), st.sampled_from(["a", "b", "A", "a/b"]))
def test_the_last_member_of_a_path_is_the_one_that_is_left(paths: list[str], path: str) -> None:
    found = tarball(*paths).member(path)
    assert found == {each: Member(each, size) for size, each in enumerate(paths)}.get(path)


def test_a_member_is_found_at_exactly_its_path() -> None:
    archive = tarball("package.json", "lib/a.js")
    assert archive.member("lib/a.js") == Member("lib/a.js", 1)
    assert [archive.member(path) for path in ("a.js", "lib", "./package.json", "Package.json", "")] == [None] * 5
