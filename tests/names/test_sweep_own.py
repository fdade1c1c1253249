from __future__ import annotations

from assay.names.protected import ProtectedNames
from assay.names.strength import WARN
from assay.names.sweep import sweep
from assay.names.sweep_own import with_own_hits
from assay.names.sweep_targets import targets_of_corpus, with_own_names
from tests.names.small import small_corpus, small_index

OWN = ("billing-engine", "lodash", "@acme-tools/*", "inhouse-*")
NAMES = ["billing-enigne", "loadsh", "axioss", "billing-engine", "inhouse-axios", "@acme-toolz/any"]


def test_a_sweep_says_of_own_names_what_single_lookups_say() -> None:
    protected = ProtectedNames(small_index(), OWN)
    targets = with_own_names(targets_of_corpus(small_corpus()), protected.names, protected.worth)
    swept = sweep(small_corpus(), NAMES, targets, WARN, processes=1)
    hits = {hit.name: hit.likeness for hit in with_own_hits(swept, protected, NAMES, WARN)}
    internal = {name for name, likeness in hits.items() if likeness.is_internal}
    assert internal == {"billing-enigne", "loadsh", "@acme-toolz/any"}
    assert not hits["axioss"].is_internal
    assert {"billing-engine", "inhouse-axios"}.isdisjoint(hits)
    for name in ("billing-enigne", "@acme-toolz/any"):
        first = protected.likenesses(name)[0]
        assert (hits[name].target, hits[name].classes[0]) == (first.target, first.classes[0])


def test_own_names_are_worth_as_much_as_popular_ones() -> None:
    known = targets_of_corpus(small_corpus())
    targets = with_own_names(known, ("billing-engine", "serialize", "lodash"), 1_000_000)
    worth = dict(zip(targets.names, targets.downloads, strict=True))
    assert worth["billing-engine"] == worth["serialize"] == 1_000_000
    assert worth["lodash"] == dict(zip(known.names, known.downloads, strict=True))["lodash"]
    assert len(targets.names) == len(known.names) + 1
