"""UserMatch: where a rule that the user wrote matched a file of a package."""

from __future__ import annotations

from dataclasses import dataclass

from assay.model.location import Location


@dataclass(frozen=True, slots=True)
class UserMatch:
    """One match.

    rule      its name
    file      the file that it stands in, below the folder of rules
    excerpt   what matched, "" if the rule has a condition without a pattern
    about     its ``description``, "" if it has none
    severity  its ``severity`` as it is written, "" if it has none
    """

    rule: str
    file: str
    location: Location
    excerpt: str = ""
    about: str = ""
    severity: str = ""
