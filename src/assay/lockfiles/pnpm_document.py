"""The YAML of a pnpm-lock.yaml, read event by event: every node keeps its line, nothing recurses.

pnpm writes plain block YAML. What it never writes (anchors, aliases, tags, merge keys, repeated keys) is refused, as
two readers could understand it in two ways, and aliases are how a small file expands into a huge one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from assay.errors import InputError
from assay.lockfiles.content import MAX_DEPTH, MAX_VALUES, text_of

_HINT = "restore the file from version control, or write it again with `pnpm install --lockfile-only`"


@dataclass(slots=True)
class Node:
    """One YAML value. Exactly one of its three shapes is meant, by ``kind``.

    kind    ``scalar``, ``map`` or ``list``
    line    of its key in a map, of itself elsewhere; one-based
    text    a scalar's text, "" for null; numbers and booleans are not converted
    """

    kind: str
    line: int
    text: str = ""
    items: dict[str, Node] = field(default_factory=dict)
    elements: list[Node] = field(default_factory=list)

    def get(self, key: str) -> Node:
        """The value of a key of a map; an empty scalar if there is none or this is no map."""
        return self.items.get(key, _NOTHING)

    def words(self) -> dict[str, str]:
        """The entries of a map whose values are scalars."""
        return {key: value.text for key, value in self.items.items() if value.kind == "scalar" and value.text}


_NOTHING = Node("scalar", 0)


@dataclass(slots=True)
class _Open:
    """A map or list whose end was not seen yet, and the key that waits for its value."""

    node: Node
    key: str | None = None
    key_line: int = 0


def documents(file: str, data: bytes) -> tuple[Node, ...]:
    """Every YAML document of the file. Raises InputError with the line if it is not YAML as pnpm writes it."""
    text = text_of(file, data, _HINT)
    try:
        return tuple(_build(file, yaml.parse(text, Loader=yaml.CSafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = mark.line + 1 if mark is not None else None
        raise InputError(f"{file} is not valid YAML: {error.problem}", file=file, line=at, hint=_HINT) from error
    except yaml.YAMLError as error:
        raise InputError(f"{file} is not valid YAML", file=file, hint=_HINT) from error


def _build(file: str, events: Iterator[yaml.Event]) -> Iterator[Node]:
    stack: list[_Open] = []
    for count, event in enumerate(events):
        if count > MAX_VALUES:
            raise _refused(file, event, f"holds more than {MAX_VALUES} values")
        node: Node | None = None
        if isinstance(event, yaml.ScalarEvent):
            node = _scalar(file, event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            _check_plain(file, event)
            kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
            stack.append(_Open(Node(kind, _line(event))))
            if len(stack) > MAX_DEPTH:
                raise _refused(file, event, "is nested too deeply")
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            node = stack.pop().node
        elif isinstance(event, yaml.AliasEvent):
            raise _refused(file, event, "uses a YAML alias, which no package manager writes")
        if node is not None and _attach(file, event, stack, node):
            yield node


def _attach(file: str, event: yaml.Event, stack: list[_Open], node: Node) -> bool:
    """Put a finished node where it belongs; True if it is the root of its document."""
    if not stack:
        return True
    parent = stack[-1]
    if parent.node.kind == "list":
        parent.node.elements.append(node)
    elif parent.key is None:
        if node.kind != "scalar":
            raise _refused(file, event, "has a key that is not a word")
        if node.text in parent.node.items or node.text == "<<":
            raise _refused(file, event, f"names {node.text[:80]!r} twice in one place")
        parent.key, parent.key_line = node.text, node.line
    else:
        node.line = parent.key_line
        parent.node.items[parent.key] = node
        parent.key = None
    return False


def _scalar(file: str, event: yaml.ScalarEvent) -> Node:
    _check_plain(file, event)
    text = "" if not event.style and event.value in ("~", "null") else event.value
    return Node("scalar", _line(event), text)


def _check_plain(file: str, event: yaml.NodeEvent) -> None:
    tag = getattr(event, "tag", None)
    if event.anchor is not None or tag is not None:
        raise _refused(file, event, "uses a YAML anchor or tag, which no package manager writes")


def _refused(file: str, event: yaml.Event, why: str) -> InputError:
    return InputError(f"{file} {why}", file=file, line=_line(event), hint=_HINT)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1
