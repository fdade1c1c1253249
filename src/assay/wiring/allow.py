"""Exceptions of the policy: made, listed and taken back in the settings file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from nodesemver import make_semver

from assay import catalog
from assay.errors import SettingsError, StoreError, UsageError
from assay.model.handout import Handout
from assay.model.integrity import Integrity
from assay.model.policy import PolicyException
from assay.names.validity import validity
from assay.settings import check_rule_ids
from assay.settings.discover import PYPROJECT, PYPROJECT_TABLE
from assay.settings.exception_text import with_exception, without_exceptions
from assay.settings.load import from_file, from_text
from assay.settings.rewrite import rewrite
from assay.store.ledger import Ledger, Search
from assay.wiring.ledger import last_denial, withheld_integrity

#: npm reads no longer version.
MAX_VERSION = 256
#: What is accepted for longer is not looked at again.
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user wants to accept, in their words.

    release     ``name@version``
    integrity   an SRI string, "" for what the ledger knows
    """

    release: str
    reason: str
    owner: str
    expires: date
    rules: tuple[str, ...] = ()
    integrity: str = ""


def allow(wish: Wish, path: Path, store: str, today: date) -> PolicyException:
    """Write an exception into the settings file. Raises UsageError for nonsense, SettingsError if it cannot be written.

    store   URL of the ledger that knows the bytes of what was refused; without one only the version is bound
    today   UTC
    """
    exception = _exception(wish, store, today)

    def changed(text: str) -> str:
        new = with_exception(text, exception, _prefix(path))
        # Read as a run would: an entry that later stops every run must not be written.
        check_rule_ids(from_text(new, str(path), folder=path.parent), [each.rule.id for each in catalog.detectors()])
        return new

    _refuse_second(exception, path, today)
    rewrite(path, changed)
    return exception


def disallow(release: str, path: Path) -> int:
    """Take every exception for this release out of the settings file, and tell how many there were."""
    package, version = _split(release)
    removed = 0

    def changed(text: str) -> str:
        nonlocal removed
        new, removed = without_exceptions(text, package, version, _prefix(path))
        return new

    if path.exists():
        rewrite(path, changed)
    return removed


def allowed(path: Path) -> Sequence[PolicyException]:
    """The exceptions of the settings file, none if there is no file. Raises SettingsError."""
    return from_file(path).policy.exceptions if path.exists() else ()


def _exception(wish: Wish, store: str, today: date) -> PolicyException:
    package, version = _split(wish.release)
    reason, owner = wish.reason.strip(), wish.owner.strip()
    if not reason or not owner:
        raise UsageError("an exception needs a reason and an owner", hint="say who looked at it, and what they found")
    if not (reason + owner).isprintable():
        raise UsageError("reason and owner must be one line of plain text")
    if wish.expires <= today:
        raise UsageError(f"{wish.expires} is over already", hint="--expires takes a day such as 2027-01-31, or 30d")
    if wish.expires - today > LONGEST:
        raise UsageError(f"{wish.expires} is more than a year away", hint="look at it again within a year")
    integrity = _integrity(wish.integrity) if wish.integrity else _known_integrity(package, version, store)
    rules = tuple(dict.fromkeys(wish.rules))
    return PolicyException(package, reason, owner, wish.expires, version, integrity, rules)


def _split(release: str) -> tuple[str, str]:
    package, at, version = release.rpartition("@")
    hint = "write PACKAGE@VERSION, such as left-pad@1.3.0"
    if not package or not at:
        raise UsageError(f"{release[:80]!r} names no version", hint=hint)
    errors = validity(package).errors
    if errors:
        raise UsageError(f"{package[:80]!r} is no package: {errors[0]}", hint=hint)
    if not _is_exact(version):
        raise UsageError(f"{version[:80]!r} is not an exact version", hint=hint)
    return package, version


def _is_exact(version: str) -> bool:
    try:
        return len(version) <= MAX_VERSION and str(make_semver(version, loose=False).version) == version
    except ValueError:
        return False


def _integrity(text: str) -> Integrity:
    try:
        integrity = Integrity.parse(text)
    except ValueError as error:
        raise UsageError(str(error), hint="it looks like sha512-...") from error
    if integrity.is_weak:
        raise UsageError(f"{integrity.strongest} vouches for nothing", hint="give a sha512")
    return integrity


def _known_integrity(package: str, version: str, store: str) -> Integrity | None:
    """The bytes that the gate saw last, or that it was promised; None if there are none, or no ledger."""
    try:
        with Ledger.open(store) as ledger:
            seen: list[Handout] = ledger.find(Search(f"{package}@{version}", limit=100))
            withheld = last_denial(ledger, f"{package}@{version}")
    except StoreError:
        return None
    known = next((each.integrity for each in seen if each.integrity), None)
    return known or (withheld_integrity(withheld, version) if withheld else None)


def _refuse_second(exception: PolicyException, path: Path, today: date) -> None:
    for other in allowed(path):
        same = (other.package, other.version, other.rules) == (exception.package, exception.version, exception.rules)
        if same and other.expires >= today:
            what = f"{other.package}@{other.version}"
            raise SettingsError(
                f"{path}: {what} is accepted until {other.expires} already", hint=f"assay allow --remove {what}"
            )


def _prefix(path: Path) -> tuple[str, ...]:
    return PYPROJECT_TABLE if path.name == PYPROJECT else ()
