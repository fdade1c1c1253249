"""What the ledger holds, as a table, as one page, and as JSON, version 1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from assay.model.handout import Handout, HandoutOutcome, Recall, about_version, told_apart
from assay.reports.json_text import json_text
from assay.reports.visible import visible, well_formed

#: Of the JSON document; goes up when a field changes its meaning or goes away.
VERSION = 1
_CLIENT = 30
_LINE = 300


def handouts_json(handouts: Sequence[Handout], recalls: Sequence[Recall]) -> str:
    """One JSON document with every field; times are ISO 8601 in UTC, what is not known is null or empty."""
    document: dict[str, object] = {
        "version": VERSION,
        "handouts": [_fields(each) for each in handouts],
        "recalls": [
            {
                "package": well_formed(each.package),
                "version": well_formed(each.version),
                "record": well_formed(each.record),
                "because": well_formed(each.because),
                "time": _exact(each.time),
            }
            for each in recalls
        ],
    }
    return json_text(document)


def handouts_table(handouts: Sequence[Handout], recalls: Sequence[Recall]) -> str:
    """One line for each handout, then one for each recall that speaks of one of them."""
    lines = [_line(each) for each in handouts]
    shown = {(each.package, each.version) for each in handouts}
    lines += [
        visible(f"recalled: {each.package}@{each.version} by {each.record} ({each.because}), known since "
                f"{_short(each.time)}", _LINE)
        for each in recalls
        if (each.package, each.version) in shown
    ]  # fmt: skip
    return "".join(f"{line}\n" for line in lines)


def handout_page(handout: Handout, recalls: Sequence[Recall], version: str = "") -> str:
    """Everything about one handout, and how to ask for an exception if it was refused.

    version   the one that was asked about, where the handout is a packument
    """
    rows = [
        ("time", _short(handout.time)),
        ("verdict", handout.verdict.value if handout.verdict else ""),
        ("decision", "" if handout.outcome is HandoutOutcome.REWRITTEN else handout.action.label),
        ("integrity", str(handout.integrity or "")),
        ("client", handout.client),
        ("session", handout.session),
        ("project", handout.project),
        ("policy", handout.policy_revision),
        ("feeds", handout.feed_revision),
        ("withheld", _count(handout.hidden) if handout.hidden else ""),
    ]
    about: Sequence[str] = handout.evidence
    if handout.outcome is HandoutOutcome.REWRITTEN:
        about = about_version(handout.evidence, version) or about
    lines = [f"{_what(handout)}: {handout.kind.value} {handout.outcome.value}"]
    if handout.outcome is HandoutOutcome.REWRITTEN and version:
        lines = [f"{visible(f'{handout.package}@{version}', 120)}: withheld from the packument"]
    lines += [f"  {name:<10} {visible(value, _LINE)}" for name, value in rows if value]
    lines += [f"  because    [{each.policy_rule}] {visible(each.text, _LINE)}" for each in handout.reasons]
    lines += [line for each in about for line in _found(each)]
    lines += [f"  rule       {rule}: 'assay explain {rule}'" for rule in handout.rules]
    lines += [
        f"  recalled   {visible(f'{each.record}: {each.because}', _LINE)}"
        for each in recalls
        if (each.package, each.version) == (handout.package, handout.version)
    ]
    if handout.outcome is not HandoutOutcome.SERVED:
        what = f"{handout.package}@{handout.version or version or 'VERSION'}"
        lines += ["", "If you have looked at it and accept it:"]
        lines += [f"  assay allow '{visible(what)}' --reason WHY --owner WHO --expires DAY"]
    return "\n".join(lines) + "\n"


def _found(line: str) -> list[str]:
    """One line of evidence: what it is, and below it the places."""
    what, places = told_apart(line)
    return [f"  found      {visible(what, _LINE)}", *(f"             {visible(each, _LINE)}" for each in places)]


def _count(hidden: int) -> str:
    return f"{hidden:,} version{'s' if hidden > 1 else ''}"


def _fields(handout: Handout) -> dict[str, object]:
    return {
        "id": handout.id,
        "refusal": handout.refusal,
        "time": _exact(handout.time),
        "kind": handout.kind.value,
        "outcome": handout.outcome.value,
        "package": well_formed(handout.package),
        "version": well_formed(handout.version),
        "integrity": str(handout.integrity) if handout.integrity else None,
        "verdict": handout.verdict.value if handout.verdict else None,
        "decision": handout.action.label,
        "reasons": [{"rule": each.policy_rule, "text": well_formed(each.text)} for each in handout.reasons],
        "rules": list(handout.rules),
        "evidence": list(map(well_formed, handout.evidence)),
        "client": well_formed(handout.client),
        "session": well_formed(handout.session),
        "project": well_formed(handout.project),
        "address": handout.address,
        "policyRevision": handout.policy_revision,
        "feedRevision": handout.feed_revision,
        "hidden": handout.hidden,
    }


def _line(handout: Handout) -> str:
    verdict = handout.verdict.value if handout.verdict else "-"
    who = " ".join(filter(None, (handout.project, handout.client.partition(" ")[0])))
    told = handout.refusal or handout.id
    withheld = f" ({_count(handout.hidden)} withheld)" if handout.hidden else ""
    return (
        f"{_short(handout.time)}  {handout.outcome.value:<9}  {handout.kind.value:<9}  {verdict:<10}  "
        f"{_what(handout)}{withheld}  {visible(who, _CLIENT)}  {told}"
    )


def _what(handout: Handout) -> str:
    return visible(f"{handout.package}@{handout.version}" if handout.version else handout.package, 120)


def _short(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"


def _exact(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")
