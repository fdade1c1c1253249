"""Template: a text with the tags of a template engine is no JavaScript yet, and no engine of JavaScript takes it."""

from __future__ import annotations

from assay.javascript.syntax import Syntax

_TAG = b"<%"
#: What Node loads under these names is JavaScript or fails; a tag in it is no reason to look away.
_CODE = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx")
#: Tags looked at in one file.
MAX_TAGS = 20
#: In these, any character may stand in JavaScript, too.
_TEXTS = frozenset({"comment", "html_comment", "string", "template_string", "regex", "jsx_text", "hash_bang_line"})


def is_template(path: str, syntax: Syntax) -> bool:
    """True if ``<%`` stands where code stands, in a file that is not named as code: no valid JavaScript holds that."""
    if path.endswith(_CODE):
        return False
    position = syntax.source.find(_TAG)
    for _ in range(MAX_TAGS):
        if position < 0:
            return False
        around = syntax.path_to(position, position + 1)
        if not any(node.type in _TEXTS for node in around):
            return True
        position = syntax.source.find(_TAG, position + 1)
    return False
