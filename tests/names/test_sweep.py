from __future__ import annotations

from assay.names.sweep import sweep
from assay.names.sweep_targets import targets_of_names
from tests.names.small import small_corpus, small_index

NAMES = [
    "loadsh",
    "lodash",
    "axioss",
    "crossenv",
    "arm-compute",
    "import-mysql",
    "@babel/cores",
    "zzzzzz",
    "babel-preset-env",
]


def test_a_sweep_says_what_single_lookups_say() -> None:
    hits = {hit.name: hit.likeness for hit in sweep(small_corpus(), NAMES, processes=1)}
    for name in NAMES:
        likenesses = small_index().likenesses(name)
        telling = [one for one in likenesses if one.strength >= 0.5]
        if telling:
            assert hits[name].target == telling[0].target
            assert hits[name].classes[0] == telling[0].classes[0]
        else:
            assert name not in hits


def test_the_most_telling_come_first() -> None:
    strengths = [hit.likeness.strength for hit in sweep(small_corpus(), NAMES, weakest=0.0, processes=1)]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths


def test_chosen_names_can_be_protected() -> None:
    targets = targets_of_names(small_corpus(), ["our-own-package", "@our/tools"])
    hits = sweep(small_corpus(), ["our-own-pakcage", "own-our-package", "loadsh"], targets, weakest=0.0, processes=1)
    assert {(hit.name, hit.likeness.target) for hit in hits} == {
        ("our-own-pakcage", "our-own-package"),
        ("own-our-package", "our-own-package"),
    }


def test_progress_is_told() -> None:
    done: list[int] = []
    compared: list[int] = []
    sweep(small_corpus(), NAMES, processes=1, progress=done.append, compared=compared.append)
    assert sum(done) == len(NAMES)
    assert sum(compared) == 2 * len(NAMES)


def test_a_target_with_capitals_is_not_like_itself() -> None:
    targets = targets_of_names(small_corpus(), ["ourOwnPackage"])
    hits = sweep(small_corpus(), ["ourOwnPackage", "our-own-package"], targets, weakest=0.0, processes=1)
    assert [(hit.name, hit.likeness.target) for hit in hits] == [("our-own-package", "ourOwnPackage")]
