"""Template: a text with the tags of a template engine is no JavaScript yet, and no engine of JavaScript takes it."""

from __future__ import annotations

from assay.javascript.syntax import Syntax

_TAG = b"<%"
#: Tags looked at in one file.
MAX_TAGS = 20
#: In these, any character may stand in JavaScript, too.
_TEXTS = frozenset({"comment", "html_comment", "string", "template_string", "regex", "jsx_text", "hash_bang_line"})


def is_template(syntax: Syntax) -> bool:
    """True if ``<%`` stands where code stands: that is in no valid JavaScript, whatever surrounds it."""
    position = syntax.source.find(_TAG)
    for _ in range(MAX_TAGS):
        if position < 0:
            return False
        path = syntax.path_to(position, position + 1)
        if not any(node.type in _TEXTS for node in path):
            return True
        position = syntax.source.find(_TAG, position + 1)
    return False
