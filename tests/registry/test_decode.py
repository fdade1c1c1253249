from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from assay.errors import BadResponse
from assay.model.integrity import Integrity
from assay.model.packument import Packument, Person, Signature
from assay.registry.decode import decode_packument

URL = "https://registry.example/p"
HASH = Integrity.of(b"tarball")


def decode(document: object, name: str = "p") -> Packument:
    return decode_packument(json.dumps(document).encode(), name, URL)


def test_reads_every_field() -> None:
    packument = decode(
        {
            "name": "p",
            "description": "d",
            "dist-tags": {"latest": "1.0.0", "odd": 3},
            "time": {
                "created": "2020-01-01T00:00:00.000Z",
                "modified": "2021-01-01T02:00:00.000+02:00",
                "1.0.0": "2020-01-02T03:04:05.678Z",
                "0.9.0": "2019-01-01T00:00:00",
                "odd": "yesterday",
            },
            "maintainers": [{"name": "m", "email": "m@people.invalid"}, "n <n@people.invalid>", 3],
            "repository": {"type": "git", "url": "https://code.invalid/p"},
            "homepage": "https://p.invalid",
            "readme": "# p",
            "versions": {
                "1.0.0": {
                    "name": "p",
                    "version": "1.0.0",
                    "scripts": {"install": "x"},
                    "deprecated": "old",
                    "hasInstallScript": True,
                    "gitHead": "abc",
                    "_npmUser": {"name": "u", "email": "", "trustedPublisher": {"id": "github"}},
                    "maintainers": [{"name": "m"}],
                    "dist": {
                        "tarball": URL + "/-/p-1.0.0.tgz",
                        "integrity": str(Integrity.from_hex("sha512", dict(HASH.digests)["sha512"])),
                        "shasum": dict(HASH.digests)["sha1"],
                        "fileCount": 3,
                        "unpackedSize": 400.0,
                        "signatures": [{"keyid": "k", "sig": "s"}],
                        "attestations": {"url": "https://registry.example/a"},
                    },
                }
            },
        }
    )
    assert packument.dist_tags == {"latest": "1.0.0"}
    assert packument.times == {
        "1.0.0": datetime(2020, 1, 2, 3, 4, 5, 678000, UTC),
        "0.9.0": datetime(2019, 1, 1, tzinfo=UTC),
    }
    assert packument.created == datetime(2020, 1, 1, tzinfo=UTC)
    assert packument.modified == datetime(2021, 1, 1, tzinfo=UTC)
    assert packument.maintainers == (Person("m", "m@people.invalid"), Person("n", "n@people.invalid"))
    assert packument.repository == "https://code.invalid/p"
    release = packument.releases["1.0.0"]
    assert release.integrity == HASH
    assert release.published == packument.times["1.0.0"]
    assert release.publisher == Person("u", "")
    assert release.trusted_publisher == "github"
    assert release.deprecated == "old"
    assert release.has_install_script
    assert (release.file_count, release.unpacked_bytes) == (3, 400)
    assert release.signatures == (Signature("k", "s"),)
    assert release.attestations_url == "https://registry.example/a"
    assert release.manifest.scripts == {"install": "x"}
    assert packument.only("1.0.0").releases == {"1.0.0": release}


def test_fields_of_impossible_types_count_as_missing() -> None:
    odd: list[object] = [None, 3, "x", [], {}, [[]], [{"name": 3}], True]
    for value in odd:
        packument = decode(
            {
                "name": "p",
                "time": value,
                "dist-tags": value,
                "maintainers": value,
                "repository": value,
                "readme": value,
                "versions": {"1.0.0": {"dist": value, "_npmUser": value, "maintainers": value, "deprecated": value}},
            }
        )
        assert packument.releases["1.0.0"].ref.version == "1.0.0"
        assert packument.releases["1.0.0"].integrity is None
    for value in odd:
        assert decode({"name": "p", "versions": value}).versions in ((), ("name",))


def test_versions_that_are_no_objects_are_left_out() -> None:
    packument = decode({"name": "p", "versions": {"1.0.0": None, "2.0.0": {}, "3.0.0": []}})
    assert packument.versions == ("2.0.0",)
    assert "1.0.0" not in packument.releases
    assert packument.releases.get("1.0.0") is None


def test_a_package_removed_as_a_whole() -> None:
    document = {"name": "p", "time": {"1.0.0": "2020-01-01T00:00:00Z", "unpublished": {"time": "2020-01-02T00:00:00Z"}}}
    packument = decode(document)
    assert packument.unpublished
    assert "1.0.0" in packument.times


def test_text_that_is_not_utf8_is_read_as_javascript_reads_it() -> None:
    packument = decode_packument(
        b'\xef\xbb\xbf{"name":"p","readme":"\xff","versions":{"1.0.0":{"description":"\\ud800"},"2.0.0":{"description":"\xfe"}}}',
        "p",
        URL,
    )
    assert packument.readme == "\N{REPLACEMENT CHARACTER}"
    assert packument.releases["1.0.0"].manifest.description == "\N{REPLACEMENT CHARACTER}"
    assert packument.releases["2.0.0"].manifest.description == "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no packument"),
        (b"{", "no packument"),
        (b"[]", "no packument"),
        (b"null", "no packument"),
        (b'\r\n<!doctype html><p class="x">', "web page"),
        (b"{}", "document of no package"),
        (b'{"name":3}', "document of no package"),
        (b'{"name":"q"}', "document of 'q' instead of 'p'"),
        (b"[" * 100_000, "no packument"),
        (b'{"name":"p","x":NaN}', "no packument"),
    ],
)
def test_what_is_no_packument_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(BadResponse, match=message) as caught:
        decode_packument(data, "p", URL)
    assert URL in str(caught.value)


def test_one_release_that_is_nested_too_deeply_does_not_hide_the_others() -> None:
    deep = b"[" * 400 + b"]" * 400
    data = b'{"name":"p","versions":{"1.0.0":{"dependencies":%s},"2.0.0":{"description":"d"}}}' % deep
    packument = decode_packument(data, "p", URL)
    assert packument.releases["2.0.0"].manifest.description == "d"
    assert packument.releases["1.0.0"].ref.name == "p"
