from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.errors import InputError
from assay.lockfiles.content import MAX_GAPS, ManifestFile
from assay.lockfiles.pnpm import read
from assay.model.dependency import Dependency, DependencyType, Origin

_FIXTURES = Path(__file__).parent / "fixtures" / "pnpm"
_CLIENTS = (6, 7, 8, 9, 10, 11, 12)


def _read(client: int) -> tuple[Dependency, ...]:
    content = read("pnpm-lock.yaml", (_FIXTURES / f"pnpm-{client}.yaml").read_bytes())
    assert content.gaps == ()
    return content.dependencies


def _by_name(dependencies: tuple[Dependency, ...]) -> dict[str, Dependency]:
    return {dependency.ref.name: dependency for dependency in dependencies}


@pytest.mark.parametrize("client", _CLIENTS)
def test_names_what_the_client_lists(client: int) -> None:
    """Links have no version of their own, and pnpm lists folders by their path: they are compared by name."""
    listed = set(json.loads((_FIXTURES / f"pnpm-{client}.json").read_text()))
    locked = {f"{each.ref.name}@{each.ref.version}" for each in _read(client) if each.ref.version}
    exact = {each for each in listed if each.rpartition("@")[2][0].isdigit()}
    local = {each.ref.name for each in _read(client) if not each.ref.version}
    config = {"is-even@1.0.0"} if client > 10 else set()
    assert locked - exact - {"local-folder@1.2.3", "git-package@0.3.0"} == config
    assert exact <= locked
    assert {each[: each.index("@", 1)] for each in listed - exact} <= local | {"local-folder", "git-package"}


@pytest.mark.parametrize("client", _CLIENTS)
def test_every_location_is_the_line_of_the_entry(client: int) -> None:
    lines = (_FIXTURES / f"pnpm-{client}.yaml").read_text().splitlines()
    for dependency in _read(client):
        line = lines[dependency.location.line - 1]
        assert dependency.ref.name in line or dependency.origin.is_local
        assert dependency.ref.version in line or dependency.origin.is_local or dependency.origin is Origin.GIT


@pytest.mark.parametrize("client", _CLIENTS)
def test_origins(client: int) -> None:
    found = _by_name(_read(client))
    assert found["@example/lib"].origin is Origin.WORKSPACE
    assert found["linked"].origin is Origin.DIRECTORY
    assert found["local-folder"].origin is Origin.DIRECTORY
    assert found["local-tarball"].origin is Origin.LOCAL_TARBALL
    assert found["is-string"].origin is Origin.REGISTRY
    assert found["chalk"].integrity is not None
    if "git-package" in found:
        assert found["git-package"].origin is Origin.GIT
        assert found["git-package"].resolved.startswith("file:///home/example/git-package.git#")


@pytest.mark.parametrize("client", _CLIENTS)
def test_types_paths_and_patches(client: int) -> None:
    found = _by_name(_read(client))
    assert found["@babel/code-frame"].type is DependencyType.DEVELOPMENT
    assert found["chalk"].type is DependencyType.DEVELOPMENT
    assert not found["chalk"].is_direct
    assert found["fsevents"].type is DependencyType.OPTIONAL
    assert found["debug"].requested == "^4.3.4"
    assert found["is-odd"].is_patched is (client > 6)
    assert not found["chalk"].is_patched
    assert found["has-tostringtag"].paths == (("project", "is-string", "has-tostringtag"),)
    assert found["is-number"].ref.version == "7.0.0"


def test_both_peer_variants_of_one_entry_give_their_paths() -> None:
    found = _by_name(_read(12))
    assert found["use-sync-external-store"].paths == (
        ("packages/app", "use-sync-external-store"),
        ("project", "use-sync-external-store"),
    )


def test_names_of_members_come_from_their_manifests() -> None:
    manifests = (
        ManifestFile("shop/package.json", b'{"name": "example-root"}'),
        ManifestFile("shop/packages/lib/package.json", b'{"name": "@example/lib"}'),
        ManifestFile("shop/packages/app/package.json", b'{"name": "@example/app"}'),
        ManifestFile("shop/packages/broken/package.json", b"{"),
        ManifestFile("package.json", b'{"name": "elsewhere"}'),
    )
    content = read("shop/pnpm-lock.yaml", (_FIXTURES / "pnpm-12.yaml").read_bytes(), manifests)
    found = _by_name(content.dependencies)
    assert found["object-assign"].paths[0] == ("@example/app", "react", "object-assign")
    assert found["fsevents"].paths == (("example-root", "fsevents"),)
    assert content.kind == "pnpm-lock v9.0"


def test_config_dependencies_of_the_first_document_are_development_tools() -> None:
    found = _by_name(_read(12))
    assert found["is-even"].type is DependencyType.DEVELOPMENT
    assert found["is-even"].is_direct


def _nine(packages: str, snapshots: str = "", importers: str = "{}") -> bytes:
    text = f"lockfileVersion: '9.0'\nimporters: {importers}\npackages:\n{packages}\nsnapshots:\n{snapshots}\n"
    return text.encode()


def _one(resolution: str, key: str = "x@1.0.0", fields: str = "") -> Dependency:
    packages = f"  {key}:\n    resolution: {{{resolution}}}\n{fields}"
    (dependency,) = read("pnpm-lock.yaml", _nine(packages, f"  {key}: {{}}")).dependencies
    return dependency


def test_tarballs_by_address() -> None:
    url = "https://user:secret@files.example/x.tgz"
    dependency = _one(f"tarball: '{url}'", "'x@https://files.example/x.tgz'", "    version: 2.0.0\n")
    assert (dependency.origin, dependency.ref.version) == (Origin.TARBALL_URL, "2.0.0")
    assert dependency.resolved == "https://files.example/x.tgz"
    archive = _one("tarball: 'https://codeload.github.com/a/b/tar.gz/0123'", "'b@https://codeload.github.com/a/b'")
    assert archive.origin is Origin.GIT
    odd = _one("integrity: sha512-AAAA, tarball: 'https://elsewhere.invalid/x.tgz'")
    assert (odd.origin, odd.ref.version) == (Origin.TARBALL_URL, "1.0.0")


def test_relative_tarball_with_its_registry() -> None:
    dependency = _one("tarball: /x/-/x-1.0.0.tgz, registry: 'https://npm.example/'")
    assert dependency.resolved == "https://npm.example/x/-/x-1.0.0.tgz"


def test_a_runtime_is_a_gap() -> None:
    content = read("pnpm-lock.yaml", _nine("  'node@runtime:24.0.0':\n    resolution: {type: variations}\n"))
    assert content.dependencies[0].origin is Origin.UNKNOWN
    assert "variations" in content.gaps[0].why


def test_what_is_not_locked_is_a_gap_with_its_line() -> None:
    importers = "{.: {dependencies: {y: {specifier: ^1.0.0, version: 1.0.0}}}}"
    content = read("pnpm-lock.yaml", _nine("", importers=importers))
    assert [(gap.what, gap.location and gap.location.line) for gap in content.gaps] == [("y", 2)]


@pytest.mark.parametrize("client", _CLIENTS)
def test_a_lockfile_that_is_cut_short_between_two_lines_is_not_taken_for_whole(client: int) -> None:
    lines = (_FIXTURES / f"pnpm-{client}.yaml").read_bytes().splitlines(keepends=True)
    whole = len(_read(client))
    for count in range(60, len(lines) - 60, 40):
        content = read("pnpm-lock.yaml", b"".join(lines[:count]))
        assert content.gaps or len(content.dependencies) == whole


def test_a_key_that_names_no_release_is_a_gap() -> None:
    data = b"lockfileVersion: '6.0'\npackages:\n  /..@1.0.0: {resolution: {integrity: ''}}\n  /x: {resolution: {}}\n"
    content = read("pnpm-lock.yaml", data)
    assert [gap.what for gap in content.gaps] == ["/..@1.0.0", "/x"]
    assert content.dependencies == ()


def test_names_in_entries_count_as_the_client_counts_them() -> None:
    """Versions 5 to 8 of pnpm install what the entry's own fields say, later ones what the key says."""
    old = b"lockfileVersion: '6.0'\npackages:\n  /x@1.0.0:\n    resolution: {}\n    name: y\n    version: 2.0.0\n"
    assert str(read("pnpm-lock.yaml", old).dependencies[0].ref) == "y@2.0.0"
    assert str(_one("", fields="    name: y\n    version: 2.0.0\n").ref) == "x@1.0.0"


def test_an_alias_is_the_name_it_is_installed_under() -> None:
    importers = "{.: {dependencies: {mine: {specifier: 'npm:x@1', version: x@1.0.0}}}}"
    data = _nine("  x@1.0.0:\n    resolution: {integrity: bad}\n", "  x@1.0.0: {}\n", importers)
    content = read("pnpm-lock.yaml", data)
    (dependency,) = content.dependencies
    assert (dependency.ref.name, dependency.alias, dependency.requested) == ("x", "mine", "npm:x@1")
    assert dependency.integrity is None
    assert "no hash" in content.gaps[0].why


def test_the_gaps_of_a_hostile_file_are_counted_not_listed() -> None:
    packages = "".join(f"  /x@1.0.{number}:\n    resolution: {{integrity: bad}}\n" for number in range(500))
    content = read("pnpm-lock.yaml", f"lockfileVersion: '6.0'\npackages:\n{packages}".encode())
    assert len(content.gaps) == MAX_GAPS + 1
    assert content.gaps[-1].why.startswith("400 more")


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", None, "is empty"),
        (b"lockfileVersion: '7.1'\n", 1, "lockfileVersion 7.1"),
        (b"lockfileVersion: 3\n", 1, "lockfileVersion 3"),
        (b"packages: {}\n", 1, "no lockfileVersion"),
        (b"[]", 1, "no lockfileVersion"),
        (b"lockfileVersion: 5.4\nx: \xff", 2, "not UTF-8"),
        (b"lockfileVersion: 5.4\npackages:\n  /x/1.0.0: {resolution: {integrity: sha\n", 4, "not valid YAML"),
        (b"lockfileVersion: 5.4\na: &a [1]\nb: *a\n", 2, "anchor"),
        (b"lockfileVersion: 5.4\nb: *a\n", 2, "alias"),
        (b"lockfileVersion: 5.4\nb: !!binary aaaa\n", 2, "tag"),
        (b"lockfileVersion: 5.4\nb: {x: 1,\n x: 2}\n", 3, "twice"),
        (b"lockfileVersion: 5.4\n<<: {}\n", 2, "twice"),
        (b"lockfileVersion: 5.4\n? [a]\n: b\n", 2, "not a word"),
        (b"lockfileVersion: 5.4\nx: " + b"[" * 5_000, 2, "nested too deeply"),
    ],
)
def test_refuses_with_the_line(data: bytes, line: int | None, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read("pnpm-lock.yaml", data)
    assert words in str(caught.value)
    assert caught.value.line == line
    assert caught.value.file == "pnpm-lock.yaml"


@pytest.mark.parametrize(
    "shape", ["[]", "x", "{a: []}", "{'': {}}", "{a: {resolution: x}}", "{a: {dependencies: [1]}}"]
)
@pytest.mark.parametrize("section", ["packages", "snapshots", "importers", "dependencies", "patchedDependencies"])
@pytest.mark.parametrize("version", ["5.4", "'6.0'", "'9.0'"])
def test_wrong_types_never_break_it(shape: str, section: str, version: str) -> None:
    content = read("pnpm-lock.yaml", f"lockfileVersion: {version}\n{section}: {shape}\n".encode())
    assert len(content.dependencies) <= 1
