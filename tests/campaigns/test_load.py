from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.campaigns.campaign import Weight, Where
from assay.campaigns.load import campaign_from, campaigns
from assay.errors import CampaignError

MARK = '[[marks]]\nwhere = "text"\nweight = "exact"\ntext = "host.example.invalid"\nwhat = "a host"\n'
HEAD = 'name = "A"\nactor = "nobody"\nsummary = "Nothing."\nsources = ["https://reports.example.invalid/a"]\n'


def test_a_file_is_read_whole() -> None:
    read = campaign_from("a-1", (HEAD + 'groups = ["G1052"]\ntechniques = ["T1027.013"]\n' + MARK).encode())
    assert (read.id, read.family, read.groups, read.techniques) == ("a-1", "a-1", ("G1052",), ("T1027.013",))
    assert [(mark.where, mark.weight, mark.text) for mark in read.marks] == [
        (Where.TEXT, Weight.EXACT, "host.example.invalid")
    ]


def mark(**changes: str) -> str:
    fields = {"where": "text", "weight": "exact", "text": "host.example.invalid", "what": "a host", **changes}
    return "[[marks]]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items())


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a", HEAD, "marks"),
        ("a", HEAD + "marks = []\n", "exact mark, or a shape and an aspect"),
        ("A b", HEAD + MARK, "lower case"),
        ("a", HEAD + 'colour = "red"\n' + MARK, "colour"),
        ("a", HEAD.replace("https", "http") + MARK, "sources"),
        ("a", HEAD.replace("Nothing.", " ") + MARK, "summary is empty"),
        ("a", HEAD + 'groups = ["Lazarus"]\n' + MARK, "Lazarus"),
        ("a", HEAD + 'techniques = ["T1"]\n' + MARK, "T1"),
        ("a", HEAD + mark(text="short"), "too common"),
        ("a", HEAD + mark(where="flow", weight="shape", text="network>nowhere"), "kinds of behaviours"),
        ("a", HEAD + mark(where="flow", text="network>dynamic-code"), "too common"),
        ("a", HEAD + mark(where="air"), "air"),
        ("a", HEAD + mark(what=""), "needs a text"),
        ("a", HEAD + mark(weight="shape"), "a shape and an aspect"),
        ("a", HEAD + MARK + MARK, "twice"),
        ("a", "name = ", "Invalid value"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(name: str, text: str, why: str) -> None:
    with pytest.raises(CampaignError, match=why):
        campaign_from(name, text.encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(data: bytes) -> None:
    with pytest.raises(CampaignError):
        campaign_from("a", data)


def test_every_campaign_is_right_and_its_marks_are_its_own() -> None:
    exact = [mark.text for each in campaigns() for mark in each.marks if mark.weight is Weight.EXACT]
    assert exact
    assert len(exact) == len(set(exact))
