from __future__ import annotations

from pathlib import Path

from assay.errors import FeedError
from assay.feeds.matching import FeedIndex, feed_files
from assay.wiring.watched_feeds import EVERY_SECONDS, WatchedFeeds


class _Index(FeedIndex):
    """Knows nothing, and whether it was closed."""

    is_closed = False

    def __init__(self) -> None:
        pass

    def close(self) -> None:
        self.is_closed = True


class _Place:
    """A folder of feeds with a clock of its own; ``broken`` feeds cannot be opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = 0.0
        self.broken = False
        self.opened: list[_Index] = []
        self.first = _Index()
        self.watched = WatchedFeeds(self.first, folder, self._open, lambda: self.now)

    def _open(self) -> FeedIndex:
        if self.broken:
            raise FeedError("it is damaged")
        self.opened.append(_Index())
        return self.opened[-1]

    def write(self, text: str) -> None:
        (self.folder / "own.feed").write_text(text)
        assert feed_files(self.folder)

    def later(self) -> FeedIndex:
        self.now += EVERY_SECONDS
        return self.watched.current()


def test_feeds_are_opened_again_once_a_file_changes(tmp_path: Path) -> None:
    place = _Place(tmp_path)
    assert place.later() is place.first
    place.write("a")
    assert place.watched.current() is place.first  # looked at a moment ago
    second = place.later()
    assert second is place.opened[0]
    assert place.later() is second
    place.write("ab")
    assert place.later() is place.opened[1]
    assert [each.is_closed for each in place.opened] == [False, False]


def test_damaged_feeds_leave_those_from_before_in_force(tmp_path: Path) -> None:
    place = _Place(tmp_path)
    place.write("a")
    before = place.later()
    place.broken = True
    place.write("ab")
    assert place.later() is before
    assert "damaged" in place.watched.trouble
    place.broken = False
    place.write("abc")
    assert place.later() is place.opened[1]
    assert place.watched.trouble == ""


def test_what_nobody_can_be_asking_any_more_is_closed_and_never_the_first(tmp_path: Path) -> None:
    place = _Place(tmp_path)
    for number in range(4):
        place.write("a" * number)
        place.later()
    assert [each.is_closed for each in place.opened] == [True, True, False, False]
    place.watched.close()
    assert all(each.is_closed for each in place.opened)
    assert not place.first.is_closed
