"""Files made to crash, hang or blind a reader, in real workers: the other file of the package is read all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime

from assay.assessment.ports import Blob
from assay.model.gap import GapKind
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.model.subject import Existence, Subject
from assay.wiring.inspector import TARGET, PoolInspector
from assay.workers.pool import WorkerPool
from tests.wiring.hostile_sources import FILES, MANIFESTS, THIEF, package_with
from tests.wiring.jsfuck import jsfuck, number
from tests.wiring.test_inspector import packed

SUBJECT = Subject(PackageRef("pkg", "1.0.0"), datetime(2026, 3, 4, tzinfo=UTC), Existence.EXISTS)


def inspected(names: Iterable[str]) -> dict[str, Inspection]:
    """Every package of these names, read as ``assay scan`` reads it: by one worker after another, within its limits."""

    async def run() -> dict[str, Inspection]:
        pool = WorkerPool(TARGET, 1)
        inspector = PoolInspector(pool)
        found: dict[str, Inspection] = {}
        try:
            for name in names:
                data = packed(package_with(name))
                found[name] = await inspector.inspect(SUBJECT, Blob(len(data), Integrity.of(data), data), "")
        finally:
            await pool.close()
        return found

    return asyncio.run(run())


def rules_at(inspection: Inspection, path: str) -> set[str]:
    """The rules that found something in a file."""
    return {
        finding.rule_id
        for finding in inspection.findings
        for each in finding.evidence
        if each.location is not None and each.location.file == path
    }


def failures(inspection: Inspection) -> list[str]:
    """Gaps that a reader of ours is to blame for: a rule that raised, a worker that was lost."""
    words = ("the rule failed", "the process that read it", "processor time", "longer than", "more memory")
    return [gap.why for gap in inspection.gaps if gap.kind is GapKind.WORKER or any(each in gap.why for each in words)]


def test_a_hostile_file_is_read_to_an_end_and_hides_no_other() -> None:
    for name, inspection in inspected(FILES).items():
        assert "environment-exfiltration" in rules_at(inspection, THIEF), name
        assert [why for why in failures(inspection) if "is spent on one file" not in why] == [], name
        told = {gap.location.file for gap in inspection.gaps if gap.kind is GapKind.SOURCE and gap.location}
        path = FILES[name][0]
        assert told <= {path}, name
        if name in TOLD:
            assert told or rules_at(inspection, path) - {"install-script"}, name


def test_a_hostile_manifest_is_a_gap_at_worst_and_hides_no_file() -> None:
    for name, inspection in inspected(MANIFESTS).items():
        assert "environment-exfiltration" in rules_at(inspection, THIEF), name
        assert failures(inspection) == [], name
        has_gap = any(gap.kind is GapKind.ARCHIVE and "package.json" in gap.what for gap in inspection.gaps)
        assert has_gap == (name in UNREADABLE), name


#: What must not pass in silence: a Gap names the file, or a finding does.
TOLD = frozenset(
    {
        *("200,000 round brackets", "200,000 square brackets", "brackets of all kinds", "10 MB of base64 in a line"),
        *("JSFuck", "long JSFuck", "cut JSFuck", "JSFuck in a line of code", "regex bomb", "regex bombs"),
        *("signs of an obfuscator", "UTF-16 with a mark", "UTF-16 of the other order", "UTF-16 without a mark"),
        *("UTF-16 of odd length", "UTF-32", "latin-1", "broken UTF-8", "encodings mixed", "zeros", "zeros between"),
        *("picture named .js", "picture with code behind it", "26 layers of base64", "code that doubles"),
        *("many texts of code", "decoder without end", "decoder that counts to a billion", "decoder that grows"),
        *("sum of 100,000", "template of 100,000", "array of 100,000 joined", "concat of 100,000", "nested templates"),
        *("fromCharCode of 100,000", "1,000 layers", "nested calls", "nested blocks", "nested classes"),
        *("chain of calls", "chain of members", "nested objects in a call", "nested patterns", "nested JSX"),
        *("nested elements", "nested negations", "nested arrays in a call", "command nested deep"),
    }
)
#: Manifests that no client can read either, or that are too big to be kept.
UNREADABLE = frozenset(
    {
        *("nested where nobody looks", "nested exports", "nested lists", "never closed", "UTF-16", "zeros behind it"),
        *("100,000 scripts that call each other",),
    }
)


def test_the_brackets_stand_for_what_they_should() -> None:
    assert number(0) == "+[]"
    assert number(1) == "+!+[]"
    assert number(12) == "+([+!+[]]+[!+[]+!+[]])"
    assert set(jsfuck("return 1+1")) == set("[]()!+")
