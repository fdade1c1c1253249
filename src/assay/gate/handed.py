"""Handed: one thing that was asked of the gate, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.model.policy import Action
from assay.model.verdict import Level


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: what the request says of itself, which proves nothing.

    address   of the connection
    agent     the User-Agent
    session   npm's ``npm-session``, "" if there is none
    project   from the prefix ``/p/PROJECT/``, "" without one
    """

    address: str = ""
    agent: str = ""
    session: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """One tarball that was served or refused.

    when        UTC
    refusal     id of the refusal, "" if it was served
    integrity   of the bytes, None if they were not read
    policy      revision of the policy, and ``feeds`` of the feeds, at that time
    """

    when: datetime
    ref: PackageRef
    client: Client
    verdict: Level
    action: Action
    integrity: Integrity | None = None
    refusal: str = ""
    policy: str = ""
    feeds: str = ""
