"""The name looks like that of a popular package.

*What it does*

Compares the name with the corpus of popular names in every known way of confusion (letters left out, doubled, swapped
or replaced, lookalike characters, other delimiters, another word order, a dropped scope, added words) and weighs how
telling the likeness is by the names and downloads. What the registry says of both then counts for it or against it,
and is shown: a maintainer or scope in common, being older, many versions, another purpose and a deprecation in favour
of the target speak for an honest neighbour; being days old, a README that is the target's, and a claim to its
repository without a common maintainer speak against it. A name that is popular itself is never named.

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

from assay.model.finding import Evidence, Finding, finding
from assay.model.likeness import Likeness
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject
from assay.names.facts import NameFacts, facts_of
from assay.names.strength import WARN
from assay.names.weigh import Weighed, weigh

RULE = Rule(
    id="lookalike-name",
    title="Name that looks like a popular one",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Check that this is the package you meant.",
    techniques=("T1195.001", "T1036.005"),
)

#: From here on it is no accident that two names look alike.
STRIKING = 0.85
#: Downloads a month from which a name is popular itself, whatever it looks like.
POPULAR = 100_000
#: An imitation has not nearly as many downloads as what it imitates.
FEWER = 20


def detect(subject: Subject) -> Iterator[Finding]:
    """At most one finding, about the name that was most probably meant."""
    mine = facts_of(subject.packument) if subject.packument is not None else None
    if _is_holding(subject) or (mine is not None and mine.is_holding):
        return
    theirs = {packument.name: facts_of(packument) for packument in subject.neighbours}
    weighed = [_weighed(subject, likeness, mine, theirs) for likeness in subject.likenesses]
    telling = [one for one in weighed if max(one.strength, one.likeness.strength) >= WARN]
    if not telling:
        return
    best = max(telling, key=lambda one: one.strength)
    likeness = best.likeness
    if _is_popular(subject, likeness):
        return
    yield finding(
        RULE,
        f"{subject.ref.name} looks like {likeness.target} ({', '.join(likeness.classes)})",
        Evidence(
            f"{_worth(likeness)}, {subject.ref.name} {_downloads(likeness)}",
            excerpt=likeness.edit,
        ),
        *(Evidence(reason.fact) for reason in best.reasons),
        confidence=_confidence(best),
        severity=None if best.is_warning else Severity.LOW,
        advice=f"If you meant {likeness.target}, depend on that.",
    )


def _weighed(subject: Subject, likeness: Likeness, mine: NameFacts | None, theirs: dict[str, NameFacts]) -> Weighed:
    return weigh(likeness, mine, theirs.get(likeness.target), subject.now)


def _confidence(best: Weighed) -> Confidence:
    if not best.is_warning:
        return Confidence.LOW
    return Confidence.HIGH if best.strength >= STRIKING else Confidence.MEDIUM


def _worth(likeness: Likeness) -> str:
    if likeness.is_internal:
        return f"{likeness.target} is one of your own names"
    return f"{likeness.target} has {likeness.target_downloads:,} downloads a month"


def _downloads(likeness: Likeness) -> str:
    return f"{likeness.name_downloads:,}" if likeness.name_downloads else "too few to be counted"


def _is_popular(subject: Subject, likeness: Likeness) -> bool:
    own = max(likeness.name_downloads, subject.monthly_downloads or 0)
    return own >= POPULAR or own * FEWER >= likeness.target_downloads


def _is_holding(subject: Subject) -> bool:
    """The registry itself keeps the name so that nobody else can take it."""
    return subject.release is not None and subject.release.ref.version.endswith("-security")
