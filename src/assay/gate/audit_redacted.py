"""What of an audit's question goes to the registry: nothing that names a private package. Pure.

The bulk question leaves private packages out. The tree keeps their places, under names that nobody has, because public
packages hang below them; npm 6 itself hides the names of private packages in the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from assay.gate.audit import read_document

#: No host has such a name (RFC 2606), and no registry has advisories for it.
_STANDS = "private-{}.invalid"
_STANDING = re.compile(rb"private-([0-9]{1,7})\.invalid")
#: What is told of a private release: its version may be the address that it comes from.
_KEPT = frozenset({"dev", "optional", "bundled"})
_VERSION = "0.0.0"


@dataclass(frozen=True, slots=True)
class Redacted:
    """What may be sent.

    body        the question, None if nothing is left to ask
    is_changed  False if ``body`` is the question as it came
    names       the private names, in the order of the names that stand for them
    """

    body: bytes | None
    is_changed: bool = False
    names: tuple[str, ...] = ()

    def named_back(self, theirs: bytes) -> bytes:
        """The registry's answer with the private names where the others stand."""

        def name(found: re.Match[bytes]) -> bytes:
            number = int(found[1])
            return json.dumps(self.names[number])[1:-1].encode() if number < len(self.names) else found[0]

        return _STANDING.sub(name, theirs) if self.names else theirs


def redacted(body: bytes, *, is_bulk: bool, is_private: Callable[[str], bool]) -> Redacted:
    """What of a question may be sent to a registry that is not to know private names.

    Raises BadResponse if the question cannot be read.
    """
    document = read_document(body)
    if not is_bulk:
        return _Redacting(is_private).tree(document, body)
    left = {name: versions for name, versions in document.items() if not is_private(name)}
    if len(left) == len(document):
        return Redacted(body)
    return Redacted(msgspec.json.encode(left) if left else None, is_changed=True)


class _Redacting:
    """Goes through one tree. Not recursive: the tree may be as deep as its writer likes."""

    def __init__(self, is_private: Callable[[str], bool]) -> None:
        self._is_private = is_private
        self._names: dict[str, str] = {}

    def tree(self, document: Mapping[str, object], body: bytes) -> Redacted:
        top = self._node(document)
        own = document.get("name")
        if isinstance(own, str):
            top["name"] = self._name(own)
        waiting = [top]
        while waiting:
            node = waiting.pop()
            below = node.get("dependencies")
            if not isinstance(below, dict):
                continue
            entries = {name: entry for name, entry in below.items() if isinstance(entry, dict)}
            node["dependencies"] = made = {self._name(name): self._entry(name, each) for name, each in entries.items()}
            waiting += made.values()
        if not self._names:
            return Redacted(body)
        # what npm 6 is about to install and remove, as name@version
        top.update({key: [] for key in ("install", "remove") if key in top})
        return Redacted(msgspec.json.encode(top), is_changed=True, names=tuple(self._names))

    def _entry(self, name: str, entry: Mapping[str, object]) -> dict[str, object]:
        node = self._node(entry)
        if not self._is_private(name):
            return node
        kept = {key: value for key, value in node.items() if key in _KEPT or key in ("requires", "dependencies")}
        return {"version": _VERSION, **kept}

    def _node(self, entry: Mapping[str, object]) -> dict[str, object]:
        """A copy with the names of ``requires`` in place; those of ``dependencies`` have their turn."""
        requires = entry.get("requires")
        if not isinstance(requires, dict):
            return dict(entry)
        told = {self._name(name): "*" if self._is_private(name) else wanted for name, wanted in requires.items()}
        return {**entry, "requires": told}

    def _name(self, name: str) -> str:
        if not self._is_private(name):
            return name
        return self._names.setdefault(name, _STANDS.format(len(self._names)))
