"""Every exception that Assay raises on purpose, one tree, one base per port.

AssayError
|-- UsageError           the command was called with something it cannot mean
|-- SettingsError        assay.toml, an environment variable or a flag is wrong
|-- InputError           a target could not be read: missing, cut short, unknown version
|-- RegistryError        the registry port
|   |-- PackageNotFound      it answered 404: nobody owns this name
|   |-- ReleaseNotFound      the name exists, the version does not
|   |-- AccessDenied         401 or 403
|   |-- RegistryUnavailable  no answer, 429 or 5xx after every retry, or a deadline passed
|   |-- BadResponse          an answer that is not what npm registries send
|   `-- TooLarge             an answer over its byte limit
|-- ArchiveError         the bytes are not a readable npm tarball
|-- FeedError            a feed could not be read or written
|-- StoreError           the verdict cache or ledger could not be read or written
|-- WorkerError          the worker port
|   |-- WorkerDied           it crashed or ran out of memory
|   `-- WorkerTimedOut       it was killed at its deadline
|-- CatalogError         a detector breaks the rules of the catalog (a bug in Assay)
`-- CampaignError        a campaign file breaks the rules of its room (a bug in Assay)
"""

from __future__ import annotations


class AssayError(Exception):
    """Base of all. ``str(error)`` says what happened and where; ``hint`` what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(AssayError):
    """The command was called with something it cannot mean."""


class SettingsError(AssayError):
    """A setting (file, environment or flag) is unknown or has a value it cannot have."""


class InputError(AssayError):
    """A target could not be read.

    ``file`` is the path as the user gave it, ``line`` is one-based, or None where no line is to blame.
    """

    def __init__(self, message: str, *, file: str = "", line: int | None = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.file = file
        self.line = line


class RegistryError(AssayError):
    """The registry could not give what was asked."""


class PackageNotFound(RegistryError):
    """The registry answered that nobody owns this name."""


class ReleaseNotFound(RegistryError):
    """The package exists, but not in this version."""


class AccessDenied(RegistryError):
    """The registry wants credentials, or refuses those it was given."""


class RegistryUnavailable(RegistryError):
    """No usable answer after every retry."""


class BadResponse(RegistryError):
    """An answer that no npm registry should send: HTML, broken JSON, the wrong package."""


class TooLarge(RegistryError):
    """An answer over its byte limit."""


class ArchiveError(AssayError):
    """The bytes are not a readable npm tarball."""


class FeedError(AssayError):
    """A feed could not be read or written."""


class StoreError(AssayError):
    """The verdict cache or the ledger could not be read or written."""


class WorkerError(AssayError):
    """A worker process did not return a result; ``at`` is what it had noted that it was at, "" if nothing."""

    def __init__(self, message: str, *, hint: str = "", at: str = "") -> None:
        super().__init__(message, hint=hint)
        self.at = at


class WorkerDied(WorkerError):
    """The worker crashed or ran out of memory."""


class WorkerTimedOut(WorkerError):
    """The worker was killed at its deadline."""


class CatalogError(AssayError):
    """A detector breaks the rules of the catalog: a bug in Assay itself."""


class CampaignError(AssayError):
    """A campaign file breaks the rules of its room. A bug in Assay, and never hidden."""
