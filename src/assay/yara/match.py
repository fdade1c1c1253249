"""Match rules against every file of a package, within limits of time and number."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import yara_x

from assay.model.finding import MAX_EXCERPT
from assay.model.gap import Gap, GapKind
from assay.model.location import Location
from assay.model.tarball import Member, Tarball
from assay.model.user_match import UserMatch
from assay.yara.rule_files import RuleFile, compiled

#: Seconds for one file and for one package: some patterns take minutes in every engine.
FILE_SECONDS, PACKAGE_SECONDS = 2, 20.0
#: Matches of one pattern that are looked for, and matches of one package that are told.
MAX_PER_PATTERN, MAX_MATCHES = 100, 200
_MAX_GAPS = 20


def match_rules(tarball: Tarball, rules: tuple[RuleFile, ...]) -> tuple[tuple[UserMatch, ...], tuple[Gap, ...]]:
    """Where the rules match, and a Gap for each file that took too long; each rule once in a file.

    Of a file that was not kept (a binary, or too big) only the first bytes are looked at. Raises SettingsError.
    """
    scanner = yara_x.Scanner(compiled(rules))
    scanner.set_timeout(FILE_SECONDS)
    scanner.max_matches_per_pattern(MAX_PER_PATTERN)
    found: list[UserMatch] = []
    gaps: list[Gap] = []
    ends = monotonic() + PACKAGE_SECONDS
    for number, member in enumerate(tarball.members):
        if monotonic() > ends or len(found) >= MAX_MATCHES or len(gaps) >= _MAX_GAPS:
            left = len(tarball.members) - number
            gaps.append(
                _gap(f"{left:,} more files", f"more than {MAX_MATCHES} matches or {PACKAGE_SECONDS:.0f} seconds")
            )
            break
        try:
            found.extend(_in_member(scanner, member))
        except yara_x.TimeoutError:
            gaps.append(_gap(member.path, f"the rules take longer than {FILE_SECONDS} seconds"))
        except yara_x.ScanError as error:
            gaps.append(_gap(member.path, str(error)))
    return tuple(found[:MAX_MATCHES]), tuple(gaps)


def _gap(what: str, why: str) -> Gap:
    return Gap(GapKind.SOURCE, f"YARA rules on {what}", why, hint="make the rules cheaper")


def _in_member(scanner: yara_x.Scanner, member: Member) -> Iterator[UserMatch]:
    data = member.head if member.data is None else member.data
    for rule in scanner.scan(data).matching_rules:
        places = sorted((each.offset, each.length) for pattern in rule.patterns for each in pattern.matches)
        about = {key: str(value) for key, value in rule.metadata}
        offset, length = places[0] if places else (0, 0)
        yield UserMatch(
            rule=rule.identifier,
            file=rule.namespace,
            location=Location(member.path, data.count(b"\n", 0, offset) + 1 if places else 0),
            excerpt=data[offset : offset + min(length, MAX_EXCERPT)].decode("utf-8", "replace"),
            about=about.get("description", "")[:MAX_EXCERPT],
            severity=about.get("severity", "").lower(),
        )
