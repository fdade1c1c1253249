from __future__ import annotations

from assay.campaigns.attribution import Sureness, attributions
from assay.campaigns.campaign import Campaign, Mark, Weight, Where

HOST = Mark(Where.TEXT, Weight.EXACT, "host.example.invalid", "a host")
OTHER = Mark(Where.TEXT, Weight.EXACT, "other.example.invalid", "a host")
SHAPE = Mark(Where.FLOW, Weight.SHAPE, "network>dynamic-code", "runs what it fetched")
PORT = Mark(Where.TEXT, Weight.ASPECT, ":1224/", "a port")


def campaign(name: str, *marks: Mark, family: str = "") -> Campaign:
    return Campaign(name, name, "nobody", family or name, "Nothing.", ("https://reports.example.invalid/",), marks)


def told(campaigns: list[Campaign], *seen: Mark) -> dict[str, tuple[Sureness, int]]:
    return {each.campaign.id: (each.sureness, len(each.marks)) for each in attributions(campaigns, seen)}


def test_an_exact_mark_names_the_campaign_and_the_rest_is_shown_behind_it() -> None:
    assert told([campaign("a", HOST, SHAPE)], SHAPE, HOST) == {"a": (Sureness.EXACT, 2)}


def test_a_shape_with_an_aspect_is_consistent_and_each_alone_is_nothing() -> None:
    known = [campaign("a", SHAPE, PORT)]
    assert told(known, SHAPE, PORT) == {"a": (Sureness.CONSISTENT, 2)}
    assert told(known, SHAPE) == told(known, PORT) == told(known) == {}


def test_marks_of_unrelated_campaigns_are_a_list_and_those_of_one_family_are_not() -> None:
    assert told([campaign("a", HOST), campaign("b", OTHER)], HOST, OTHER) == {}
    related = [campaign("a", HOST, family="f"), campaign("b", OTHER, family="f")]
    assert set(told(related, HOST, OTHER)) == {"a", "b"}
