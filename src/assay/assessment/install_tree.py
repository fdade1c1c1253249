"""The folders that npm would make: where each release is placed, and which copy each package then finds.

A package finds a dependency in its own ``node_modules`` or in that of a folder above. npm places a new release as high
as nothing of that name is in the way, so that later packages find it too, and lets a newer one take the place of an
older one that nobody needs to be older. This is the rule of npm 7 and later, without its search for a better place
when peers conflict: there the copy that is already present is taken.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from assay.assessment.pick import is_tag, not_older, satisfies
from assay.assessment.requirement import Requirement
from assay.model.dependency import MAX_PATHS, DependencyType, Origin
from assay.model.location import Location

#: Heaviest first, as in Dependency.
WEIGHTS = (DependencyType.PRODUCTION, DependencyType.OPTIONAL, DependencyType.PEER, DependencyType.DEVELOPMENT)

#: Longer ways are not followed to their end; a release beyond still has a shorter one, or none that anybody would read.
MAX_STEPS = 1_000
_NOWHERE = Location("")


@dataclass(slots=True, eq=False)
class Placed:
    """One folder of the tree; the root is the project.

    version   "" for what the registry did not give
    needs     what it asks for itself
    users     who found this copy, and for which requirement
    found     what this package found for its own needs, with the type of each
    paths, type   are set by ``survey``
    """

    folder: str
    name: str = ""
    version: str = ""
    origin: Origin = Origin.REGISTRY
    parent: Placed | None = None
    location: Location = _NOWHERE
    requested: str = ""
    paths: list[tuple[str, ...]] = field(default_factory=list)
    type: DependencyType = DependencyType.DEVELOPMENT
    is_typed: bool = False
    is_dropped: bool = False
    needs: tuple[Requirement, ...] = ()
    children: dict[str, Placed] = field(default_factory=dict)
    users: list[tuple[Placed, Requirement]] = field(default_factory=list)
    found: list[tuple[Placed, DependencyType]] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, ...]:
        """The folders that lead to it, from the project down."""
        steps: list[str] = []
        node: Placed | None = self
        while node is not None and node.parent is not None:
            steps.append(node.folder)
            node = node.parent
        return tuple(reversed(steps))

    def is_below(self, other: Placed) -> bool:
        """True if this is ``other`` or a folder inside it."""
        node: Placed | None = self
        while node is not None and node is not other:
            node = node.parent
        return node is other


def visible(start: Placed, folder: str) -> Placed | None:
    """The copy that a package in ``start`` finds under this name."""
    node: Placed | None = start
    while node is not None:
        if folder in node.children:
            return node.children[folder]
        node = node.parent
    return None


def start_of(owner: Placed, need: Requirement) -> Placed:
    """Where the search for a need begins: peers are looked for beside the package."""
    return owner.parent if need.is_peer and owner.parent is not None else owner


def answers(copy: Placed, need: Requirement) -> bool:
    """True if a copy that is already placed is what a requirement asks for."""
    if copy.origin is not need.origin or copy.name != need.name:
        return False
    if need.origin is not Origin.REGISTRY or not copy.version:
        return copy.requested == need.range
    return is_tag(need.range) or satisfies(copy.version, need.range)


def place(owner: Placed, need: Requirement, new: Placed) -> Placed:
    """Put a new copy into the tree for ``owner`` and return the copy that it finds then."""
    target = start_of(owner, need)
    present = target.children.get(need.folder)
    if present is not None and not _can_replace(new, present):
        return present
    while target.parent is not None and not _is_taken(target.parent, need, new):
        target = target.parent
    hidden = visible(target, need.folder)
    new.parent = target
    target.children[need.folder] = new
    if hidden is not None:
        _move_users(hidden, target, new)
        if hidden.parent is target:
            _drop(hidden)
    return new


def _can_replace(new: Placed, present: Placed) -> bool:
    """True if the new copy is not older, and answers everyone who found the present one."""
    if present.origin is not Origin.REGISTRY or new.origin is not Origin.REGISTRY or present.name != new.name:
        return False
    if not (new.version and present.version and not_older(new.version, present.version)):
        return False
    return all(answers(new, wish) for _, wish in present.users)


def _is_taken(target: Placed, need: Requirement, new: Placed) -> bool:
    present = target.children.get(need.folder)
    if present is not None:
        return not _can_replace(new, present)
    above = visible(target, need.folder)
    if above is None:
        return False
    return any(user.is_below(target) and not answers(new, wish) for user, wish in above.users)


def _move_users(hidden: Placed, target: Placed, new: Placed) -> None:
    """Whoever sits below ``target`` and found the hidden copy finds the new one from now on."""
    staying = []
    for user, wish in hidden.users:
        if start_of(user, wish).is_below(target):
            new.users.append((user, wish))
            user.found = [(new if copy is hidden else copy, edge) for copy, edge in user.found]
        else:
            staying.append((user, wish))
    hidden.users[:] = staying


def _drop(node: Placed) -> None:
    """Take away a copy that was replaced, and what only it needed."""
    waiting = [node]
    node.is_dropped = True
    while waiting:
        gone = waiting.pop()
        for copy, _ in gone.found:
            copy.users = [(user, wish) for user, wish in copy.users if user is not gone]
            if not copy.users and not copy.is_dropped and copy.parent is not None:
                copy.is_dropped = True
                if copy.parent.children.get(copy.folder) is copy:
                    del copy.parent.children[copy.folder]
                waiting.append(copy)


def link(owner: Placed, need: Requirement, copy: Placed) -> None:
    """Note that ``owner`` found this copy."""
    copy.users.append((owner, need))
    owner.found.append((copy, need.type))


def survey(root: Placed) -> list[Placed]:
    """Every copy that the project comes to, with its shortest paths and its weightiest type set."""
    order: list[Placed] = []
    waiting: deque[tuple[Placed, tuple[str, ...]]] = deque((copy, root.paths[0]) for copy, _ in root.found)
    while waiting:
        node, before = waiting.popleft()
        path = (*before, node.name)
        if len(node.paths) >= MAX_PATHS or path in node.paths or len(path) > MAX_STEPS:
            continue
        if not node.paths:
            order.append(node)
        node.paths.append(path)
        waiting.extend((copy, path) for copy, _ in node.found)
    for copy, edge in root.found:
        _raise_type(copy, edge)
    return order


def _raise_type(start: Placed, type_: DependencyType) -> None:
    waiting: list[tuple[Placed, DependencyType]] = [(start, type_)]
    while waiting:
        node, weight = waiting.pop()
        if node.is_typed and WEIGHTS.index(weight) >= WEIGHTS.index(node.type):
            continue
        node.type, node.is_typed = weight, True
        waiting += [(copy, max(weight, edge, key=WEIGHTS.index)) for copy, edge in node.found]
