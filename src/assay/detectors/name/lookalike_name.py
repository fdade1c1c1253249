"""The name looks like that of a popular package.

*What it does*

Compares the name with the corpus of popular names in every known way of confusion (letters left out, doubled, swapped
or replaced, lookalike characters, other delimiters, another word order, a dropped scope, added words) and weighs how
telling the likeness is by the names and downloads. What the registry says then counts for it or against it: a shared
scope, age, many versions and a deprecation speak for an honest neighbour, a package only days old speaks against it. A
name that is popular itself is never named.

*Why it matters*

Attackers publish under names that a hurried person types or a code assistant makes up: `crossenv` for `cross-env` stole
environment variables in 2017, and the trick has not stopped working since.

*Example*

    name = "crossenv"
    version = "6.1.1"

    [[likenesses]]
    target = "cross-env"
    classes = ["delimiter"]
    edit = "cross[-]env"
    target_downloads = 40000000
    strength = 0.9
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from assay.model.finding import Evidence, Finding, finding
from assay.model.likeness import Likeness
from assay.model.package import split_name
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject
from assay.names.strength import WARN

RULE = Rule(
    id="lookalike-name",
    title="Name that looks like a popular one",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Check that this is the package you meant.",
    techniques=("T1195.001", "T1036.005"),
)

#: An imitation is reported and removed long before this age, and seldom publishes so many versions.
OLD = timedelta(days=5 * 365)
MANY_VERSIONS = 25
#: A package so young has been tried by nobody.
NEW = timedelta(days=30)
#: As strong as names alone can be.
STRIKING = 0.85
#: Downloads a month from which a name is popular itself, whatever it looks like.
POPULAR = 100_000
#: An imitation has not nearly as many downloads as what it imitates.
FEWER = 20


def detect(subject: Subject) -> Iterator[Finding]:
    """At most one finding, about the name that was most probably meant."""
    telling = [likeness for likeness in subject.likenesses if likeness.strength >= WARN]
    if not telling or _is_holding(subject) or _is_popular(subject, telling[0]):
        return
    likeness = telling[0]
    honest = list(_signs_of_honesty(subject, likeness))
    age = _age(subject)
    is_new = age is not None and age < NEW
    confidence = Confidence.HIGH if likeness.strength >= STRIKING or is_new else Confidence.MEDIUM
    if honest:
        confidence = Confidence.LOW
    yield finding(
        RULE,
        f"{subject.ref.name} looks like {likeness.target} ({', '.join(likeness.classes)})",
        Evidence(
            f"{_worth(likeness)}, {subject.ref.name} {_downloads(likeness)}",
            excerpt=likeness.edit,
        ),
        *(Evidence(sign) for sign in honest),
        *([Evidence(f"it has been in the registry for {age.days} days")] if age is not None and is_new else []),
        confidence=confidence,
        severity=Severity.LOW if honest else None,
        advice=f"If you meant {likeness.target}, depend on that.",
    )


def _worth(likeness: Likeness) -> str:
    if likeness.is_internal:
        return f"{likeness.target} is one of your own names"
    return f"{likeness.target} has {likeness.target_downloads:,} downloads a month"


def _downloads(likeness: Likeness) -> str:
    return f"{likeness.name_downloads:,}" if likeness.name_downloads else "too few to be counted"


def _is_popular(subject: Subject, likeness: Likeness) -> bool:
    own = max(likeness.name_downloads, subject.monthly_downloads or 0)
    return own >= POPULAR or own * FEWER >= likeness.target_downloads


def _age(subject: Subject) -> timedelta | None:
    created = subject.packument.created if subject.packument is not None else None
    return subject.now - created if created is not None else None


def _is_holding(subject: Subject) -> bool:
    """The registry itself keeps the name so that nobody else can take it."""
    return subject.release is not None and subject.release.ref.version.endswith("-security")


def _signs_of_honesty(subject: Subject, likeness: Likeness) -> Iterator[str]:
    packument = subject.packument
    if packument is None:
        return
    scope, _ = split_name(subject.ref.name)
    if scope and scope == split_name(likeness.target)[0]:
        yield f"both are in the scope {scope}"
    if packument.created is not None and subject.now - packument.created > OLD:
        yield f"it has been in the registry since {packument.created:%Y-%m}"
    if len(packument.versions) >= MANY_VERSIONS:
        yield f"it has {len(packument.versions)} versions"
    if subject.release is not None and likeness.target in subject.release.deprecated.replace("`", " ").split():
        yield f"it is deprecated in favour of {likeness.target}"
