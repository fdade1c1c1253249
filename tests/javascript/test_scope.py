from __future__ import annotations

import pytest

from assay.javascript.bindings import Definition
from assay.javascript.scope import MAX_CALLERS, MAX_MENTIONS
from tests.javascript.expressions import Asked


def values(asked: Asked, name: str = "a") -> list[str]:
    """The source of every value, and the module of an import."""
    found = asked.scopes.definitions(name, asked.node)
    texts = [asked.syntax.text(each.value) if each.value is not None else each.module for each in found]
    return [text for text in texts if text]


def definition(before: str, after: str = "") -> Definition:
    asked = Asked("a", before, after)
    (found,) = asked.scopes.definitions("a", asked.node)
    return found


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("const a = 1;", ["1"]),
        ("let a; a = 1;", ["1"]),
        ("let a = 1; a = 2;", ["1", "2"]),
        ("a = 1;", ["1"]),
        ("let a = ''; a += 1;", ["''", "1"]),
        ("import a from 'm';", ["m"]),
        ("const b = 1;", []),
        ("b.a = 1;", []),
        ("const b = {a: 1};", []),
        ("'const a = 1'; /* const a = 2; */", []),
        ("for (const a of b) {", ["b"]),
        ("const [a] = b;", ["b"]),
    ],
)
def test_a_name_stands_for_every_value_it_is_given(before: str, expected: list[str]) -> None:
    assert values(Asked("a", before)) == expected


def test_an_inner_name_hides_an_outer_one() -> None:
    inner = "const a = 1; function f() { const a = 2; "
    assert values(Asked("a", inner)) == ["2"]
    assert values(Asked("a", f"{inner}}}")) == ["1"]


def test_an_inner_assignment_gives_to_the_outer_name() -> None:
    assert sorted(values(Asked("a", "let a = 1; function f() { a = 2; }"))) == ["1", "2"]
    assert values(Asked("a", "let a = 1; function f() { let a; a = 2; }")) == ["1"]


def test_a_function_is_known_by_its_name() -> None:
    assert values(Asked("a", "function a() { return 1; }")) == ["function a() { return 1; }"]


def test_a_parameter_stands_for_what_callers_give() -> None:
    asked = Asked("a", "f(1, 2); function f(b, a) {", "} f(3, 4); f(5);")
    assert values(asked) == ["2", "4"]
    assert values(Asked("a", "const f = a => {", "}; f(7);")) == ["7"]


def test_only_a_few_callers_are_asked() -> None:
    asked = Asked("a", "f(1);" * (MAX_CALLERS + 5) + "function f(a) {", "}")
    assert len(asked.scopes.definitions("a", asked.node)) <= MAX_CALLERS


def test_a_parameter_of_a_callback_stands_for_the_call() -> None:
    found = definition("get('x', (b, a) => {", "});")
    assert found.callback
    assert found.value is not None
    assert found.value.type == "call_expression"


@pytest.mark.parametrize(
    ("before", "taken"),
    [
        ("const {a} = b;", "a"),
        ("const {c: a} = b;", "c"),
        ("const {'c': a} = b;", "c"),
        ("const {a = 1} = b;", "a"),
        ("const {...a} = b;", "*"),
        ("const a = b;", ""),
    ],
)
def test_a_pattern_tells_the_property_that_is_taken(before: str, taken: str) -> None:
    found = definition(before)
    assert found.property == taken


@pytest.mark.parametrize(
    ("before", "module", "taken"),
    [
        ("import a from 'm';", "m", ""),
        ("import * as a from 'm';", "m", ""),
        ("import {a} from 'm';", "m", "a"),
        ('import {b as a} from "m";', "m", "b"),
    ],
)
def test_an_import_tells_the_module_and_what_is_taken(before: str, module: str, taken: str) -> None:
    found = definition(before)
    assert (found.module, found.property, found.value) == (module, taken, None)


def test_a_loop_gives_each_part_in_turn() -> None:
    assert definition("for (const a of b) {", "}").loops
    assert definition("for (const a in b) {", "}").loops
    assert not definition("const a = b;").loops


def test_what_is_put_into_a_list_belongs_to_it() -> None:
    assert values(Asked("a", "const a = []; a.push(1);")) == ["[]", "(1)"]


def test_a_name_that_is_everywhere_is_looked_at_within_bounds() -> None:
    asked = Asked("a", "a = 1;" * 10 * MAX_MENTIONS)
    assert 1 <= len(asked.scopes.definitions("a", asked.node)) <= MAX_MENTIONS
    assert asked.scopes.lookups <= 2


def test_a_name_is_looked_up_once_for_each_scope() -> None:
    asked = Asked("a", "const a = 1;")
    first = asked.scopes.definitions("a", asked.node)
    steps = asked.scopes.steps
    assert asked.scopes.definitions("a", asked.node) == first
    assert asked.scopes.steps == steps
