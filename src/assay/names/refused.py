"""Refused: what is wrong with a name that npm refuses, in plain words beside npm's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from assay.model.package import split_name
from assay.names.validity import validity

#: So many foreign characters are named.
_NAMED = 3


def plain_words(name: str) -> tuple[str, ...]:
    """What is wrong with a name, as clauses; nothing where npm's own words say it all.

    >>> plain_words("@scope/")
    ('a scope alone is no package: the name after @scope/ is missing',)
    >>> plain_words("%40babel%2fcore")
    ('it is percent-encoded: write @babel/core',)
    """
    return tuple(_clauses(name))


def _clauses(name: str) -> Iterator[str]:
    if "://" in name or name.startswith(("./", "../", "/", "~/")):
        yield "it is an address or a path, and no name: 'assay scan' reads files and folders"
        return
    scope, slash, bare = name.partition("/")
    if scope.startswith("@") and len(scope) > 1 and not bare:
        yield f"a scope alone is no package: the name after {scope}/ is missing"
    elif scope == "@" or (slash and not scope):
        yield "the scope has no name"
    elif slash and not split_name(name)[0]:
        yield "only a scope may stand before a slash, as in @scope/name"
    decoded = unquote(name)
    if decoded != name and not validity(decoded).errors:
        yield f"it is percent-encoded: write {decoded}"
    yield from _foreign(name)


def _foreign(name: str) -> Iterator[str]:
    foreign = list(dict.fromkeys(character for character in name if not character.isascii()))
    if foreign:
        more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
        yield f"not of ASCII: {', '.join(map(_described, foreign[:_NAMED]))}{more}"


def _described(character: str) -> str:
    return f"{character} ({unicodedata.name(character, f'U+{ord(character):04X}')})"
