from __future__ import annotations

import pytest

from assay.model.address import host_of
from assay.model.dependency import Dependency, Origin
from assay.model.location import Location
from assay.model.package import PackageRef
from assay.model.policy import Policy
from assay.wiring.surroundings import surroundings_of

NO_POLICY = Policy(rules=())


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://registry.example/a/-/a-1.0.0.tgz", "registry.example"),
        ("https://registry.example:443/a", "registry.example"),
        ("http://registry.example:4873/a", "registry.example:4873"),
        ("https://user:secret@Registry.example/a", "registry.example"),
        ("git+ssh://git@git.invalid/a.git", ""),
        ("file:../a", ""),
        ("https://registry.example:notaport/a", ""),
        ("https://[broken/a", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    assert host_of(address) == host


def _resolved(file: str, *addresses: str) -> list[Dependency]:
    return [
        Dependency(PackageRef("a", str(number)), Origin.REGISTRY, Location(file, 1), resolved=address)
        for number, address in enumerate(addresses)
    ]


def test_the_usual_host_is_learnt_for_each_file_from_more_than_half() -> None:
    mirror, stranger = "https://mirror.example/a", "https://stranger.invalid/a"
    dependencies = [*_resolved("one.json", mirror, mirror, stranger), *_resolved("two.json", mirror, stranger)]
    found = surroundings_of(dependencies, ["https://registry.example/npm/"], NO_POLICY)
    assert found.usual_hosts == {"one.json": "mirror.example"}
    assert found.registry_hosts == {"registry.example"}
