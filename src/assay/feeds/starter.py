"""The feed that is shipped with the program, so that the first scan needs no download."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from importlib.resources import files

import msgspec

from assay.errors import FeedError
from assay.model.feed import FeedInfo, Record

#: How reports call it.
NAME = "starter"
_HINT = "the installation of Assay is damaged; install it again"


class StarterFile(msgspec.Struct, frozen=True):
    """The shipped index: MessagePack of the same records as ``starter.jsonl.gz`` in OSV form.

    revision   hash of the records
    updated    date of its newest content
    packages   package name to its records, packed, so that only the packages of a scan are decoded
    """

    revision: str
    updated: datetime
    records: int
    packages: dict[str, msgspec.Raw]


class StarterFeed:
    """The shipped records. Raises FeedError if they cannot be read."""

    def __init__(self, data: bytes | None = None) -> None:
        try:
            content = files("assay.feeds").joinpath("data/starter.msgpack").read_bytes() if data is None else data
            self._file = msgspec.msgpack.decode(content, type=StarterFile)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise FeedError(f"the starter feed cannot be read: {error}", hint=_HINT) from error

    @property
    def info(self) -> FeedInfo:
        """The feed, as reports show it; ``updated`` is the date it stands for."""
        return FeedInfo(NAME, self._file.revision, self._file.records, updated=self._file.updated)

    def records(self, name: str) -> tuple[Record, ...]:
        """Every record of this package. Raises FeedError if they cannot be read."""
        raw = self._file.packages.get(name)
        if raw is None:
            return ()
        try:
            return _decoder().decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise FeedError(f"the starter feed cannot be read at {name}: {error}", hint=_HINT) from error

    def close(self) -> None:
        """Nothing to close; here so that every source of records can be treated alike."""


@lru_cache(maxsize=1)
def _decoder() -> msgspec.msgpack.Decoder[tuple[Record, ...]]:
    return msgspec.msgpack.Decoder(tuple[Record, ...])
