from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import BadResponse
from assay.gate.rewrite import Form, one_release, rewritten, tags_of

BASE = "http://gate.invalid/p/shop"
VERSIONS = st.from_regex(r"[0-9]{1,2}\.[0-9]\.[0-9](-[a-z]{1,3}\.[0-9])?", fullmatch=True)
NAMES = st.sampled_from(["thing", "@acme/thing"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
DISTS = st.dictionaries(st.sampled_from(["tarball", "integrity", "shasum", "size"]), VALUES, max_size=4)
FIELDS = st.dictionaries(
    st.sampled_from(["name", "version", "dependencies", "scripts", "_id", "tarball", "readme"]), VALUES, max_size=4
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, object], frozenset[str]]:
    """A name, a packument, and which of its versions are hidden."""
    name = draw(NAMES)
    versions = draw(st.lists(VERSIONS, min_size=1, max_size=8, unique=True))
    told = {version: {**draw(FIELDS), "dist": draw(DISTS | VALUES)} for version in versions}
    tags = draw(st.dictionaries(st.sampled_from(["latest", "next", "beta"]), st.sampled_from(versions) | VERSIONS))
    hidden = draw(st.frozensets(st.sampled_from(versions)))
    return name, {"name": name, "dist-tags": tags, "versions": told, "readme": draw(VALUES)}, hidden


@given(documents(), st.sampled_from(Form))
def test_what_is_hidden_is_nowhere_and_every_tarball_is_ours(
    case: tuple[str, dict[str, object], frozenset[str]], form: Form
) -> None:
    name, document, hidden = case
    body = json.dumps(document).encode()
    reasons = dict.fromkeys(sorted(hidden), "because")
    shown = json.loads(rewritten(body, name, BASE, form, reasons))
    versions = document["versions"]
    assert isinstance(versions, dict)
    assert list(shown["versions"]) == [version for version in versions if version not in hidden]
    for version, told in shown["versions"].items():
        assert (told["name"], told["version"]) == (name, version)
        assert told["dist"]["tarball"] == f"{BASE}/{name}/-/thing-{version}.tgz"
        assert told == json.loads(one_release(body, name, version, BASE) or b"") or form is Form.ABBREVIATED
        dist = versions[version]["dist"]
        for field in ("integrity", "shasum"):
            assert told["dist"].get(field) == (dist.get(field) if isinstance(dist, dict) else None)
    assert shown["dist-tags"] == tags_of(body, name, hidden)
    assert set(shown["dist-tags"].values()) <= set(shown["versions"])
    tags = document["dist-tags"]
    assert isinstance(tags, dict)
    assert set(shown["dist-tags"]) == (set(tags) if shown["versions"] else set())
    assert set(shown.get("policyRestrictions", {}).get("versions", {})) == hidden


@given(st.binary(max_size=60))
def test_any_bytes_are_rewritten_or_refused(body: bytes) -> None:
    try:
        shown = json.loads(rewritten(body, "thing", BASE, Form.FULL, {}))
    except BadResponse:
        return
    assert shown["name"] == "thing"


@pytest.mark.parametrize("odd", [rb'"cut \ud83d"', b'"\xff"', b"1e999", b"[" * 200 + b"]" * 200])
def test_what_javascript_reads_is_no_reason_to_refuse_a_package(odd: bytes) -> None:
    whole = b'{"name":"thing","readme":%b,"dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"zz":%b}}}' % (odd, odd)
    shown = json.loads(rewritten(whole, "thing", BASE, Form.ABBREVIATED, {}))
    assert list(shown["versions"]) == ["1.0.0"]
    assert one_release(whole, "thing", "1.0.0", BASE) is not None
    assert tags_of(whole, "thing", ()) == {"latest": "1.0.0"}
