from __future__ import annotations

import pytest

from assay.lockfiles.content import ManifestFile
from assay.lockfiles.yarn_v1 import read
from assay.model.dependency import Dependency, DependencyType, Origin

_HEAD = "# yarn lockfile v1\n\n"
_SHA1 = "0123456789012345678901234567890123456789"


def _one(text: str) -> Dependency:
    content = read("yarn.lock", (_HEAD + text).encode())
    assert content.gaps == ()
    (item,) = content.dependencies
    return item


def test_old_entries_have_the_sha1_behind_the_address() -> None:
    item = _one(f'a@1:\n  version "1.0.0"\n  resolved "https://u:p@registry.example/a/-/a-1.0.0.tgz#{_SHA1}"\n')
    assert item.integrity is not None
    assert item.integrity.digests == (("sha1", _SHA1),)
    assert item.resolved == f"https://registry.example/a/-/a-1.0.0.tgz#{_SHA1}"


def test_a_commit_is_no_hash_of_the_tarball() -> None:
    item = _one(f'"a@u/a":\n  version "1.0.0"\n  resolved "git+ssh://git@github.com/u/a.git#{_SHA1}"\n')
    assert (item.origin, item.integrity) == (Origin.GIT, None)


def test_the_stated_name_wins_over_the_installed_one() -> None:
    item = _one('"mine@https://host.example/x.tgz":\n  name real\n  version "1.0.0"\n')
    assert (item.ref.name, item.alias, item.origin) == ("real", "mine", Origin.TARBALL_URL)


def test_an_alias_that_shares_the_entry_with_the_package_itself() -> None:
    item = _one('"mine@npm:ms@2.0.0", ms@2.0.0:\n  version "2.0.0"\n')
    assert (item.ref.name, item.alias) == ("ms", "")


def test_one_entry_for_two_packages_is_told() -> None:
    content = read("yarn.lock", (_HEAD + 'ms@1, debug@1:\n  version "1.0.0"\n').encode())
    assert [str(item.ref) for item in content.dependencies] == ["ms@1.0.0"]
    assert "several packages: debug, ms" in content.gaps[0].why


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('"../a@1":\n  version "1.0.0"\n', "name of a package"),
        ('b@1:\n  version "new"\n', "no exact version"),
        ('b@1:\n  version "1.0.0"\n  integrity nonsense\n', "no hash"),
        ("b@1:\n  odd\n  version 1.0.0\n", "none of the format"),
    ],
)
def test_bad_entries_are_gaps(entry: str, why: str) -> None:
    content = read("yarn.lock", (_HEAD + entry + '\na@1:\n  version "1.0.0"\n').encode())
    assert "a@1.0.0" in {str(item.ref) for item in content.dependencies}
    assert [why in gap.why for gap in content.gaps] == [True]


def test_types_come_from_the_members_manifests() -> None:
    text = _HEAD + "".join(f'{name}@1:\n  version "1.0.0"\n' for name in "abcd") + "  optionalDependencies:\n    a 1\n"
    manifests = (
        ManifestFile("w/packages/m/package.json", b'{"name": "m", "devDependencies": {"b": "1"}}'),
        ManifestFile(
            "w/package.json", b'{"name": "w", "optionalDependencies": {"c": "1"}, "dependencies": {"d": "1", "m": "1"}}'
        ),
    )
    found = {item.ref.name: item for item in read("w/yarn.lock", text.encode(), manifests).dependencies}
    assert found["a"].type is DependencyType.OPTIONAL
    assert found["a"].paths == (("w", "d", "a"),)
    assert found["b"].type is DependencyType.DEVELOPMENT
    assert found["b"].paths == (("m", "b"),)
    assert found["c"].type is DependencyType.OPTIONAL
    assert found["d"].type is DependencyType.PRODUCTION
