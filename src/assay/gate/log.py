"""Log: one JSON line for each thing that somebody may have to act on, or to count later."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

Value = str | int | float | bool | None


class Log:
    """Writes lines such as ``{"time": "...", "event": "recalled", "package": "thing"}``.

    write   takes a line without its end
    """

    def __init__(self, write: Callable[[str], None], clock: Callable[[], datetime]) -> None:
        self._write = write
        self._clock = clock

    def event(self, name: str, **facts: Value) -> None:
        """Say what happened. Control characters and line ends in what comes from outside are written as escapes."""
        line = {"time": self._clock().isoformat(timespec="milliseconds"), "event": name, **facts}
        self._write(json.dumps(line, ensure_ascii=True))
