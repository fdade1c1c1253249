from __future__ import annotations

from assay.model.location import Location


def test_only_what_is_known_of_a_place_is_shown() -> None:
    assert str(Location("a.js", 3, 7)) == "a.js:3:7"
    assert str(Location("a.js", 3)) == "a.js:3"
    assert str(Location("a.js")) == "a.js"


def test_a_column_without_a_line_says_nothing() -> None:
    assert str(Location("a.js", 0, 7)) == "a.js"


def test_places_sort_as_they_stand_in_a_file() -> None:
    places = [Location("b", 1), Location("a", 10), Location("a", 2, 9), Location("a", 2, 1), Location("a")]
    assert [str(place) for place in sorted(places)] == ["a", "a:2:1", "a:2:9", "a:10", "b:1"]
