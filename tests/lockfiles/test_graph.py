from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from assay.lockfiles.graph import MAX_STEPS, Edge, loose_roots, reach
from assay.model.dependency import MAX_PATHS, DependencyType

_PRODUCTION = DependencyType.PRODUCTION
_DEVELOPMENT = DependencyType.DEVELOPMENT
_OPTIONAL = DependencyType.OPTIONAL

_GRAPHS = st.dictionaries(
    st.integers(0, 12),
    st.lists(st.builds(Edge, st.integers(0, 12), st.sampled_from(DependencyType)), max_size=5),
    max_size=13,
)


def test_shortest_path_comes_first() -> None:
    edges = {"app": [Edge("a"), Edge("c")], "a": [Edge("b")], "b": [Edge("c")], "c": []}
    reached = reach(["app"], edges, str)
    assert reached["c"].paths == (("app", "c"), ("app", "a", "b", "c"))
    assert reached["c"].is_direct
    assert not reached["b"].is_direct


def test_a_cycle_ends() -> None:
    reached = reach(["app"], {"app": [Edge("a")], "a": [Edge("b")], "b": [Edge("a"), Edge("b")]}, str)
    assert reached["a"].paths == (("app", "a"),)
    assert reached["b"].paths == (("app", "a", "b"),)


def test_no_more_than_the_allowed_number_of_paths() -> None:
    edges = {"app": [Edge(f"p{number}") for number in range(20)]}
    edges |= {f"p{number}": [Edge("end")] for number in range(20)}
    assert len(reach(["app"], edges, str)["end"].paths) == MAX_PATHS


def test_the_weightiest_path_decides_and_its_lightest_edge_counts() -> None:
    edges = {
        "app": [Edge("dev", _DEVELOPMENT), Edge("maybe", _OPTIONAL), Edge("lib")],
        "dev": [Edge("shared"), Edge("only-dev", _OPTIONAL)],
        "maybe": [Edge("shared"), Edge("only-maybe")],
        "lib": [Edge("extra", _OPTIONAL)],
    }
    types = {name: found.type for name, found in reach(["app"], edges, str).items()}
    assert types == {
        "dev": _DEVELOPMENT,
        "maybe": _OPTIONAL,
        "lib": _PRODUCTION,
        "shared": _OPTIONAL,
        "only-dev": _DEVELOPMENT,
        "only-maybe": _OPTIONAL,
        "extra": _OPTIONAL,
    }


def test_a_path_does_not_pass_through_another_root() -> None:
    reached = reach(["app", "member"], {"app": [Edge("member")], "member": [Edge("ms", spec="^2")]}, str)
    assert set(reached) == {"ms"}
    assert reached["ms"].paths == (("member", "ms"),)
    assert reached["ms"].requested == "^2"


def test_a_very_long_chain_is_cut_in_the_middle() -> None:
    reached = reach([0], {number: [Edge(number + 1)] for number in range(5_000)}, str)
    path = reached[5_000].paths[0]
    assert len(path) == MAX_STEPS
    assert (path[0], path[-2], path[-1]) == ("0", "...", "5000")


@given(_GRAPHS)
def test_every_reachable_node_has_real_and_ordered_paths(edges: dict[int, list[Edge[int]]]) -> None:
    reached = reach([0], edges, str)
    expected = {edge.target for edge in edges.get(0, [])}
    while True:
        more = {edge.target for node in expected for edge in edges.get(node, [])} | expected
        if more == expected:
            break
        expected = more
    assert set(reached) == expected - {0}
    for node, found in reached.items():
        assert 1 <= len(found.paths) <= MAX_PATHS
        assert len(set(found.paths)) == len(found.paths)
        assert [len(path) for path in found.paths] == sorted(len(path) for path in found.paths)
        for path in found.paths:
            assert (path[0], path[-1]) == ("0", str(node))
            assert len(set(path)) == len(path)
            for step, following in itertools.pairwise(path):
                assert int(following) in {edge.target for edge in edges[int(step)]}


@given(_GRAPHS)
def test_loose_roots_reach_everything(edges: dict[int, list[Edge[int]]]) -> None:
    known = {*edges, *(edge.target for out in edges.values() for edge in out)}
    starts = loose_roots(known, edges)
    assert set(reach([-1], {-1: [Edge(node) for node in starts], **edges}, str)) == known
