"""Scopes: a scoped name without its scope, with the scope folded in, or under a scope that looks like the true one."""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.package import split_name

_ENDINGS = ("js", "s", "io", "hq", "org", "inc", "dev", "official", "team", "labs", "lib", "er", "ui", "core")


def scope_respellings(scope: str) -> Iterator[str]:
    """Scopes that this one may imitate by a usual ending (one edit and loose spelling are found otherwise).

    >>> list(scope_respellings("@babeljs"))[:1], "@vercelhq" in scope_respellings("@vercel")
    (['@babel'], True)
    """
    for ending in _ENDINGS:
        if scope.endswith(ending) and len(scope) > len(ending) + 3:
            yield scope.removesuffix(ending).rstrip("-_.")
        yield scope + ending
        yield f"{scope}-{ending}"


def show_scope(name: str, target: str) -> str:
    """The difference, shown.

    >>> show_scope("core", "@babel/core"), show_scope("babel-core", "@babel/core")
    ('[-@babel/]core', '[@babel/→babel-]core')
    >>> show_scope("@babel/core", "babel-core")
    '[babel-core→@babel/core]'
    """
    scope, bare = split_name(target)
    if scope and name.endswith(bare):
        before = name[: len(name) - len(bare)]
        return f"[{scope}/→{before}]{bare}" if before else f"[-{scope}/]{bare}"
    return f"[{target}→{name}]"
