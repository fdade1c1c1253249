"""Wording: what an expression says as far as that can be told, with signs in the place of what only a run would tell.

``path.join(os.homedir(), ".config", name)`` says ``~/.config/?``. The signs: ``~`` is the home folder, ``<tmp>`` the
one for temporary files, ``<own>`` the file's own, ``<cwd>`` the one it runs in, ``*`` any name in a folder, ``?`` what
is not known; facts about the host are written as a shell would ask for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, product

from tree_sitter import Node

from assay.javascript.bindings import Definition
from assay.javascript.callee import Callees
from assay.javascript.fold import Folder
from assay.javascript.pure.literals import unescape
from assay.javascript.scope import Scopes
from assay.javascript.syntax import argument, child, named_parts
from assay.javascript.vocabulary import SECRET_VARIABLE

UNKNOWN = "?"
HOME = "~"
TEMPORARY = "<tmp>"
#: Possibilities of one expression, characters of one, parts of a list, and names followed from one to the next.
MAX_TEXTS = 6
MAX_TEXT = 4_000
MAX_PARTS = 60
MAX_DEPTH = 24
#: Pieces of syntax worded for one expression, and for all of a file.
MAX_STEPS, MAX_STEPS_OF_FILE = 300, 20_000
#: What Node itself names.
_NAMED = {
    ":os.homedir()": HOME,
    ":os.tmpdir()": TEMPORARY,
    ":os.hostname()": "$(hostname)",
    ":os.userInfo()": "$(id)",
    ":os.userInfo().username": "$(whoami)",
    ":os.userInfo().homedir": HOME,
    "process.cwd()": "<cwd>",
    "process.execPath": "node",
    "process.argv0": "node",
    "process.env": "$(env)",
    "__dirname": "<own>",
    "__filename": "<own>/?",
    "import.meta.dirname": "<own>",
    "import.meta.filename": "<own>/?",
    ":os.EOL": "\n",
    ":path.sep": "/",
}
_VARIABLES = {
    **dict.fromkeys(("HOME", "USERPROFILE", "HOMEPATH"), HOME),
    **dict.fromkeys(("TMP", "TEMP", "TMPDIR"), TEMPORARY),
    "APPDATA": f"{HOME}/AppData/Roaming",
    "LOCALAPPDATA": f"{HOME}/AppData/Local",
    "SHELL": "sh",
    "ComSpec": "cmd.exe",
    "COMSPEC": "cmd.exe",
}
_ENV = "process.env."
_JOINERS = re.compile(
    r":path(?:/posix|/win32|\.posix|\.win32)?\.(?:join|resolve|normalize)$|:(?:upath|pathe)\.(?:join|resolve)$"
)
#: What these are given is what they give, for our purpose: ``JSON.stringify(x)``, ``x.toString()``.
_PASSING = re.compile(
    r"(?:String|JSON\.stringify|encodeURI(?:Component)?|:path\.(?:normalize|posix\.normalize)|:url\.fileURLToPath)$"
)
_SAME = frozenset({"toString", "trim", "slice", "substring", "replace", "replaceAll", "normalize", "valueOf"})
_WRAPPERS = frozenset(
    {"parenthesized_expression", "await_expression", "as_expression", "non_null_expression", "satisfies_expression"}
)
_LISTS = re.compile(r"readdir|glob")


@dataclass(slots=True)
class Wording:
    """Words the expressions of one file."""

    scopes: Scopes
    folder: Folder
    callees: Callees
    steps_of_file: int = 0
    _steps: int = 0
    _known: dict[int, list[str]] = field(default_factory=dict)

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """The possibilities of a text, a path or an address; ``?`` if nothing is known."""
        self._steps = 0
        found = dict.fromkeys(self._texts(node, 0))
        return tuple(islice((each[:MAX_TEXT] for each in found), MAX_TEXTS)) or (UNKNOWN,)

    def lists(self, node: Node | None) -> tuple[str, ...]:
        """The possibilities of a list of texts, each joined by blanks; none if no list stands in the file."""
        self._steps = 0
        return tuple(self._list(node, " ", 0))

    def _list(self, node: Node | None, separator: str, depth: int) -> list[str]:
        array = self._array(node, depth)
        if array is None:
            return []
        return _joined([self._texts(each, depth + 1) for each in named_parts(array)[:MAX_PARTS]], separator)

    def _array(self, node: Node | None, depth: int) -> Node | None:
        while node is not None and node.type in _WRAPPERS:
            node = child(node)
        if node is None or depth > MAX_DEPTH:
            return None
        if node.type == "array":
            return node if node.child_count <= 4 * MAX_PARTS else None
        if node.type == "identifier":
            for each in self.scopes.definitions(self.scopes.syntax.text(node), node):
                found = None if each.callback or each.property else self._array(each.value, depth + 1)
                if found is not None:
                    return found
        return None

    def _texts(self, node: Node | None, depth: int) -> list[str]:
        while node is not None and node.type in _WRAPPERS:
            node = child(node)
        if node is None or depth > MAX_DEPTH or self._is_spent():
            return [UNKNOWN]
        if node.id not in self._known:
            self._known[node.id] = [UNKNOWN]  # while it is looked for, it says nothing
            self._known[node.id] = self._worded(node, depth)
        return self._known[node.id]

    def _is_spent(self) -> bool:
        self._steps += 1
        self.steps_of_file += 1
        return self._steps > MAX_STEPS or self.steps_of_file > MAX_STEPS_OF_FILE

    def _worded(self, node: Node, depth: int) -> list[str]:
        if node.type == "string":
            return [unescape(self.scopes.syntax.text(node)[1:-1])[:MAX_TEXT]]
        if node.type == "template_string":
            pieces = named_parts(node)[:MAX_PARTS]
            return _joined([self._piece(each, depth + 1) for each in pieces], "") if pieces else [""]
        if node.type == "binary_expression":
            return self._operation(node, depth)
        if node.type == "ternary_expression":
            sides = (node.child_by_field_name("consequence"), node.child_by_field_name("alternative"))
            return _known(each for side in sides for each in self._texts(side, depth + 1))
        if node.type in ("identifier", "shorthand_property_identifier"):
            return self._identifier(node, depth)
        if node.type in ("member_expression", "subscript_expression"):
            return [self._member(node)]
        if node.type == "call_expression":
            return self._call(node, depth)
        return [UNKNOWN]

    def _piece(self, node: Node, depth: int) -> list[str]:
        if node.type == "template_substitution":
            return self._texts(child(node), depth)
        return [unescape(self.scopes.syntax.text(node))]

    def _operation(self, node: Node, depth: int) -> list[str]:
        operator = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if operator is not None and operator.type in ("||", "??"):
            return _known(each for side in (left, right) for each in self._texts(side, depth + 1))
        if operator is None or operator.type != "+":
            return [UNKNOWN]
        parts: list[list[str]] = []
        here: Node | None = node  # a long sum leans to the left: walk down it without recursion
        while here is not None and here.type == "binary_expression" and len(parts) < MAX_PARTS:
            parts.append(self._texts(here.child_by_field_name("right"), depth + 1))
            here = here.child_by_field_name("left")
        parts.append(self._texts(here, depth + 1))
        return _joined(parts[::-1], "")

    def _identifier(self, node: Node, depth: int) -> list[str]:
        named = self._named(self.callees.name(node))
        if named:
            return [named]
        name = self.scopes.syntax.text(node)
        found = self.scopes.definitions(name, node)
        return _known(each for one in found[:MAX_TEXTS] for each in self._definition(one, depth)) or [UNKNOWN]

    def _definition(self, definition: Definition, depth: int) -> list[str]:
        value = definition.value
        if value is None or definition.property:
            return [UNKNOWN]
        if not (definition.callback or definition.loops):
            return self._texts(value, depth + 1)
        if _LISTS.search(self.scopes.syntax.text(value)[:200]):
            return ["*"]
        method = value.child_by_field_name("function") if definition.callback else None
        array = self._array(method.child_by_field_name("object") if method is not None else value, depth)
        parts = named_parts(array)[:MAX_TEXTS] if array is not None else []
        return _known(text for each in parts for text in self._texts(each, depth + 1)) or [UNKNOWN]

    def _member(self, node: Node) -> str:
        return self._named(self.callees.name(node)) or self.folder.text(node) or UNKNOWN

    def _named(self, name: str) -> str:
        if name.startswith(_ENV):
            variable = name.removeprefix(_ENV)
            known = _VARIABLES.get(variable, "")
            return known or (f"${variable}" if SECRET_VARIABLE.search(variable) else "")
        return _NAMED.get(name, "")

    def _call(self, node: Node, depth: int) -> list[str]:
        name = self.callees.name(node)
        named = self._named(name)
        if named:
            return [named]
        function = node.child_by_field_name("function")
        called = name.removesuffix("()")
        if _JOINERS.match(called):
            arguments = node.child_by_field_name("arguments")
            parts = named_parts(arguments)[:MAX_PARTS] if arguments is not None else []
            return _joined([self._texts(each, depth + 1) for each in parts], "/")
        if _PASSING.match(called):
            return self._texts(argument(node), depth + 1)
        whole = self.folder.text(node)
        if whole is not None:
            return [whole]
        if function is not None and function.type == "member_expression":
            method = function.child_by_field_name("property")
            word = self.scopes.syntax.text(method) if method is not None else ""
            if word == "join":
                given = self._texts(argument(node), depth + 1)[0] if argument(node) is not None else ","
                return self._list(function.child_by_field_name("object"), given, depth + 1) or [UNKNOWN]
            if word in _SAME:
                return self._texts(function.child_by_field_name("object"), depth + 1)
        return [UNKNOWN]


def _known(texts: Iterable[str]) -> list[str]:
    """Each once, and nothing that is not known where something is."""
    found = list(islice(dict.fromkeys(texts), MAX_TEXTS))
    return [each for each in found if each != UNKNOWN] or found


def _joined(parts: list[list[str]], separator: str) -> list[str]:
    """Every way to put the parts together, within the limit."""
    ways = islice(product(*parts), MAX_TEXTS)
    return [separator.join(way)[:MAX_TEXT] for way in ways]
