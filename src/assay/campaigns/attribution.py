"""Attribution: from the marks that a package has to the campaigns that it belongs to, and how sure that is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assay.campaigns.campaign import Campaign, Mark, Weight

#: Who has exact marks of as many unrelated campaigns writes about them: a scanner's list, a collection of reports.
FAMILIES_OF_A_LIST = 2


class Sureness(StrEnum):
    """How sure it is that a package belongs to a campaign."""

    EXACT = "exact"  # it has a mark that nobody else has
    CONSISTENT = "consistent"  # it is built as the campaign's loader, and does what that does besides


@dataclass(frozen=True, slots=True)
class Attribution:
    """A campaign, how sure it is, and the marks that it rests on, the weightiest first."""

    campaign: Campaign
    sureness: Sureness
    marks: tuple[Mark, ...]


def attributions(campaigns: Collection[Campaign], seen: Collection[Mark]) -> Iterator[Attribution]:
    """Campaigns that these marks speak for; one trait alone (an obfuscator, a port) speaks for none."""
    exact = {each.id: _of_weight(each, seen, Weight.EXACT) for each in campaigns}
    families = {each.family for each in campaigns if exact[each.id]}
    is_list = len(families) >= FAMILIES_OF_A_LIST
    for campaign in campaigns:
        shapes = _of_weight(campaign, seen, Weight.SHAPE)
        aspects = _of_weight(campaign, seen, Weight.ASPECT)
        if exact[campaign.id] and not is_list:
            yield Attribution(campaign, Sureness.EXACT, (*exact[campaign.id], *shapes, *aspects))
        elif shapes and aspects:
            yield Attribution(campaign, Sureness.CONSISTENT, (*shapes, *aspects))


def _of_weight(campaign: Campaign, seen: Collection[Mark], weight: Weight) -> tuple[Mark, ...]:
    return tuple(mark for mark in campaign.marks if mark.weight is weight and mark in seen)
