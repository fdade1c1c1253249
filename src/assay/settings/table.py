"""One table of a settings file, read by type; every error says file, line, what is there and what is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import NoReturn, TypeVar

from assay.errors import SettingsError
from assay.settings.duration import parse_duration
from assay.settings.lines import KeyPath, line_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table was read: the file as the user knows it, its text, and the prefix of the settings in it."""

    file: str
    text: str = ""
    prefix: KeyPath = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its place. Every reading method returns the default where the key is missing."""

    data: Mapping[str, object]
    origin: Origin
    path: KeyPath = field(default=())

    def only(self, *known: str) -> None:
        """Raise SettingsError if there is any other key."""
        for key in self.data:
            if key not in known:
                self.fail(key, f"unknown key {self._name(key)!r}", suggestion(key, known))

    def fail(self, key: str, problem: str, hint: str = "") -> NoReturn:
        """Raise a SettingsError at a key of this table."""
        place = self.origin.file
        if self.origin.text:
            place = f"{place}:{line_of(self.origin.text, (*self.origin.prefix, *self.path, key))}"
        raise SettingsError(f"{place}: {problem}", hint=hint)

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A string."""
        if required and self.data.get(key) in (None, ""):
            self.fail(key, f"{self._name(key)!r} is missing")
        return self._typed(key, default, str, "a string")

    def flag(self, key: str, default: bool) -> bool:
        """A truth value."""
        return self._typed(key, default, bool, "true or false")

    def number(self, key: str, default: int, most: int) -> int:
        """A whole number from 0 to ``most``."""
        expected = f"a whole number from 0 to {most}"
        value = self._typed(key, default, int, expected)
        if isinstance(value, bool) or not 0 <= value <= most:
            self._wrong(key, expected)
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        value = self.data.get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._wrong(key, "a list of strings")
        return tuple(value)

    def choice(self, key: str, default: T, choices: Mapping[str, T]) -> T:
        """One of a few words."""
        if key not in self.data:
            return default
        return self._chosen(key, self.data[key], choices)

    def choices(self, key: str, default: tuple[T, ...], choices: Mapping[str, T]) -> tuple[T, ...]:
        """A list of a few words."""
        if key not in self.data:
            return default
        return tuple(self._chosen(key, word, choices) for word in self.texts(key))

    def duration(self, key: str, default: timedelta) -> timedelta:
        """A duration such as ``3d``."""
        if key not in self.data:
            return default
        return self.parsed(key, parse_duration)

    def parsed(self, key: str, parse: Callable[[str], T]) -> T:
        """A string that ``parse`` understands; its ValueError becomes the error's text."""
        text = self.text(key)
        try:
            return parse(text)
        except ValueError as error:
            self.fail(key, f"{self._name(key)}: {error}")

    def day(self, key: str) -> date:
        """A date, as TOML has it or as a string."""
        value = self.data.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        expected = "a date such as 2027-01-31"
        if value is not None and not isinstance(value, str):
            self._wrong(key, expected)
        try:
            return date.fromisoformat(self.text(key, required=True))
        except ValueError:
            self._wrong(key, expected)

    def table(self, key: str) -> Table:
        """A table inside this one, empty if it is missing."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self._wrong(key, f"a table ([{self._name(key)}])")
        return Table(value, self.origin, (*self.path, key))

    def tables(self, key: str) -> list[Table]:
        """An array of tables, empty if it is missing."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, f"an array of tables ([[{self._name(key)}]])")
        return [Table(item, self.origin, (*self.path, key, number)) for number, item in enumerate(value)]

    def _chosen(self, key: str, word: object, choices: Mapping[str, T]) -> T:
        if not isinstance(word, str) or word not in choices:
            hint = suggestion(word, choices) if isinstance(word, str) else ""
            self.fail(key, f"{self._name(key)} is {word!r}, expected one of {', '.join(choices)}", hint)
        return choices[word]

    def _typed(self, key: str, default: T, kind: type[T], expected: str) -> T:
        value = self.data.get(key, default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._wrong(key, expected)
        return value

    def _wrong(self, key: str, expected: str) -> NoReturn:
        self.fail(key, f"{self._name(key)} is {str(self.data.get(key))[:60]!r}, expected {expected}")

    def _name(self, key: str) -> str:
        return ".".join(str(part) for part in (*self.path, key) if not isinstance(part, int))


def suggestion(word: str, known: Iterable[str]) -> str:
    """Which word may have been meant, or which there are."""
    listed = list(known)
    near = get_close_matches(word, listed, 1, 0.6)
    return f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(sorted(listed))}"
