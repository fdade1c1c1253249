"""Methods of regular expressions."""

from __future__ import annotations

from functools import lru_cache

import hyperscan

from assay.javascript.pure.given import Method, text_at
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.patterns import compiled
from assay.javascript.pure.values import Caller, Pattern

#: Longer ones, and repetitions that are counted, take the matcher long to prepare.
_LONGEST = 100


def _test(caller: Caller, owner: Pattern, given: list[object]) -> object:
    """``pattern.test(text)``, where the answer does not depend on an earlier one."""
    if set(owner.flags) - set("iu"):
        raise Unknown
    subject = text_at(given, 0, "undefined")
    caller.budget.build(len(subject))
    try:
        return compiled(owner).search(subject) is not None
    except Unknown:
        return _holds(owner, subject)


def _holds(pattern: Pattern, subject: str) -> bool:
    if not pattern.source.isascii() or len(pattern.source) > _LONGEST or not subject.isascii():
        raise Unknown
    database, scratch = _prepared(pattern.source, "i" in pattern.flags)
    found: list[int] = []
    database.scan(subject.encode(), lambda number, *_: found.append(number), scratch=scratch)
    return bool(found)


@lru_cache(maxsize=16)
def _prepared(source: str, ignores_case: bool) -> tuple[hyperscan.Database, hyperscan.Scratch]:
    """Linear whatever it is given, unlike Python's own; what it does not take is not told."""
    if any(f"{{{digit}" in source for digit in "0123456789"):
        raise Unknown
    database = hyperscan.Database()
    flags = hyperscan.HS_FLAG_SINGLEMATCH | (hyperscan.HS_FLAG_CASELESS if ignores_case else 0)
    try:
        database.compile(expressions=[source.encode()], ids=[0], flags=[flags])
    except hyperscan.error as error:
        raise Unknown from error
    return database, hyperscan.Scratch(database)


PATTERN_METHODS: dict[str, Method] = {"test": _test}
