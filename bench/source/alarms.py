"""How many honest packages are flagged, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bench.names.statistics import Share
from bench.source.judges import Run
from bench.source.packages import Release

#: The words of both tools for what a user would look at, and for what a user would block.
SUSPICIOUS = frozenset(("suspicious", "malicious", "high_risk"))
MALICIOUS = frozenset(("malicious", "high_risk"))
#: The words for a package that could not be judged.
_UNJUDGED = ("unknown", "error")


def row(title: str, run: Run) -> str:
    """One line of the table of false alarms."""
    total = len(run.opinions)
    suspicious = Share(sum(opinion.level in SUSPICIOUS for opinion in run.opinions), total)
    malicious = Share(sum(opinion.level in MALICIOUS for opinion in run.opinions), total)
    unjudged = sum(opinion.level.startswith(_UNJUDGED) for opinion in run.opinions)
    cells = (title, f"{total:,}", f"{suspicious.hits}: {suspicious}", f"{malicious.hits}: {malicious}", str(unjudged))
    return f"| {' | '.join(cells)} |"


def listed(releases: Sequence[Release], run: Run) -> Iterator[str]:
    """Every release that is flagged or could not be judged, with the rules, as lines of a list."""
    flagged = 0
    for release, opinion in zip(releases, run.opinions, strict=True):
        if opinion.level in SUSPICIOUS or opinion.level.startswith(_UNJUDGED):
            flagged += 1
            yield f"- `{release.spec}`: {opinion.level} ({', '.join(opinion.reasons) or 'no rule'})"
    if not flagged:
        yield "- none"


def quiet(run: Run) -> str:
    """The rules that found something in packages that are not flagged, with how many packages."""
    counted = Counter(reason for opinion in run.opinions if opinion.level == "benign" for reason in opinion.reasons)
    return ", ".join(f"{rule} {count}" for rule, count in counted.most_common()) or "none"
