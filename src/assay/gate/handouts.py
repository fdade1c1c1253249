"""From what happened to the Handout that the ledger keeps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from assay.gate.force import Force
from assay.gate.refusal import Refusal
from assay.gate.request import Request
from assay.gate.withheld import evidence
from assay.model.handout import Handout, HandoutKind, HandoutOutcome, told_with
from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.model.policy import Action
from assay.model.report import Assessed
from assay.store.ledger import new_handout_id


def handout_of(request: Request, project: str, force: Force, kind: HandoutKind, name: str, now: datetime) -> Handout:
    """What was asked, by whom and when; it counts as served until one of the functions below says more."""
    return Handout(
        id=new_handout_id(now),
        time=now,
        kind=kind,
        outcome=HandoutOutcome.SERVED,
        package=name,
        client=request.agent,
        session=request.session,
        project=project,
        address=request.shown_address,
        policy_revision=force.policy_revision,
        feed_revision=force.feed_revision,
    )


def with_release(handout: Handout, ref: PackageRef, integrity: Integrity | None) -> Handout:
    """It was about this release, and these bytes."""
    return replace(handout, version=ref.version, integrity=integrity)


def with_assessed(handout: Handout, assessed: Assessed) -> Handout:
    """This was thought of it, and it is served all the same."""
    return replace(
        handout,
        verdict=assessed.verdict.level,
        action=assessed.decision.action,
        reasons=assessed.decision.reasons,
        rules=tuple(dict.fromkeys(each.rule_id for each in assessed.verdict.findings)),
    )


def with_withheld(handout: Handout, blocked: Mapping[str, Assessed], *, hides: bool) -> Handout:
    """The policy blocks these versions of the packument; with ``hides`` false they are shown all the same."""
    outcome = HandoutOutcome.REWRITTEN if hides else HandoutOutcome.SERVED
    return replace(handout, outcome=outcome, hidden=len(blocked) if hides else 0, evidence=evidence(blocked))


def with_refusal(handout: Handout, refusal: Refusal) -> Handout:
    """It was refused."""
    found = tuple(told_with(f"{line.title}: {line.text}", *line.evidence) for line in refusal.lines)
    return replace(
        handout,
        outcome=HandoutOutcome.REFUSED,
        verdict=refusal.verdict,
        action=Action.BLOCK,
        reasons=refusal.reasons,
        rules=refusal.rules,
        refusal=refusal.id,
        evidence=(*found, *handout.evidence),
    )
