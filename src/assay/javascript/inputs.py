"""Inputs: whether an expression is a key that somebody pressed."""

from __future__ import annotations

import re

from tree_sitter import Node

from assay.javascript.scope import Scopes

_KEYS = frozenset({"key", "keyCode", "charCode", "which", "code", "keychar"})
_LISTENS = re.compile(r"""(?:addEventListener|\.on)\s*\(\s*['"`]key(?:down|press|up)['"`]""")
_HANDLER = re.compile(r"""\bonkey(?:down|press|up)\s*=""")
#: Characters of the call that a listener is given to, looked at for the event's name.
_HEAD = 200


def is_key(scopes: Scopes, node: Node) -> bool:
    """True for ``event.key`` and its relatives where ``event`` is handed over when a key is pressed."""
    if node.type != "member_expression":
        return False
    event, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    if event is None or name is None or event.type != "identifier" or scopes.syntax.text(name) not in _KEYS:
        return False
    if any(
        each.callback and each.value is not None and _LISTENS.search(scopes.syntax.text(each.value)[:_HEAD])
        for each in scopes.definitions(scopes.syntax.text(event), event)
    ):
        return True
    return any(
        each.type == "assignment_expression" and _HANDLER.search(scopes.syntax.text(each)[:_HEAD])
        for each in scopes.syntax.path_to(event.start_byte, event.end_byte)
    )
