from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.syntax import MAX_DEPTH, argument, child, parse

CODE = "const é = f('x', 1);\n  g(/* c */);"


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.js", b"const a = <b/>;"),
        ("a.jsx", b"const a = <b/>;"),
        ("cli", b"#!/usr/bin/env node\nf();"),
        ("a.ts", b"const a = <string>b;"),
        ("a.mts", b"const a: string = b as string;"),
        ("a.cts", b"enum A { b }"),
        ("a.tsx", b"const a: string = <b/>;"),
    ],
)
def test_the_ending_tells_the_language(path: str, source: bytes) -> None:
    assert not parse(path, source).root.has_error


def test_broken_code_has_a_tree_too() -> None:
    assert parse("a.js", b"f( = }").root.has_error


def test_the_path_leads_from_the_root_to_the_smallest_node() -> None:
    syntax = parse("a.js", CODE.encode())
    start = syntax.source.index(b"'x'")
    path = syntax.path_to(start, start + 3)
    assert path[0] == syntax.root
    assert [node.type for node in path][-3:] == ["call_expression", "arguments", "string"]
    assert syntax.text(path[-1]) == "'x'"


@given(st.text(alphabet="ab(){}[];'` $=.é\n", max_size=40), st.integers(0, 60), st.integers(0, 10))
def test_every_node_of_a_path_holds_the_bytes(text: str, start: int, length: int) -> None:
    source = text.encode()
    path = parse("a.js", source).path_to(start, start + length)
    assert all(node.start_byte <= start and start + length <= node.end_byte for node in path[1:])
    assert all(outer.start_byte <= inner.start_byte for outer, inner in pairwise(path))


def test_a_path_is_cut_where_it_is_too_deep() -> None:
    source = b"[" * 2 * MAX_DEPTH + b"]" * 2 * MAX_DEPTH
    assert len(parse("a.js", source).path_to(2 * MAX_DEPTH, 2 * MAX_DEPTH + 1)) == MAX_DEPTH


@given(st.text(alphabet="aé\N{ROCKET} \t", max_size=20), st.integers(0, 5))
def test_a_place_counts_lines_and_characters_from_one(blank: str, lines: int) -> None:
    before = "\n" * lines + f"/*{blank}*/"
    syntax = parse("a.js", f"{before}f();".encode())
    call = syntax.path_to(len(before.encode()), len(before.encode()) + 3)[-1]
    assert str(syntax.location(call)) == f"a.js:{lines + 1}:{len(blank) + 5}"


def test_a_place_far_to_the_right_has_a_line_only() -> None:
    syntax = parse("a.js", b"\n" + b" " * 5_000 + b"f();")
    assert str(syntax.location(syntax.path_to(5_001, 5_004)[-1])) == "a.js:2"


def test_children_and_arguments_that_are_not_there_are_none() -> None:
    syntax = parse("a.js", CODE.encode())
    start = syntax.source.index(b"f(")
    call = syntax.path_to(start, start + len(b"f('x', 1)"))[-1]
    given_nodes = [argument(call, index) for index in range(3)]
    assert [each and syntax.text(each) for each in given_nodes] == ["'x'", "1", None]
    assert child(None) is None
    assert argument(syntax.root) is None
