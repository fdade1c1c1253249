from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from assay.model.package import PackageRef, split_name

_PART = st.text(st.characters(exclude_characters="/@", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda part: part == part.strip() and part not in (".", "..")
)


def test_a_scope_needs_its_slash() -> None:
    assert split_name("@babel/core") == ("@babel", "core")
    assert split_name("lodash") == ("", "lodash")
    assert split_name("@alone") == ("", "@alone")
    assert split_name("a/b") == ("", "a/b")
    assert split_name("") == ("", "")


@given(_PART, _PART)
def test_scope_and_bare_name_make_the_name(scope: str, bare: str) -> None:
    assert split_name(f"@{scope}/{bare}") == (f"@{scope}", bare)


def test_the_package_url_keeps_capitals() -> None:
    assert PackageRef("JSONStream", "1.3.5").purl == "pkg:npm/JSONStream@1.3.5"
    assert PackageRef("@babel/core", "7.0.0+a").purl == "pkg:npm/%40babel/core@7.0.0%2Ba"


@given(st.from_regex(r"(@[a-z0-9~-]{1,9}/)?[a-z0-9~][a-z0-9._~-]{0,9}", fullmatch=True), _PART)
def test_the_package_url_is_read_back_by_others(name: str, version: str) -> None:
    read = PackageURL.from_string(PackageRef(name, version).purl)
    assert (read.type, read.version) == ("npm", version)
    assert "/".join(part for part in (read.namespace, read.name) if part) == name


def test_refs_sort_by_name_and_read_as_people_write_them() -> None:
    refs = [PackageRef("b", "1.0.0"), PackageRef("a", "2.0.0"), PackageRef("a", "1.0.0")]
    assert [str(ref) for ref in sorted(refs)] == ["a@1.0.0", "a@2.0.0", "b@1.0.0"]
