"""Affixes: a name with something put before or behind it that promises to be the real thing, or a piece left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.names.kind import Kind
from assay.names.wordlist import word_set

# What honest packages and imitations alike append: the language, the platform, the role.
_PREFIX_SET = word_set("node js npm ts nodejs official original real true")
_SUFFIX_SET = word_set(
    """
    js node nodejs npm ts cli sdk api lib official original real latest new pro http client orm
    fix fixed patch patched compat legacy
    """
)
#: Affixes that may also stand without a separator: ``ethersjs``.
_GLUED = ("js", "node", "cli", "sdk", "api", "npm", "lib")
_SEPARATED = re.compile(r"[-._]")
_VERSION = re.compile(r"(?<![0-9])[-._]?v?(?<![0-9])[0-9]{1,3}(?:\.[0-9]{1,3})*$")
_LANGUAGE = ("js", "-js", ".js", "-node", "-cli")


def without_affix(name: str) -> Iterator[tuple[str, Kind]]:
    """What is left without a usual prefix, suffix or version; the name must have no scope.

    >>> dict(without_affix("ethersjs")), dict(without_affix("node-request"))
    ({'ethers': <Kind.COMBOSQUAT: 'combosquat'>}, {'request': <Kind.COMBOSQUAT: 'combosquat'>})
    """
    first = _SEPARATED.search(name)
    if first and name[: first.start()] in _PREFIX_SET:
        yield name[first.end() :], Kind.COMBOSQUAT
    last = max(name.rfind("-"), name.rfind("."), name.rfind("_"))
    if last > 0 and name[last + 1 :] in _SUFFIX_SET:
        yield name[:last], Kind.COMBOSQUAT
        if first and name[: first.start()] in _PREFIX_SET and first.end() < last:
            yield name[first.end() : last], Kind.COMBOSQUAT
    else:
        for glued in _GLUED:
            if name.endswith(glued) and len(name) > len(glued) + 2:
                yield name[: -len(glued)], Kind.COMBOSQUAT
    for glued in ("node", "js", "npm"):
        if name.startswith(glued) and len(name) > len(glued) + 2 and name[len(glued)] not in "-._":
            yield name[len(glued) :], Kind.COMBOSQUAT
    version = _VERSION.search(name)
    if version and version.start() > 0:
        yield name[: version.start()], Kind.VERSION_SUFFIX


def without_word(name: str) -> Iterator[tuple[str, Kind]]:
    """What is left without the first or the last word, whatever it is; the name must have no scope.

    >>> [rest for rest, _ in without_word("plutov-slack-client")]
    ['slack-client', 'plutov-slack', 'slack']
    """
    parts = _SEPARATED.split(name)
    if len(parts) < 2:
        return
    marks = _SEPARATED.findall(name)
    yield name[len(parts[0]) + 1 :], Kind.AFFIX
    yield name[: -len(parts[-1]) - 1], Kind.AFFIX
    if len(parts) == 3 and marks:
        yield parts[1], Kind.FAMILIAR_TERM


def with_language(name: str) -> Iterator[tuple[str, Kind]]:
    """Fuller names that this one may leave a piece out of, or end otherwise.

    >>> [fuller for fuller, _ in with_language("discord.app")][:3]
    ['discord.appjs', 'discord.app-js', 'discord.app.js']
    """
    for suffix in _LANGUAGE:
        if not name.endswith(suffix):
            yield name + suffix, Kind.SIMPLIFICATION
    last = max(name.rfind("-"), name.rfind("."))
    if last > 2:
        ending = name[last + 1 :]
        for suffix in ("js", "node", "cli"):
            if ending != suffix:
                yield name[: last + 1] + suffix, Kind.ASEMANTIC


def show_affix(name: str, target: str) -> str:
    """The difference, shown: what was added around the target, or dropped from it.

    >>> show_affix("node-request", "request"), show_affix("discord.app", "discord.js")
    ('[+node-]request', 'discord.[js→app]')
    """
    at = name.find(target)
    if at >= 0:
        before, after = name[:at], name[at + len(target) :]
        return (f"[+{before}]" if before else "") + target + (f"[+{after}]" if after else "")
    if target.startswith(name):
        return f"{name}[-{target[len(name) :]}]"
    start = 0
    for mine, theirs in zip(name, target, strict=False):
        if mine != theirs:
            break
        start += 1
    return f"{target[:start]}[{target[start:]}→{name[start:]}]"
