"""The dependency graph of a project: the shortest ways to every release, and how each is depended on.

Both answers take time linear in the graph (times ``MAX_PATHS``); no list of all paths is ever made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from assay.model.dependency import MAX_PATHS, DependencyType

NodeT = TypeVar("NodeT", bound=Hashable)

#: A way to a node: the node, the names on the way, the nodes on it.
_Way: TypeAlias = tuple[NodeT, tuple[str, ...], tuple[NodeT, ...]]

#: Heaviest first: a release that production code needs is a production dependency, whatever else needs it.
WEIGHT_ORDER = (
    DependencyType.PRODUCTION,
    DependencyType.OPTIONAL,
    DependencyType.PEER,
    DependencyType.DEVELOPMENT,
)
_POSITION = {kind: position for position, kind in enumerate(WEIGHT_ORDER)}
#: A longer path is cut in the middle: the first names, ``...`` and the last. Real projects stay far below.
MAX_STEPS = 64


@dataclass(frozen=True, slots=True)
class Edge(Generic[NodeT]):
    """One node needs another one.

    type    the list of the manifest that names it
    spec    the range or address written there
    """

    target: NodeT
    type: DependencyType = DependencyType.PRODUCTION
    spec: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """How the project comes to one node; the fields are those of Dependency."""

    paths: tuple[tuple[str, ...], ...]
    type: DependencyType
    is_direct: bool = False
    requested: str = ""


def reach(
    roots: Sequence[NodeT], edges: Mapping[NodeT, Sequence[Edge[NodeT]]], name_of: Callable[[NodeT], str]
) -> dict[NodeT, Reached]:
    """Every node that can be reached from the roots (the project and its workspace members), roots left out.

    A path starts at a root and never passes through another one: a member's dependencies are the member's own.
    """
    own = set(roots)
    paths = _paths(roots, edges, name_of)
    types = _types(roots, edges)
    direct = {edge.target for root in roots for edge in edges.get(root, ())}
    requested = _requested(roots, edges, paths)
    return {
        node: Reached(tuple(found), types[node], node in direct, requested.get(node, ""))
        for node, found in paths.items()
        if node not in own
    }


def loose_roots(nodes: Iterable[NodeT], edges: Mapping[NodeT, Sequence[Edge[NodeT]]]) -> list[NodeT]:
    """Nodes that stand for the direct dependencies where the input does not tell: those that nobody needs.

    A cycle that hangs on nothing gives its first node, so that every node can be reached from the result.
    """
    known = list(nodes)
    needed = {edge.target for node in known for edge in edges.get(node, ()) if edge.target != node}
    starts = [node for node in known if node not in needed]
    seen = set(starts)
    _flood(starts, edges, seen)
    for node in known:
        if node not in seen:
            starts.append(node)
            seen.add(node)
            _flood([node], edges, seen)
    return starts


def _flood(starts: list[NodeT], edges: Mapping[NodeT, Sequence[Edge[NodeT]]], seen: set[NodeT]) -> None:
    stack = list(starts)
    while stack:
        for edge in edges.get(stack.pop(), ()):
            if edge.target not in seen:
                seen.add(edge.target)
                stack.append(edge.target)


def _paths(
    roots: Sequence[NodeT], edges: Mapping[NodeT, Sequence[Edge[NodeT]]], name_of: Callable[[NodeT], str]
) -> dict[NodeT, list[tuple[str, ...]]]:
    """Breadth first, so that shorter ways come first; a node that has ``MAX_PATHS`` ways takes no more."""
    own = set(roots)
    targets = {node: tuple(dict.fromkeys(edge.target for edge in out)) for node, out in edges.items()}
    found: dict[NodeT, list[tuple[str, ...]]] = {}
    queue: deque[_Way[NodeT]] = deque((root, (name_of(root),), (root,)) for root in dict.fromkeys(roots))
    while queue:
        node, names, nodes = queue.popleft()
        is_long = len(names) >= MAX_STEPS
        for target in targets.get(node, ()):
            known = found.get(target)
            # The first way to a node cannot be a circle. Only later ones are looked at, and those are short.
            if known is None:
                known = found[target] = []
            elif len(known) >= MAX_PATHS or is_long or target in nodes:
                continue
            longer = _longer(names, name_of(target)) if is_long else (*names, name_of(target))
            if longer not in known:
                known.append(longer)
                if target not in own:
                    queue.append((target, longer, nodes if is_long else (*nodes, target)))
    return found


def _longer(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return (*names[: MAX_STEPS - 2], "...", name)


def _types(roots: Sequence[NodeT], edges: Mapping[NodeT, Sequence[Edge[NodeT]]]) -> dict[NodeT, DependencyType]:
    """A path is as weighty as its lightest edge, a node as its weightiest path."""
    own = set(roots)
    types: dict[NodeT, DependencyType] = {}
    waiting: dict[DependencyType, list[NodeT]] = {weight: [] for weight in WEIGHT_ORDER}
    for root in own:
        for edge in edges.get(root, ()):
            waiting[edge.type].append(edge.target)
    for position, weight in enumerate(WEIGHT_ORDER):
        stack = waiting[weight]
        while stack:
            node = stack.pop()
            if node in types:
                continue
            types[node] = weight
            if node in own:
                continue
            for edge in edges.get(node, ()):
                if edge.target not in types:
                    is_lighter = _POSITION[edge.type] > position
                    waiting[edge.type if is_lighter else weight].append(edge.target)
    return types


def _requested(
    roots: Sequence[NodeT], edges: Mapping[NodeT, Sequence[Edge[NodeT]]], reached: Iterable[NodeT]
) -> dict[NodeT, str]:
    """The first spec that asks for a node, the project's own before those of dependencies."""
    requested: dict[NodeT, str] = {}
    for node in (*roots, *reached):
        for edge in edges.get(node, ()):
            requested.setdefault(edge.target, edge.spec)
    return requested
