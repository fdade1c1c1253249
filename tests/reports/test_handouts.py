from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from assay.model.handout import Handout, HandoutKind, HandoutOutcome, Recall, told_with
from assay.model.integrity import Integrity
from assay.model.policy import Action, Reason
from assay.model.verdict import Level
from assay.reports.handouts import handout_page, handouts_json, handouts_table

NOW = datetime(2026, 1, 10, 12, 0, 1, tzinfo=UTC)
HANDOUT = Handout(
    id="1kej9nn00-00000000",
    time=NOW,
    kind=HandoutKind.TARBALL,
    outcome=HandoutOutcome.REFUSED,
    package="@acme/tool",
    version="1.2.3",
    integrity=Integrity.of(b"x"),
    verdict=Level.MALICIOUS,
    action=Action.BLOCK,
    reasons=(Reason("block.verdicts", "the verdict is malicious"),),
    rules=("install-script-fetches",),
    client="npm/11.6.2 node/v20.1.0 linux x64",
    project="shop",
    refusal="0a1b2c3d4e",
    evidence=(told_with("install-script-fetches: it fetches \x1b[31mcode", "a.js:1: curl x | sh"),),
)
RECALL = Recall("@acme/tool", "1.2.3", "MAL-2026-1", "it steals", NOW)


def test_the_table_tells_the_line_of_each_and_what_was_recalled() -> None:
    plain = replace(HANDOUT, outcome=HandoutOutcome.SERVED, verdict=None, refusal="", package="x\x1b[2J")
    other = Recall("other", "1.0.0", "MAL-2026-2", "", NOW)
    first, second, third = handouts_table([HANDOUT, plain], [RECALL, other]).splitlines()
    assert first.split() == [
        "2026-01-10", "12:00:01Z", "refused", "tarball", "malicious", "@acme/tool@1.2.3", "shop", "npm/11.6.2",
        "0a1b2c3d4e",
    ]  # fmt: skip
    assert "x\\x1b[2J@1.2.3" in second
    assert second.endswith("1kej9nn00-00000000")
    assert third == "recalled: @acme/tool@1.2.3 by MAL-2026-1 (it steals), known since 2026-01-10 12:00:01Z"


def test_the_page_explains_a_refusal_and_the_way_to_an_exception() -> None:
    page = handout_page(HANDOUT, [RECALL])
    assert "[block.verdicts] the verdict is malicious" in page
    assert "  found      install-script-fetches: it fetches \\x1b[31mcode\n             a.js:1: curl x | sh\n" in page
    assert "assay explain install-script-fetches" in page
    assert "MAL-2026-1: it steals" in page
    assert "assay allow '@acme/tool@1.2.3' --reason" in page


def test_the_page_of_what_was_served_asks_for_no_exception() -> None:
    served = replace(HANDOUT, outcome=HandoutOutcome.SERVED)
    assert "assay allow" not in handout_page(served, [])


def test_the_page_of_a_packument_tells_why_the_version_is_withheld() -> None:
    lines = ("1.2.3: it is young", "1.2.2: it is malware")
    told = replace(HANDOUT, kind=HandoutKind.PACKUMENT, outcome=HandoutOutcome.REWRITTEN, hidden=2, version="")
    told = replace(told, evidence=lines)
    page = handout_page(told, [], "1.2.2")
    assert page.startswith("@acme/tool@1.2.2: withheld from the packument\n")
    assert "withheld   2 versions" in page
    assert "it is malware" in page
    assert "it is young" not in page
    assert "assay allow '@acme/tool@1.2.2'" in page
    assert "it is young" in handout_page(told, [])
    assert "@acme/tool (2 versions withheld)" in handouts_table([told], [])


def test_the_json_has_every_field_of_a_handout() -> None:
    document = json.loads(handouts_json([HANDOUT], [RECALL]))
    assert document["version"] == 1
    (entry,) = document["handouts"]
    assert len(entry) == len(Handout.__dataclass_fields__)
    assert (entry["outcome"], entry["decision"], entry["verdict"]) == ("refused", "block", "malicious")
    assert entry["integrity"] == str(HANDOUT.integrity)
    assert entry["reasons"] == [{"rule": "block.verdicts", "text": "the verdict is malicious"}]
    assert document["recalls"] == [
        {
            "package": "@acme/tool",
            "version": "1.2.3",
            "record": "MAL-2026-1",
            "because": "it steals",
            "time": "2026-01-10T12:00:01Z",
        }
    ]
