"""Feeds that follow their folder: what a long running program asks before each decision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assay.errors import FeedError
from assay.feeds.matching import FeedIndex, feed_files

#: Seconds in which the folder is looked at once at most.
EVERY_SECONDS = 1.0
#: What of each feed file changes when it is written: its name, number, time and size.
_Marks = tuple[tuple[str, int, int, int], ...]


class WatchedFeeds:
    """Feeds that are opened again whenever a file of theirs changes, as ``assay feed update`` does.

    Feeds that cannot be opened any more change nothing: the last good ones stay in force, and ``trouble`` says what is
    wrong until it is mended. Whoever opened the first feeds closes those; ``close`` closes all that came later.

    folder   where the feed files are
    reopen   opens them; raises FeedError
    clock    seconds from any start
    """

    def __init__(
        self, first: FeedIndex, folder: Path, reopen: Callable[[], FeedIndex], clock: Callable[[], float]
    ) -> None:
        self._folder = folder
        self._reopen = reopen
        self._clock = clock
        self._marks = _marks(folder)
        self._looked = clock()
        self._feeds = first
        self._opened: list[FeedIndex] = []
        self.trouble = ""

    def current(self) -> FeedIndex:
        """The feeds in force now."""
        now = self._clock()
        if now - self._looked < EVERY_SECONDS:
            return self._feeds
        self._looked = now
        marks = _marks(self._folder)
        if marks != self._marks:
            self._marks = marks
            try:
                self._feeds = self._reopen()
            except FeedError as error:
                self.trouble = f"{error}; the feeds from before stay in force"
            else:
                self.trouble = ""
                self._opened.append(self._feeds)
                self._let_go()
        return self._feeds

    def close(self) -> None:
        """Close what was opened since."""
        while self._opened:
            self._opened.pop().close()

    def _let_go(self) -> None:
        """Close all but the last two: what is being decided now may still ask those from before."""
        while len(self._opened) > 2:
            self._opened.pop(0).close()


def _marks(folder: Path) -> _Marks:
    found = []
    for path in feed_files(folder):
        try:
            there = path.stat()
        except OSError:
            continue  # it is being replaced: the next look finds it
        found.append((path.name, there.st_ino, there.st_mtime_ns, there.st_size))
    return tuple(found)
