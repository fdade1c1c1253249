"""Read and check the campaign files. A file that is wrong stops the program: a signature must not be lost silently."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assay.campaigns.campaign import Campaign, Mark, Weight, Where
from assay.errors import CampaignError
from assay.model.source import BehaviourKind

if TYPE_CHECKING:
    from assay.campaigns.document import Document

#: Shorter texts stand in honest code by chance.
MIN_EXACT = 9
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_GROUP = re.compile(r"[GS]\d{4}")
_TECHNIQUE = re.compile(r"T\d{4}(?:\.\d{3})?")
_KINDS = frozenset(kind.value for kind in BehaviourKind)


@lru_cache(maxsize=1)
def campaigns() -> tuple[Campaign, ...]:
    """Every campaign that Assay knows, by id. Raises CampaignError if a file is wrong."""
    found = sorted(files("assay.campaigns").joinpath("data").iterdir(), key=lambda each: each.name)
    return tuple(campaign_from(each.name.removesuffix(".toml"), each.read_bytes()) for each in found)


def campaign_from(name: str, data: bytes) -> Campaign:
    """Read one file; ``name`` is its name without the ending. Raises CampaignError that says what is wrong."""
    from assay.campaigns.document import read_document  # rules are loaded without msgspec, which costs time

    try:
        read = read_document(data)
    except ValueError as error:
        raise CampaignError(f"campaign {name}: {error}") from error
    if not _ID.fullmatch(name):
        raise CampaignError(f"campaign {name}: a file's name is lower case words with dashes between them")
    marks = tuple(Mark(each.where, each.weight, each.text, each.what) for each in read.marks)
    for wrong in (*_wrong_texts(read), *(why for mark in marks for why in _wrong_mark(mark)), *_wrong_marks(marks)):
        raise CampaignError(f"campaign {name}: {wrong}")
    return Campaign(
        id=name,
        name=read.name,
        actor=read.actor,
        family=read.family or name,
        summary=read.summary,
        sources=read.sources,
        marks=marks,
        groups=read.groups,
        techniques=read.techniques,
        advice=read.advice,
    )


def _wrong_texts(read: Document) -> list[str]:
    wrong = [f"{field} is empty" for field in ("name", "actor", "summary") if not getattr(read, field).strip()]
    if not read.sources or not all(each.startswith("https://") for each in read.sources):
        wrong.append("sources are https addresses of public reports, one at least")
    wrong.extend(f"{each} is no group or software of ATT&CK" for each in read.groups if not _GROUP.fullmatch(each))
    wrong.extend(f"{each} is no technique of ATT&CK" for each in read.techniques if not _TECHNIQUE.fullmatch(each))
    return wrong


def _wrong_mark(mark: Mark) -> list[str]:
    wrong = []
    if not mark.text.strip() or not mark.what.strip():
        wrong.append(f"the mark {mark.text!r} needs a text and what it is")
    kinds = mark.text.split(">")
    is_kinds = mark.where in (Where.BEHAVIOUR, Where.FLOW)
    if is_kinds and (len(kinds) != (2 if mark.where is Where.FLOW else 1) or not _KINDS.issuperset(kinds)):
        wrong.append(f"{mark.text!r} does not name kinds of behaviours")
    if mark.weight is Weight.EXACT and (is_kinds or len(mark.text) < MIN_EXACT):
        wrong.append(f"{mark.text!r} is too common to be exact")
    return wrong


def _wrong_marks(marks: tuple[Mark, ...]) -> list[str]:
    weights = {mark.weight for mark in marks}
    if Weight.EXACT not in weights and not {Weight.SHAPE, Weight.ASPECT} <= weights:
        return ["it needs an exact mark, or a shape and an aspect"]
    if len(set(marks)) != len(marks):
        return ["a mark is there twice"]
    return []
