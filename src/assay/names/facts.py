"""NameFacts: what the registry says about a package, as far as it bears on whether the name imitates another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assay.model.packument import Packument, Release

#: The registry's own account publishes stubs under names that were taken down.
_HOLDING_SUFFIX = "-security"
#: Characters of a README that are looked at.
MAX_README = 64 * 1024


@dataclass(frozen=True, slots=True)
class NameFacts:
    """Facts of one package. What is unknown is empty or None.

    created       UTC
    versions      how many were published
    accounts      names of its maintainers
    publisher     the account that published the latest release, "" if unknown
    repository    the address, without protocol, suffix and case
    deprecated    the notice on its latest release
    is_holding    the registry itself keeps the name, after a removal
    was_held      the registry keeps it or kept it once
    is_removed    the name is taken, but every version was removed
    others        packages of the account that published the latest release, this one left out; None if not asked
    dependencies  names that the latest release depends on
    readme        at most 64 KiB of it
    """

    name: str
    created: datetime | None = None
    versions: int = 0
    accounts: frozenset[str] = frozenset()
    repository: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    deprecated: str = ""
    is_holding: bool = False
    was_held: bool = False
    is_removed: bool = False
    publisher: str = ""
    others: int | None = None
    dependencies: frozenset[str] = frozenset()
    readme: str = ""


def facts_of(packument: Packument) -> NameFacts:
    """The facts that a packument holds (narrowed ones have a README only if it was asked for)."""
    latest = _latest(packument)
    version = packument.dist_tags.get("latest", "")
    people = packument.maintainers or (latest.maintainers if latest else ())
    return NameFacts(
        name=packument.name,
        created=packument.created or min(packument.times.values(), default=None),
        versions=len(packument.versions),
        accounts=frozenset(person.name for person in people if person.name),
        repository=plain_repository(packument.repository or (latest.manifest.repository if latest else "")),
        description=packument.description or (latest.manifest.description if latest else ""),
        keywords=latest.manifest.keywords if latest else (),
        deprecated=latest.deprecated if latest else "",
        is_holding=version.endswith(_HOLDING_SUFFIX),
        was_held=any(each.endswith(_HOLDING_SUFFIX) for each in packument.versions),
        is_removed=not packument.versions,
        publisher=latest.publisher.name if latest and latest.publisher else "",
        dependencies=frozenset(latest.manifest.dependencies) if latest else frozenset(),
        readme=packument.readme[:MAX_README],
    )


def plain_repository(address: str) -> str:
    """A repository's address without what may differ between two spellings of it.

    >>> plain_repository("git+https://github.com/Lodash/lodash.git") == plain_repository("github:lodash/lodash")
    True
    """
    plain = address.strip().lower().split("#")[0].removesuffix("/").removesuffix(".git")
    for start in ("git+ssh://git@", "ssh://git@", "git+https://", "git://", "https://", "http://", "git@"):
        plain = plain.removeprefix(start)
    for short, host in (("github:", "github.com/"), ("gitlab:", "gitlab.com/"), ("bitbucket:", "bitbucket.org/")):
        if plain.startswith(short):
            plain = host + plain.removeprefix(short)
    plain = plain.removeprefix("www.").replace("github.com:", "github.com/")
    return f"github.com/{plain}" if plain.count("/") == 1 and "." not in plain.split("/")[0] else plain


def _latest(packument: Packument) -> Release | None:
    tagged = packument.releases.get(packument.dist_tags.get("latest", ""))
    if tagged is not None:
        return tagged
    return next(iter(packument.releases.values()), None)
