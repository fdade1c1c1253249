"""Loopback: a call that talks to the machine that it runs on. What is sent there does not leave."""

from __future__ import annotations

import re

from tree_sitter import Node

from assay.javascript.slicing import Slicer
from assay.javascript.syntax import argument

#: Names and addresses that never leave a machine (RFC 6761, 6.3; RFC 5735, 3; RFC 4291, 2.5.3).
_HOST = r"(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)"
_URL = re.compile(rf"(?:https?|wss?)://{_HOST}(?::\d*)?(?:[/?#]|$)", re.IGNORECASE)
_NAME = re.compile(rf"{_HOST}$", re.IGNORECASE)
#: Options that change where a request goes in the end.
_ELSEWHERE = frozenset({"agent", "proxy", "socketPath", "lookup", "createConnection"})


def is_loopback(slicer: Slicer, call: Node) -> bool:
    """True if the address of a call, or of the request that it writes to, is a literal one of this machine."""
    function = call.child_by_field_name("function")
    subject = function.child_by_field_name("object") if function is not None else None
    if not slicer.callees.name(subject).endswith("()"):
        return _is_here(slicer, argument(call))
    if subject is not None and subject.type == "identifier":
        made = slicer.scopes.definitions(slicer.scopes.syntax.text(subject), subject)
        makers = [each.value for each in made if each.value is not None]
    else:
        makers = [subject] if subject is not None else []
    return bool(makers) and all(
        each.type in ("call_expression", "new_expression") and _is_here(slicer, argument(each)) for each in makers
    )


def _is_here(slicer: Slicer, address: Node | None) -> bool:
    if address is None:
        return False
    if address.type != "object":
        written = slicer.folder.text(address) or slicer.folder.start(address)
        return bool(_URL.match(written))
    is_here = False
    for pair in address.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        name = slicer.scopes.syntax.text(key or pair).strip("'\"")
        if pair.type == "spread_element" or name in _ELSEWHERE:
            return False
        if name in ("host", "hostname") and value is not None:
            if not _NAME.match(slicer.folder.text(value) or ""):
                return False
            is_here = True
    return is_here
