"""Handout: one thing that the gate handed out or refused, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address

from assay.model.integrity import Integrity
from assay.model.policy import Action, Reason
from assay.model.verdict import Level

#: Crockford's base 32: in the order of ASCII, and without letters that look like others.
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
#: Stands before each place in a Handout's evidence.
PLACE = "\n"
#: 45 bits of milliseconds last until the year 3084.
_TIME_DIGITS = 9
#: Random bytes of an id. Five are eight digits: who knows the millisecond still guesses among 10^12.
NOISE_BYTES = 5


class HandoutKind(StrEnum):
    """What was asked for."""

    PACKUMENT = "packument"
    TARBALL = "tarball"


class HandoutOutcome(StrEnum):
    """``served`` as upstream has it, ``rewritten`` with some versions hidden, or ``refused``."""

    SERVED = "served"
    REWRITTEN = "rewritten"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Handout:
    """What was handed out or refused: to whom, when, and what was thought of it at that time.

    id                as ``handout_id`` makes it
    time              with its zone
    package           exact name
    version           exact version, "" for a packument
    integrity         of the bytes, None where none were read
    verdict           None where nothing was judged
    action            what the policy said; in observe mode a handout is served although this is ``BLOCK``
    reasons           the policy's, strictest first
    rules             ids of the rules that found something
    client            the User-Agent, as the client sent it
    session           npm's ``npm-session``, "" if there is none
    project           from the path or token that the project uses, "" if none
    address           the client's, see ``shown_address``
    policy_revision   of the policy in force, and ``feed_revision`` of the feeds in use
    hidden            number of versions that a rewritten packument does not show
    refusal           id by which the refusal is told to the user, where it is another than ``id``; the newest counts
    evidence          what was found, each with its places behind it as ``told_with`` puts them
    """

    id: str
    time: datetime
    kind: HandoutKind
    outcome: HandoutOutcome
    package: str
    version: str = ""
    integrity: Integrity | None = None
    verdict: Level | None = None
    action: Action = Action.ALLOW
    reasons: tuple[Reason, ...] = ()
    rules: tuple[str, ...] = ()
    client: str = ""
    session: str = ""
    project: str = ""
    address: str = ""
    policy_revision: str = ""
    feed_revision: str = ""
    hidden: int = 0
    refusal: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recall:
    """A record of malware that came to be known after its release was served.

    record    the feed record's id, such as ``MAL-2025-46974``
    because   one sentence
    time      when the gate learned of it, with its zone
    """

    package: str
    version: str
    record: str
    because: str
    time: datetime


def handout_id(time: datetime, noise: bytes) -> str:
    """An id that sorts by time and that nobody guesses. Raises ValueError if ``noise`` has not NOISE_BYTES bytes.

    time    with its zone, 1970 or later
    noise   random bytes

    >>> from datetime import UTC
    >>> handout_id(datetime(2026, 1, 10, tzinfo=UTC), bytes(5))
    '1kej9nn00-00000000'
    """
    if len(noise) != NOISE_BYTES:
        raise ValueError(f"an id needs {NOISE_BYTES} random bytes, not {len(noise)}")
    return f"{_digits(int(time.timestamp() * 1000), _TIME_DIGITS)}-{_digits(int.from_bytes(noise, 'big'), 8)}"


def told_with(what: str, *places: str) -> str:
    r"""One entry of a Handout's evidence: what was found, and the places, each on a line of its own.

    >>> told_with("it fetches", "package.json:5: curl | sh")
    'it fetches\npackage.json:5: curl | sh'
    """
    return PLACE.join(each.replace(PLACE, " ") for each in (what, *places) if each)


def told_apart(entry: str) -> tuple[str, list[str]]:
    """What ``told_with`` put together: what was found, and the places."""
    what, *places = entry.split(PLACE)
    return what, places


def told_of_version(version: str, why: str, *places: str) -> str:
    """The entry of a packument's evidence about one version that it does not show."""
    return told_with(f"{version}: {why}", *places)


def about_version(evidence: Iterable[str], version: str) -> list[str]:
    """The entries of a packument's evidence about one version."""
    return [each for each in evidence if each.startswith(f"{version}: ")]


def shown_address(address: str) -> str:
    """The address if it is of the public internet, "" for a private or local one, or for what is no address.

    A private address says nothing to who reads the ledger elsewhere, and within the company it names a person.

    >>> shown_address("10.1.2.3"), shown_address("9.9.9.9")
    ('', '9.9.9.9')
    """
    try:
        return address if ip_address(address).is_global else ""
    except ValueError:
        return ""


def _digits(number: int, count: int) -> str:
    return "".join(_DIGITS[number >> shift & 31] for shift in range(5 * (count - 1), -1, -5))
