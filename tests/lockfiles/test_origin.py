from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.lockfiles.origin import MAX_ADDRESS, Spec, classify, is_name, is_version, parse_spec, without_credentials
from assay.model.dependency import Origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("^1.2.0", Origin.REGISTRY),
        ("", Origin.REGISTRY),
        ("latest", Origin.REGISTRY),
        (">=1 <2 || 3.x", Origin.REGISTRY),
        ("npm:ms@2.0.0", Origin.REGISTRY),
        ("https://registry.example/ms/-/ms-2.1.3.tgz", Origin.REGISTRY),
        ("https://registry.example/@scope/a/-/a-1.0.0.tgz#0123", Origin.REGISTRY),
        ("https://packages.example/download/@scope/a/1.0.0/0123abcd", Origin.REGISTRY),
        ("https://host.example/ms.tgz", Origin.TARBALL_URL),
        ("https://codeload.example/user/repo/tar.gz/0123", Origin.TARBALL_URL),
        ("user/repo", Origin.GIT),
        ("user/repo#semver:^1", Origin.GIT),
        ("github:user/repo", Origin.GIT),
        ("git+ssh://git@github.com/user/repo.git#0123", Origin.GIT),
        ("git@github.com:user/repo.git", Origin.GIT),
        ("git://host.example/repo.git", Origin.GIT),
        ("https://github.com/user/repo", Origin.GIT),
        ("https://host.example/repo.git#main", Origin.GIT),
        ("file:../lib", Origin.DIRECTORY),
        ("file:lib.tgz", Origin.LOCAL_TARBALL),
        ("file:lib.tgz#./lib.tgz::hash=1&locator=x", Origin.LOCAL_TARBALL),
        ("./lib", Origin.DIRECTORY),
        ("..", Origin.DIRECTORY),
        ("~/lib", Origin.DIRECTORY),
        ("C:\\lib", Origin.DIRECTORY),
        ("/lib.tar.gz", Origin.LOCAL_TARBALL),
        ("link:../lib", Origin.DIRECTORY),
        ("portal:../lib", Origin.DIRECTORY),
        ("workspace:^", Origin.WORKSPACE),
        ("patch:ms@npm%3A2.1.3#./a.patch", Origin.REGISTRY),
        ("catalog:", Origin.UNKNOWN),
        ("jsr:@std/path@1", Origin.UNKNOWN),
        ("exec:./make.js", Origin.UNKNOWN),
    ],
)
def test_classify(text: str, origin: Origin) -> None:
    assert classify(text) is origin


@pytest.mark.parametrize(
    ("name", "text", "spec"),
    [
        ("ms", "^2.0.0", Spec("ms", Origin.REGISTRY, range="^2.0.0")),
        ("my-ms", "npm:ms@^2", Spec("ms", Origin.REGISTRY, range="^2", alias="my-ms")),
        ("my-ms", "npm:@scope/ms@1", Spec("@scope/ms", Origin.REGISTRY, range="1", alias="my-ms")),
        ("my-ms", "npm:ms", Spec("ms", Origin.REGISTRY, alias="my-ms")),
        ("ms", "npm:^2.0.0", Spec("ms", Origin.REGISTRY, range="^2.0.0")),
        ("a", "workspace:^1", Spec("a", Origin.WORKSPACE, range="^1")),
        ("a", "https://u:p@host.example/a.tgz", Spec("a", Origin.TARBALL_URL, address="https://host.example/a.tgz")),
        (
            "a",
            "https://registry.example/a/-/a-1.0.0.tgz",
            Spec("a", Origin.TARBALL_URL, address="https://registry.example/a/-/a-1.0.0.tgz"),
        ),
        ("ms", "patch:ms@npm%3A2.1.3#./a.patch", Spec("ms", Origin.REGISTRY, range="2.1.3", is_patched=True)),
        ("x", "patch:ms@npm%3A2.1.3#./a.patch", Spec("ms", Origin.REGISTRY, "2.1.3", alias="x", is_patched=True)),
        (
            "typescript",
            "patch:typescript@npm%3A5#~builtin<compat/typescript>",
            Spec("typescript", Origin.REGISTRY, "5"),
        ),
    ],
)
def test_parse_spec(name: str, text: str, spec: Spec) -> None:
    assert parse_spec(name, text) == spec


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:secret@host.example/a.tgz#0123", "https://host.example/a.tgz#0123"),
        ("https://token@host.example/a.tgz", "https://host.example/a.tgz"),
        ("git+ssh://git@github.com/u/r.git#1", "git+ssh://git@github.com/u/r.git#1"),
        ("git+https://me:x@github.com/u/r.git", "git+https://github.com/u/r.git"),
        ("https://host.example/a.tgz?_authToken=1&v=2#x", "https://host.example/a.tgz?v=2#x"),
        ("https://host.example/a.tgz?X-Amz-Signature=1", "https://host.example/a.tgz"),
        ("https://host.example/a.tgz?v=2&token=1", "https://host.example/a.tgz?v=2"),
        ("https://host.example/@scope/a", "https://host.example/@scope/a"),
        ("../lib", "../lib"),
    ],
)
def test_without_credentials(url: str, shown: str) -> None:
    assert without_credentials(url) == shown


@given(st.text(), st.text())
def test_any_text_is_some_spec(name: str, text: str) -> None:
    spec = parse_spec(name, text)
    assert spec.origin in Origin
    assert without_credentials(spec.address) == spec.address


@given(st.text(alphabet="abcSECRET:@/.#?=&-", max_size=40))
def test_a_password_never_stays(rest: str) -> None:
    assert "hunter2" not in without_credentials(f"https://user:hunter2@host.example/{rest}")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "@a", "@a/", "@a/..", "a b", "a%2fb", "a\\b", "x" * 301, "a\n"])
def test_not_a_name(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize("name", ["ms", "@scope/a", "JSONStream", "_underscore", "...", "__proto__", "a.b"])
def test_a_name(name: str) -> None:
    assert is_name(name)


def test_versions() -> None:
    assert all(map(is_version, ("1.0.0", "1.0.0-rc.1+build", "0.0.1alpha")))
    assert not any(map(is_version, ("", "latest", "1 2", "^1.0.0", "1.0.0\n", "https://x")))


@pytest.mark.parametrize(
    "piece", [" patch:", "git+", "/", "a/", "?token=", "/-/", "npm:", "patch:a@", "@", "https://github.com/"]
)
@pytest.mark.parametrize("start", ["", "https://x/", "https://github.com/", "patch:a@"])
def test_an_endless_spec_is_not_looked_into(start: str, piece: str) -> None:
    spec = parse_spec("a", start + piece * 100_000)
    assert spec.origin is Origin.UNKNOWN
    assert len(spec.address) <= MAX_ADDRESS
    for count in (10, 700):
        assert parse_spec("a", (start + piece * count)[:MAX_ADDRESS]).origin in Origin
