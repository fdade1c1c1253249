"""A campaign file as it is written. ``load`` checks what types alone do not tell."""

from __future__ import annotations

import tomllib

import msgspec

from assay.campaigns.campaign import Weight, Where


class MarkTable(msgspec.Struct, forbid_unknown_fields=True):
    """One of the ``[[marks]]``."""

    where: Where
    weight: Weight
    text: str
    what: str


class Document(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file; the fields are those of ``Campaign``."""

    name: str
    actor: str
    summary: str
    sources: tuple[str, ...]
    marks: tuple[MarkTable, ...]
    family: str = ""
    groups: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    advice: str = ""


def read_document(data: bytes) -> Document:
    """Raises ValueError, which says what is wrong: not UTF-8, not TOML, an unknown key, a value of a wrong type."""
    return msgspec.convert(tomllib.loads(data.decode()), Document)
