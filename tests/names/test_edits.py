from __future__ import annotations

import pytest

from assay.names.edits import one_edit_kinds, show_edit, two_edit_kinds


@pytest.mark.parametrize(
    ("name", "target", "kind", "shown"),
    [
        ("exprss", "express", "omission", "expr[-e]ss"),
        ("reqquest", "request", "repetition", "req[+q]uest"),
        ("rewquest", "request", "double-hit", "re[+w]quest"),
        ("rekquest", "request", "insertion", "re[+k]quest"),
        ("loadsh", "lodash", "transposition", "lo[da→ad]sh"),
        ("lodqsh", "lodash", "adjacent-key", "lod[a→q]sh"),
        ("lodosh", "lodash", "vowel-swap", "lod[a→o]sh"),
        ("lodxsh", "lodash", "replacement", "lod[a→x]sh"),
        ("1odash", "lodash", "leetspeak", "[l→1]odash"),
        ("bitcoim", "bitcoin", "homoglyph", "bitcoi[n→m]"),
        ("cross.env", "cross-env", "delimiter", "cross[-→.]env"),
        ("crossenv", "cross-env", "delimiter", "cross[--]env"),
        ("mongo-ose", "mongoose", "delimiter", "mongo[+-]ose"),
        ("parsers", "parser", "plural", "parser[+s]"),
        ("parser", "parsers", "plural", "parser[-s]"),
        ("react2", "react", "version-suffix", "react[+2]"),
        ("colob", "coloc", "bit-flip", "colo[c→b]"),
    ],
)
def test_the_most_telling_class_comes_first(name: str, target: str, kind: str, shown: str) -> None:
    assert one_edit_kinds(name, target)[0] == kind
    assert show_edit(name, target) == shown


def test_several_edits_are_shown_apart() -> None:
    assert show_edit("kommandor", "commander") == "[c→k]ommand[e→o]r"


@pytest.mark.parametrize(
    ("name", "target", "kinds"),
    [
        ("rqeuets", "request", ["scrambled", "two-edits"]),
        ("comandre", "commander", ["scrambled", "two-edits"]),
        ("crosenv", "cross-env", ["omission", "delimiter"]),
        ("cross.emv", "cross-env", ["homoglyph", "adjacent-key", "replacement", "delimiter"]),
        ("tequesr", "request", ["two-edits"]),
        ("kommandor", "commander", ["two-edits"]),
    ],
)
def test_two_slips_that_keep_the_letters_are_told_from_two_that_change_them(
    name: str, target: str, kinds: list[str]
) -> None:
    assert [str(kind) for kind in two_edit_kinds(name, target)] == kinds
