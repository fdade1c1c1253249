"""Syntax: a parsed file, looked into at single places. Nothing walks the whole tree: it may be hostile and huge."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from tree_sitter import Language, Node, Parser

from assay.javascript.places import Places
from assay.model.location import Location

FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function",
        "generator_function_declaration",
    }
)
_SCOPES = FUNCTIONS | {"program"}
#: Deeper nesting than this is not followed; honest bundles stay below 200.
MAX_DEPTH = 2_000
#: Paths that are kept, and nodes of one that is: more would take gigabytes in a hostile file.
_KEPT_PATHS, _KEPT_LENGTH = 5_000, 100
_NEWLINE = re.compile(rb"\n")


#: Asked now and then while a file is read; once it answers True, the file is given up.
Stop = Callable[[], bool]


class GivenUp(ValueError):
    """Reading took longer than ``stop`` allows. Internal to this room: ``read`` tells it in ``SourceFile.unread``."""


#: What calls something, and its arguments in the field ``arguments``.
CALLS = ("call_expression", "new_expression")


def never() -> bool:
    """Never stop: for callers that know what they read."""
    return False


@dataclass(frozen=True, slots=True)
class Syntax:
    """The UTF-8 source of one file and its tree; ``places`` if the source was rewritten before it was parsed."""

    path: str
    source: bytes
    root: Node
    places: Places | None = None
    _paths: dict[tuple[int, int], list[Node]] = field(default_factory=dict, repr=False, compare=False)
    _scopes: dict[tuple[int, int], list[Node]] = field(default_factory=dict, repr=False, compare=False)
    _cut: list[int] = field(default_factory=list, repr=False, compare=False)

    def text(self, node: Node) -> str:
        """The source text of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    @property
    def is_cut(self) -> bool:
        """True once something was asked for that is nested deeper than ``MAX_DEPTH``."""
        return bool(self._cut)

    def path_to(self, start: int, end: int) -> list[Node]:
        """The nodes from the root down to the smallest one that holds these bytes; cut off at ``MAX_DEPTH``."""
        known = self._paths.get((start, end))
        if known is not None:
            return known
        # a cursor, as Node.first_child_for_byte crashes the process where there is no such child
        cursor = self.root.walk()
        nodes = [self.root]
        while len(nodes) < MAX_DEPTH and cursor.goto_first_child_for_byte(start) is not None:
            node = cursor.node
            if node is None or node.start_byte > start or node.end_byte < end:
                break
            nodes.append(node)
        if len(nodes) >= MAX_DEPTH and not self._cut:
            self._cut.append(start)
        if len(nodes) <= _KEPT_LENGTH and len(self._paths) < _KEPT_PATHS:
            self._paths[start, end] = nodes
        return nodes

    def scopes_of(self, node: Node) -> list[Node]:
        """The file and the functions that hold a node, the innermost last; the node itself if it is one."""
        key = (node.start_byte, node.end_byte)
        known = self._scopes.get(key)
        if known is None:
            known = [each for each in self.path_to(*key) if each.type in _SCOPES]
            if len(self._scopes) < _KEPT_PATHS:
                self._scopes[key] = known
        return known

    def innermost(self, start: int, end: int, *types: str) -> Node | None:
        """The smallest node of these types that holds these bytes; None if there is none."""
        return next((node for node in reversed(self.path_to(start, end)) if node.type in types), None)

    def location_at(self, position: int) -> Location:
        """Line and column (in characters) of a byte."""
        return (self.places or Places(self.source)).location(self.path, position)

    def location(self, node: Node) -> Location:
        """Line and column (in characters) of a node."""
        if self.places is not None:
            return self.places.location(self.path, node.start_byte)
        row, column_bytes = node.start_point
        line_start = node.start_byte - column_bytes
        column = len(self.source[line_start : node.start_byte].decode("utf-8", "replace")) if column_bytes < 4096 else 0
        return Location(self.path, row + 1, column + 1 if column_bytes < 4096 else 0)


def parse(path: str, source: bytes, stop: Stop = never, places: Places | None = None) -> Syntax:
    """Parse UTF-8 source; TypeScript and TSX by the file's ending, else JavaScript with JSX.

    Raises GivenUp. Text that is wrong in certain ways takes time and memory by the square of its length: 88 kB of it
    need 3.5 GB, so a size limit alone does not help.
    """
    parser = _parser(_dialect(path))
    view = memoryview(source)
    try:
        # the library asks only if it has to ask for the text, too
        tree = parser.parse(lambda offset, _: view[offset:], progress_callback=lambda *_: stop())
    except ValueError as error:
        parser.reset()  # or it would go on with this file when it is given the next
        raise GivenUp(path) from error
    return Syntax(path, source, tree.root_node, places)


def named_parts(node: Node) -> list[Node]:
    """The named children without comments, which may stand anywhere and mean nothing."""
    return [each for each in node.named_children if each.type != "comment"]


def child(node: Node | None, index: int = 0) -> Node | None:
    """The named child at this place, comments not counted; None if there is none."""
    if node is None:
        return None
    for place in range(node.named_child_count):
        found = node.named_child(place)
        if found.type == "comment":
            continue
        if index == 0:
            return found
        index -= 1
    return None


def argument(call: Node, index: int = 0) -> Node | None:
    """The argument of a call at this place, None if there is none."""
    return child(call.child_by_field_name("arguments"), index)


def _dialect(path: str) -> str:
    if path.endswith((".ts", ".mts", ".cts")):
        return "typescript"
    return "tsx" if path.endswith(".tsx") else "javascript"


@lru_cache(maxsize=3)
def _parser(dialect: str) -> Parser:
    if dialect == "javascript":
        import tree_sitter_javascript

        return Parser(Language(tree_sitter_javascript.language()))
    import tree_sitter_typescript

    tsx = dialect == "tsx"
    return Parser(
        Language(tree_sitter_typescript.language_tsx() if tsx else tree_sitter_typescript.language_typescript())
    )
