"""Log: one line for each thing that somebody may have to act on, or to count later."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime

Value = str | int | float | bool | None
_PLAIN = re.compile(r"[A-Za-z0-9@/._:+~-]+")


class Log:
    """Writes lines such as ``{"time": "...", "event": "recalled", "package": "thing"}``.

    write     takes a line without its end
    is_text   write the same as ``time=... event=recalled package=thing`` (logfmt), for people
    """

    def __init__(self, write: Callable[[str], None], clock: Callable[[], datetime], *, is_text: bool = False) -> None:
        self._write = write
        self._is_text = is_text
        self._clock = clock

    def event(self, name: str, **facts: Value) -> None:
        """Say what happened. Control characters and line ends in what comes from outside are written as escapes."""
        line = {"time": self._clock().isoformat(timespec="milliseconds"), "event": name, **facts}
        self._write(_text(line) if self._is_text else json.dumps(line))


def _text(line: Mapping[str, Value]) -> str:
    """What is empty is left out; what could be read in two ways stands in quotation marks, as JSON has it."""
    told = ((name, value) for name, value in line.items() if value not in ("", None))
    return " ".join(f"{name}={_plain(value)}" for name, value in told)


def _plain(value: Value) -> str:
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(value)
