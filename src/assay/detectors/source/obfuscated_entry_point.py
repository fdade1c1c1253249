"""Code that runs is made unreadable.

*What it does*

Looks for the marks that obfuscators leave in a file: names like `_0x3f2a`, texts moved into a rotated array, shuffled
statements, code packed into a string, words spelled in escapes or in brackets and signs, code pushed off the screen by a
long run of blanks. Minified and bundled code has none of them and is left alone.

A file that an entry point reaches counts more than one that nothing is known to reach, and one that runs on installation
counts most.

*Why it matters*

Nobody can review such code, and a package that is published for others to use has little reason to hide from them.

*Example*

    const theme = {};                                                                                                                                                       const hidden = require("./hidden").start();
"""  # noqa: E501 - the example is a long line

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._flows import confidence, runs_on_install, softened, when
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import SourceFile, Trait
from assay.model.subject import Subject

RULE = Rule(
    id="obfuscated-entry-point",
    title="Code that runs is made unreadable",
    severity=Severity.MEDIUM,
    concern=Concern.MALICE,
    advice="Ask its author for readable code, or use another package.",
    techniques=("T1027.010", "T1027.013"),
)
#: One trait may be a product that protects itself; so many are an obfuscator at its strongest.
MANY = 3
#: Traits that are only found where somebody hides something; the others also protect honest products.
_TELLING = frozenset({"code-after-blanks"})
_OTHERS = frozenset(
    {
        "hex-names",
        "string-array",
        "rotated-array",
        "control-flow-flattening",
        "packer",
        "escaped-text",
        "jsfuck",
    }
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file with such traits, at the most telling one."""
    for file in subject.sources:
        found = [trait for trait in file.traits if trait.name in _TELLING | _OTHERS]
        if found:
            found.sort(key=lambda trait: trait.name not in _TELLING)
            yield _finding(subject, file, found)


def _finding(subject: Subject, file: SourceFile, found: list[Trait]) -> Finding:
    is_telling = found[0].name in _TELLING
    severity = Severity.HIGH if is_telling or runs_on_install(file) or len(found) >= MANY else RULE.severity
    most = Confidence.HIGH if len(found) > 1 or is_telling else Confidence.MEDIUM
    return finding(
        RULE,
        f"{file.path} of {subject.ref} is made unreadable, and runs {when(file)}"
        if file.is_used
        else f"{file.path} of {subject.ref} is made unreadable",
        *(Evidence(trait.detail, trait.location) for trait in found[:5]),
        severity=softened(file, severity),
        confidence=confidence(file, most),
    )
