"""The environment: whether an expression is the whole of it, and where that stands."""

from __future__ import annotations

from tree_sitter import Node

from assay.javascript.callee import Callees
from assay.javascript.scope import MAX_HOPS, Scopes

ENV = "process.env"
#: Objects whose methods hand over names: ``Reflect``, ``Object``.
_MAKERS = frozenset({"Object", "Reflect"})


def is_any(scopes: Scopes, callees: Callees, index: Node | None) -> bool:
    """True if an index runs over names, as in a loop; a name that a function is given is one variable only."""
    if index is None or index.type != "identifier":
        return False
    found = scopes.definitions(scopes.syntax.text(index), index)
    return any((each.callback or each.loops) and _is_made_here(scopes, callees, each.value) for each in found)


def _is_made_here(scopes: Scopes, callees: Callees, node: Node | None) -> bool:
    """False for a list that only the users of a package give: the names in it are theirs to choose."""
    waiting, seen = [node], set[int]()
    while waiting and len(seen) < MAX_HOPS:
        here = waiting.pop()
        if here is None or here.id in seen:
            continue
        seen.add(here.id)
        method = here.child_by_field_name("function") if here.type == "call_expression" else None
        if method is not None and method.type == "member_expression" and here is node:
            here = method  # keys in keys.map(...), which the names were handed over by
        if here.type == "member_expression" and callees.name(here) != ENV:
            waiting.append(here.child_by_field_name("object"))
        elif here.type == "identifier":
            found = scopes.definitions(scopes.syntax.text(here), here)
            if not found and callees.name(here) in _MAKERS:
                return True
            waiting.extend(each.value for each in found)
        else:
            return True
    return bool(waiting)


def written_out(scopes: Scopes, callees: Callees, node: Node) -> Node:
    """The place that names stand for, as far as they are only other names for it."""
    for _ in range(MAX_HOPS):
        found = scopes.definitions(scopes.syntax.text(node), node) if node.type == "identifier" else []
        value = found[0].value if len(found) == 1 and not found[0].property and not found[0].callback else None
        if value is None or callees.name(value) != ENV:
            break
        node = value
    return node
