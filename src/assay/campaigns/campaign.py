"""Campaign: what is publicly known of one attack, and by which marks its packages are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Where a mark is looked for."""

    TEXT = "text"  # code, texts that it decodes, lines of lifecycle scripts
    SCRIPT = "script"  # lines of scripts that run on installation
    PATH = "path"  # the whole path of a file
    DEPENDENCY = "dependency"  # NAME@RANGE of a dependency of any kind but for development
    BEHAVIOUR = "behaviour"  # the kind of a behaviour
    FLOW = "flow"  # SOURCE>SINK, both kinds of behaviours


class Weight(StrEnum):
    """What a mark says about who made the package."""

    EXACT = "exact"  # nobody else has it: an address, a key, a constant
    SHAPE = "shape"  # how the campaign's loader is built
    ASPECT = "aspect"  # what it does besides: a port, a dead drop, a theft


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a campaign. ``text`` is compared as it is written; ``what`` says in few words what it is."""

    where: Where
    weight: Weight
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign.

    id          its file's name without the ending
    actor       to whom the sources ascribe it, in their words
    family      campaigns of one family share tools and marks; the id if it stands alone
    groups      ids of ATT&CK groups and software
    techniques  ids of ATT&CK techniques
    sources     public addresses of the reports that the marks are from
    advice      overrides the rule's advice, "" if it does not
    """

    id: str
    name: str
    actor: str
    family: str
    summary: str
    sources: tuple[str, ...]
    marks: tuple[Mark, ...]
    groups: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    advice: str = ""
