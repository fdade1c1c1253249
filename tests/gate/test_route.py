from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.gate.route import Kind, Route, route

NAMES = st.from_regex(r"(@[a-z0-9][a-z0-9-]{0,8}/)?[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True)
VERSIONS = st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(-[a-z]{1,4}\.[0-9])?", fullmatch=True)


@given(NAMES, st.sampled_from(["%2f", "%2F", "/"]))
def test_every_spelling_of_a_name_is_the_same_packument(name: str, slash: str) -> None:
    assert route("GET", f"/{name.replace('/', slash)}".encode()) == Route(Kind.PACKUMENT, name=name)


@given(NAMES, VERSIONS, st.booleans())
def test_a_tarball_is_known_by_its_conventional_name(name: str, version: str, repeats_scope: bool) -> None:
    scope, _, bare = name.rpartition("/")
    between = f"{scope}/" if repeats_scope and scope else ""
    asked = route("GET", f"/{name}/-/{between}{bare}-{version}.tgz".encode())
    assert asked == Route(Kind.TARBALL, name=name, version=version)


@given(NAMES, NAMES, VERSIONS)
def test_a_tarball_of_another_package_is_never_a_tarball_of_this_one(name: str, other: str, version: str) -> None:
    bare = other.rpartition("/")[2]
    asked = route("GET", f"/{name}/-/{bare}-{version}.tgz".encode())
    if asked.kind is Kind.TARBALL:
        mine = name.rpartition("/")[2]
        assert (asked.name, f"{mine}-{asked.version}") == (name, f"{bare}-{version}")


@given(st.binary(max_size=60).map(lambda tail: b"/" + tail), st.sampled_from(["GET", "PUT", "POST", "BREW", "HEAD"]))
def test_any_path_is_understood_or_refused_and_names_nothing_outside(path: bytes, method: str) -> None:
    asked = route(method, path)
    for part in (asked.name, asked.version):
        assert not {"..", "."} & set(part.split("/"))
        assert not set("%\\?# \r\n\0") & set(part)
    if asked.kind is Kind.REFUSED:
        assert asked.reason
        assert asked.reason.isprintable()


@given(NAMES)
def test_what_is_encoded_twice_is_refused(name: str) -> None:
    twice = quote(quote(f"{name}/../x", safe=""), safe="")
    assert route("GET", f"/{twice}".encode()).kind is Kind.REFUSED


@pytest.mark.parametrize(
    "path",
    [
        "/x/%2e%2e/y",
        "/x/../y",
        "/x/./y",
        "//x",
        "/x//y",
        "/x%2f%2fy",
        "/x/%252e%252e/y",
        "/x%00",
        "/x%0d%0aSet-Cookie:a",
        "/x\\y",
        "/x%5cy",
        "/%2e%2e",
        "/.hidden",
        "/@scope",
        "/@/x",
        "/x/-/",
        "/x/-/y-1.0.0.tgz",
        "/x/-/x-1.0.0.zip",
        "/x/-/x-1.0.tgz",
        "/x/-/x-latest.tgz",
        "/x/-/a/x-1.0.0.tgz",
        "/x/y/z",
        "/-/all",
        "/-/assay/secret",
        "/-/stage/1-a/tarball",
        "/p%2fshop/-/ping",
        "/" + "a" * 215,
        "/" + "a" * 3000,
    ],
)
def test_what_is_not_plain_is_refused(path: str) -> None:
    assert route("GET", path.encode("latin-1")).kind is Kind.REFUSED


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/x/latest", Route(Kind.RELEASE, name="x", version="latest")),
        ("GET", "/@a%2fx/1.0.0", Route(Kind.RELEASE, name="@a/x", version="1.0.0")),
        ("GET", "/-/package/@a%2fx/dist-tags", Route(Kind.TAGS, name="@a/x")),
        ("GET", "/p/shop/x", Route(Kind.PACKUMENT, name="x", project="shop")),
        ("GET", "/p/shop/x/-/x-1.0.0.tgz", Route(Kind.TARBALL, name="x", version="1.0.0", project="shop")),
        ("GET", "/p", Route(Kind.PACKUMENT, name="p")),
        ("GET", "/p/-/p-1.0.0.tgz", Route(Kind.TARBALL, name="p", version="1.0.0")),
        ("PUT", "/@a%2fx", Route(Kind.SERVICE, name="@a/x", path="/@a%2fx")),
        ("PUT", "/p/shop/@a%2fx", Route(Kind.SERVICE, name="@a/x", project="shop", path="/@a%2fx")),
        ("PUT", "/x/next", Route(Kind.SERVICE, name="x", path="/x/next")),
        ("PUT", "/x/-rev/1-a", Route(Kind.SERVICE, name="x", path="/x/-rev/1-a")),
        (
            "DELETE",
            "/@a/x/-/x-1.0.0.tgz/-rev/1-a",
            Route(Kind.SERVICE, name="@a/x", path="/@a/x/-/x-1.0.0.tgz/-rev/1-a"),
        ),
        ("PUT", "/-/user/org.couchdb.user:me", Route(Kind.SERVICE, path="/-/user/org.couchdb.user:me")),
        ("GET", "/-/ping", Route(Kind.SERVICE, path="/-/ping")),
        ("PUT", "/-/package/x/dist-tags/next", Route(Kind.SERVICE, name="x", path="/-/package/x/dist-tags/next")),
        (
            "DELETE",
            "/p/shop/-/package/@a%2fx/dist-tags/next",
            Route(Kind.SERVICE, name="@a/x", project="shop", path="/-/package/@a%2fx/dist-tags/next"),
        ),
        ("POST", "/-/package/@a%2fx/access", Route(Kind.SERVICE, name="@a/x", path="/-/package/@a%2fx/access")),
        ("POST", "/-/stage/package/@a%2fx", Route(Kind.SERVICE, name="@a/x", path="/-/stage/package/@a%2fx")),
        ("GET", "/-/stage/1-a", Route(Kind.SERVICE, path="/-/stage/1-a")),
        (
            "GET",
            "/-/npm/v1/attestations/@a%2fx@1.0.0",
            Route(Kind.SERVICE, name="@a/x", path="/-/npm/v1/attestations/@a%2fx@1.0.0"),
        ),
        (
            "GET",
            "/-/npm/v1/attestations/x@1.0.0",
            Route(Kind.SERVICE, name="x", path="/-/npm/v1/attestations/x@1.0.0"),
        ),
        (
            "POST",
            "/-/npm/v1/security/advisories/bulk",
            Route(Kind.AUDIT, path="/-/npm/v1/security/advisories/bulk"),
        ),
        ("GET", "/-/assay/ready", Route(Kind.READY)),
        ("GET", "/-/assay/why/b0ed26cc3a", Route(Kind.WHY, version="b0ed26cc3a")),
    ],
)
def test_what_clients_ask_for(method: str, path: str, expected: Route) -> None:
    assert route(method, path.encode()) == expected


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_is_written_to_the_address_of_a_tarball(method: str) -> None:
    assert route(method, b"/x/-/x-1.0.0.tgz").kind is Kind.REFUSED
