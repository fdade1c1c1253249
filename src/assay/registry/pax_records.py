"""PaxRecords: the extended header of a tar member (POSIX pax), which can change its name and size."""

from __future__ import annotations

from dataclasses import dataclass

_KEYS = (b"path", b"size", b"linkpath")


@dataclass(frozen=True, slots=True)
class PaxRecords:
    """The records that matter here.

    path, link      None if the header does not change them
    size_bytes      None likewise
    is_ambiguous    readers that count bytes and readers that split lines get different names or sizes from it
    """

    path: bytes | None = None
    link: bytes | None = None
    size_bytes: int | None = None
    is_ambiguous: bool = False

    @classmethod
    def parse(cls, data: bytes) -> PaxRecords:
        r"""Read ``<length> <key>=<value>\n`` records; what is not one is passed over.

        npm's unpacker splits at line ends, others count bytes. Where both agree, as for every honest header, that is
        the answer; otherwise it is npm's, and ``is_ambiguous`` says so.
        """
        by_line = _by_line(data)
        size = by_line.get(b"size", b"")
        return cls(
            path=by_line.get(b"path"),
            link=by_line.get(b"linkpath"),
            size_bytes=int(size) if size.isdigit() and len(size) < 19 else None,
            is_ambiguous=by_line != _by_length(data),
        )


def _by_line(data: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for line in data.split(b"\n"):
        length, blank, record = line.partition(b" ")
        if blank and length.isdigit() and len(length) < 10 and int(length) == len(line) + 1:
            _keep(record, found)
    return found


def _by_length(data: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    at = 0
    while at < len(data):
        blank = data.find(b" ", at, at + 11)
        length = data[at:blank] if blank > 0 else b""
        if not length.isdigit() or int(length) <= blank + 1 - at:
            break
        record = data[blank + 1 : at + int(length)]
        _keep(record.removesuffix(b"\n"), found)
        at += int(length)
    return found


def _keep(record: bytes, found: dict[bytes, bytes]) -> None:
    key, equals, value = record.partition(b"=")
    if equals and key in _KEYS:
        found[key] = value
