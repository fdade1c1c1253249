from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.names.order import differs_by_order, show_order


def test_the_same_words_in_another_order() -> None:
    assert differs_by_order("mysql-import", "import.mysql")
    assert not differs_by_order("mysql-import", "mysql_import")
    assert not differs_by_order("mysql-import", "mysql-imports")
    assert not differs_by_order("a-b", "b-a-a")
    assert not differs_by_order("lodash", "lodash")
    assert show_order("b-a", "a-b") == "[a-b→b-a]"


@given(
    st.lists(st.sampled_from(["ab", "cd", "ef"]), min_size=1, max_size=4).flatmap(
        lambda words: st.tuples(st.just(words), st.permutations(words))
    )
)
def test_any_other_order_is_one(pair: tuple[list[str], list[str]]) -> None:
    words, other = pair
    assert differs_by_order("-".join(words), ".".join(other)) == (words != other)
