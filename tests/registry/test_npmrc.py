from __future__ import annotations

import pytest

from assay.registry.npmrc import expand, parse_npmrc, unset_variable


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("a=b", {"a": ("b",)}),
        ("  a = b  \r\n; comment\n# comment\n\nc=d", {"a": ("b",), "c": ("d",)}),
        ("a", {"a": ("true",)}),
        ("a=", {"a": ("",)}),
        ("a=b=c", {"a": ("b=c",)}),
        ("a=1\na=2", {"a": ("2",)}),
        ("a[]=1\na[]=2", {"a": ("1", "2")}),
        ('a="b ; c"', {"a": ("b ; c",)}),
        ("a='b # c'", {"a": ("b # c",)}),
        ("a=b;c", {"a": ("b",)}),
        ("a=b\\;c\\#d\\\\e\\f", {"a": ("b;c#d\\e\\f",)}),
        ("a=1\n[section]\nb=2", {"a": ("1",)}),
        ("\ufeffa=1", {"a": ("1",)}),
        ("//registry.example/:_authToken=npm_x==", {"//registry.example/:_authToken": ("npm_x==",)}),
        ("=b", {}),
    ],
)
def test_reads_what_npm_reads(text: str, found: dict[str, tuple[str, ...]]) -> None:
    assert parse_npmrc(text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${A}", "1"),
        ("x${A}y${A}z", "x1y1z"),
        ("${B}", "${B}"),
        ("${B?}", ""),
        ("${A?}", "1"),
        ("${B-c}", "c"),
        ("${B:-c}", "c"),
        ("${EMPTY:-c}", "c"),
        ("${EMPTY-c}", ""),
        ("\\${A}", "${A}"),
        ("\\\\${A}", "\\1"),
        ("$A ${} ${", "$A ${} ${"),
    ],
)
def test_puts_variables_in(text: str, value: str) -> None:
    assert expand(text, {"A": "1", "EMPTY": ""}) == value


def test_tells_the_variable_that_is_missing() -> None:
    assert unset_variable("a${NPM_TOKEN}") == "NPM_TOKEN"
    assert unset_variable("plain") is None
