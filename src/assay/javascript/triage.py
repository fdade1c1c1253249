"""Triage: from the bytes alone, whether a file deserves a parse, and for what."""

from __future__ import annotations

from dataclasses import dataclass

from assay.javascript.vocabulary import MAY_DECODE, MAY_RUN_CODE, MAY_SEND, MAY_STEAL


@dataclass(frozen=True, slots=True)
class Triage:
    """What the spellings in a file would allow for. A hit decides what is parsed, never what is flagged.

    sends      something that could reach a network
    steals     something that could read secrets or facts about the host
    runs_code  something that could run a text as code or start a process
    decodes    something that could turn encoded text into text
    """

    sends: bool
    steals: bool
    runs_code: bool
    decodes: bool

    @property
    def could_exfiltrate(self) -> bool:
        """Both ends of a theft are there."""
        return self.sends and self.steals

    @property
    def could_load(self) -> bool:
        """Code could be run, and could come from outside or out of hiding."""
        return self.runs_code and (self.sends or self.decodes)


def triage(source: bytes) -> Triage:
    """Look for the spellings that matter in UTF-8 source."""
    return Triage(
        sends=MAY_SEND.search(source) is not None,
        steals=MAY_STEAL.search(source) is not None,
        runs_code=MAY_RUN_CODE.search(source) is not None,
        decodes=MAY_DECODE.search(source) is not None,
    )
