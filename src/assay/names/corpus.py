"""Corpus: the popular names with their downloads, read straight from a buffer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

from assay.names.corpus_layout import CorpusInfo, InvalidCorpus, Layout, read_layout
from assay.names.postings import Postings
from assay.names.quantity import unpack_downloads
from assay.names.spelling import loose, unordered
from assay.names.table import Buffer, NameTable

#: Every package of a scope with more downloads a month than this is in: its bare name is worth squatting.
BIG_SCOPE = 1_000_000
_PRESENCE_SHIFT = 10
# Siblings whose length differs by more are not counted: each length is a search of its own.
_SIBLING_LENGTHS = 4
#: Words in fewer names of the registry are not kept.
RARE_WORD = 10
#: Targets among this many most downloaded names are also found at two edits.
NEAR_RANK = 15_000
#: Shorter targets are not looked for at two edits: half of a short name is another name.
NEAR_LENGTH = 7
#: Unless they are among this many, and not shorter than ``NEAR_SHORTEST``.
NEAR_SHORT_RANK = 1_000
NEAR_SHORTEST = 5


class Corpus:
    """Popular names, each with an id, and the ways to find those that resemble a given one.

    Every ``by_...`` method returns ids of candidates: all the right ones and now and then a wrong one.
    """

    __slots__ = (
        "_bare",
        "_downloads",
        "_loose",
        "_names",
        "_presence",
        "_scope_downloads",
        "_scope_packages",
        "_scopes",
        "_segments",
        "_tails",
        "_unordered",
        "_word_names",
        "_words",
        "info",
    )

    def __init__(self, buffer: Buffer) -> None:
        """Read from a whole corpus file. Raises InvalidCorpus if it is none."""
        layout = read_layout(buffer)
        self.info: CorpusInfo = layout.info
        try:
            self._names = _table(layout, buffer, "names")
            self._presence = layout.numbers(buffer, "presence", "B")
            self._downloads = layout.numbers(buffer, "downloads", "H")
            self._scopes = _table(layout, buffer, "scopes")
            self._scope_downloads = layout.numbers(buffer, "scope-downloads", "H")
            self._scope_packages = layout.numbers(buffer, "scope-packages", "H")
            self._words = _table(layout, buffer, "words")
            self._word_names = layout.numbers(buffer, "word-names", "H")
            self._tails = _postings(layout, buffer, "tails")
            self._loose = _postings(layout, buffer, "loose")
            self._bare = _postings(layout, buffer, "bare")
            self._unordered = _postings(layout, buffer, "unordered")
            self._segments = _postings(layout, buffer, "segments")
        except KeyError as error:
            raise InvalidCorpus(f"section {error} is missing") from error
        if len(self._downloads) != len(self._names) or len(self._presence) != 1 << (32 - _PRESENCE_SHIFT - 3):
            raise InvalidCorpus("its sections do not belong together")

    def __len__(self) -> int:
        return len(self._names)

    def find(self, name: str) -> int | None:
        """The id of exactly this name."""
        text = name.encode("utf-8", "replace")
        # Most names that are asked for are not there, and one bit tells so for nineteen in twenty of them.
        place = crc32(text) >> _PRESENCE_SHIFT
        return self._names.find(text) if self._presence[place >> 3] >> (place & 7) & 1 else None

    def name(self, ident: int) -> str:
        """The name with this id."""
        return self._names.name(ident).decode("ascii")

    def downloads(self, ident: int) -> int:
        """Monthly downloads of the name with this id."""
        return unpack_downloads(self._downloads[ident])

    def names(self) -> NameTable:
        """The table of the names, for whoever works on raw bytes."""
        return self._names

    def scope_downloads(self, scope: str) -> int:
        """Monthly downloads of everything in a scope (written with its ``@``), 0 if no corpus name is in it."""
        ident = self._scopes.find(scope.encode("utf-8", "replace"))
        return 0 if ident is None else unpack_downloads(self._scope_downloads[ident])

    def scope_packages(self, scope: str) -> int:
        """How many packages of a scope the corpus holds, at most 65,535."""
        ident = self._scopes.find(scope.encode("utf-8", "replace"))
        return 0 if ident is None else self._scope_packages[ident]

    def siblings(self, scope: str, bare: str) -> int:
        """How many other packages of a scope begin with the same word as this one and are about as long.

        ``@azure/arm-dns`` has many: such a bare name tells its scope. 0 for a bare name of one word.
        """
        word = bare[: min((at for at in map(bare.find, "-._") if at > 0), default=-1) + 1]
        if not word:
            return 0
        prefix, length = f"{scope}/{word}".encode("utf-8", "replace"), len(scope) + 1 + len(bare)
        lengths = range(max(length - _SIBLING_LENGTHS, len(prefix)), length + _SIBLING_LENGTHS + 1)
        return max(sum(self._names.count_starting(prefix, one) for one in lengths) - 1, 0)

    def names_with(self, word: str) -> int:
        """How many names of the whole registry have this word, 0 if it is a rare one (fewer than ``RARE_WORD``)."""
        ident = self._words.find(word.encode("utf-8", "replace"))
        return 0 if ident is None else unpack_downloads(self._word_names[ident])

    def by_tail(self, length: int, tail: bytes) -> Sequence[int]:
        """Names of this length whose second half is ``tail``."""
        return self._tails.ids(tail, length)

    def by_segment(self, length: int, part: int, segment: bytes) -> Sequence[int]:
        """Names of this length among the most popular whose third number ``part`` (0 to 2) is ``segment``."""
        return self._segments.ids(segment, length * 3 + part)

    def by_loose(self, key: str) -> Sequence[int]:
        """Names whose whole loose spelling is ``key``."""
        return self._loose.ids(key.encode())

    def by_bare(self, key: str) -> Sequence[int]:
        """Scoped names whose loose spelling without the scope is ``key``."""
        return self._bare.ids(key.encode())

    def by_words(self, key: str) -> Sequence[int]:
        """Names of several words whose unordered spelling is ``key``."""
        return self._unordered.ids(key.encode())


def presence_bits(names: Iterable[bytes]) -> bytes:
    """One bit for every value of the upper bits of a checksum: set if a name has it."""
    bits = bytearray(1 << (32 - _PRESENCE_SHIFT - 3))
    for name in names:
        place = crc32(name) >> _PRESENCE_SHIFT
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def tail_entry(name: bytes) -> int:
    """The checksum that files a name under its length and second half."""
    return crc32(name[len(name) // 2 :], len(name))


def segment_entries(name: bytes) -> tuple[int, int, int]:
    """The checksums that file a name under its length and each of its thirds."""
    length = len(name)
    first, second = length // 3, 2 * length // 3
    thirds = (name[:first], name[first:second], name[second:])
    return tuple(crc32(third, length * 3 + part) for part, third in enumerate(thirds))  # type: ignore[return-value]


def loose_entry(name: str) -> int:
    """The checksum that files a name under its loose spelling."""
    return crc32(loose(name).encode())


def unordered_entry(name: str) -> int | None:
    """The checksum that files a name of several words under them, None for a single word."""
    key = unordered(name)
    return crc32(key.encode()) if key else None


def _table(layout: Layout, buffer: Buffer, section: str) -> NameTable:
    start, length = layout.sections[section]
    table = NameTable(buffer, start, layout.numbers(buffer, f"{section}-lengths", "I"))
    if table.size_bytes != length:
        raise InvalidCorpus(f"section {section} does not fit its lengths")
    return table


def _postings(layout: Layout, buffer: Buffer, section: str) -> Postings:
    directory = layout.numbers(buffer, f"{section}-directory", "I")
    return Postings(directory, layout.numbers(buffer, f"{section}-ids", "I"))
