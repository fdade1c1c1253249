from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import InputError
from assay.lockfiles.json_document import read_object
from assay.lockfiles.sbom import is_sbom, read
from assay.model.dependency import DependencyType, Origin

_FIXTURES = Path(__file__).parent / "fixtures" / "sbom"
_KINDS = ("cyclonedx", "spdx")
#: What ``npm ls --all`` lists in the project that npm wrote both documents for.
_INSTALLED = {
    "@babel/code-frame@7.22.5",
    "@babel/helper-validator-identifier@7.29.7",
    "@babel/highlight@7.25.9",
    "ansi-styles@3.2.1",
    "chalk@2.4.2",
    "color-convert@1.9.3",
    "color-name@1.1.3",
    "escape-string-regexp@1.0.5",
    "has-flag@3.0.0",
    "is-number@6.0.0",
    "is-odd@3.0.1",
    "js-tokens@4.0.0",
    "JSONStream@1.3.5",
    "jsonparse@1.3.1",
    "ms@2.1.3",
    "picocolors@1.1.1",
    "supports-color@5.5.0",
    "through@2.3.8",
}


@pytest.mark.parametrize("kind", _KINDS)
def test_reads_what_npm_writes(kind: str) -> None:
    data = (_FIXTURES / f"npm-{kind}.json").read_bytes()
    content = read("bom.json", data)
    found = {str(each.ref): each for each in content.dependencies}
    assert set(found) == _INSTALLED
    assert content.gaps == ()
    assert found["ms@2.1.3"].type is DependencyType.DEVELOPMENT
    assert found["JSONStream@1.3.5"].type is DependencyType.OPTIONAL
    assert found["has-flag@3.0.0"].paths[0][-3:] == ("chalk", "supports-color", "has-flag")
    assert found["is-odd@3.0.1"].is_direct
    assert not found["is-number@6.0.0"].is_direct
    lines = data.decode().splitlines()
    for dependency in content.dependencies:
        assert dependency.integrity is not None
        assert dependency.origin is Origin.REGISTRY
        assert dependency.ref.name.rpartition("/")[2] in lines[dependency.location.line - 1]


def test_the_case_of_a_name_comes_from_the_component() -> None:
    components = """[
      {"type": "library", "name": "JSONStream", "version": "1.3.5", "purl": "pkg:npm/jsonstream@1.3.5"},
      {"type": "library", "group": "@Scope", "name": "Name", "purl": "pkg:npm/%40scope/name@1.0.0"},
      {"type": "library", "name": "unrelated", "purl": "pkg:npm/lodash@4.17.21"},
      {"type": "application", "name": "six", "purl": "pkg:pypi/six@1.0", "components": [
        {"type": "library", "name": "inner", "version": "2.0.0", "purl": "pkg:npm/inner"}, {"name": "no purl"}]},
      {"type": "library", "name": "x", "purl": "pkg:npm/x"}
    ]"""
    content = read(
        "x.cdx.json", f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": {components}}}'.encode()
    )
    assert [str(each.ref) for each in content.dependencies] == [
        "JSONStream@1.3.5",
        "@Scope/Name@1.0.0",
        "lodash@4.17.21",
        "inner@2.0.0",
    ]
    assert [gap.why for gap in content.gaps][1:] == ["2 components are not npm packages and were not checked"]
    assert content.gaps[0].what == "pkg:npm/x"
    assert content.kind == "CycloneDX 1.6"


def test_spdx_3() -> None:
    digest = "0" * 128
    graph = f"""[{{"type": "software_Package", "spdxId": "a", "name": "a", "software_packageVersion": "1.0.0",
      "software_packageUrl": "pkg:npm/a@1.0.0", "verifiedUsing": [{{"algorithm": "sha512", "hashValue": "{digest}"}}]}},
      {{"type": "software_Package", "name": "b", "externalIdentifier":
        [{{"externalIdentifierType": "packageUrl", "identifier": "pkg:npm/b@2.0.0"}}]}}, 5, {{"type": "Person"}}]"""
    text = f'{{"@context": "https://spdx.example/rdf/3.0.1/spdx-context.jsonld", "@graph": {graph}}}'
    content = read("bom.json", text.encode())
    assert [str(each.ref) for each in content.dependencies] == ["a@1.0.0", "b@2.0.0"]
    assert content.dependencies[0].integrity is not None


def test_an_address_elsewhere_is_another_origin() -> None:
    reference = '[{"type": "distribution", "url": "https://me:secret@files.example/x.tgz"}]'
    component = f'{{"name": "x", "purl": "pkg:npm/x@1.0.0", "externalReferences": {reference}}}'
    text = f'{{"bomFormat": "CycloneDX", "components": [{component}]}}'
    (dependency,) = read("bom.json", text.encode()).dependencies
    assert (dependency.origin, dependency.resolved) == (Origin.TARBALL_URL, "https://files.example/x.tgz")


def test_tells_an_sbom_from_other_json() -> None:
    assert is_sbom(read_object("x", b'{"spdxVersion": "SPDX-2.3"}'))
    assert is_sbom(read_object("x", b'{"bomFormat": "CycloneDX"}'))
    assert not is_sbom(read_object("x", b'{"lockfileVersion": 3}'))


@pytest.mark.parametrize("data", [b"", b"{}", b'{"spdxVersion": "SPDX-1.2"}', b"\xff", b'{"bomFormat": "CycloneDX"'])
def test_refuses_what_cannot_be_read(data: bytes) -> None:
    with pytest.raises(InputError):
        read("bom.json", data)
