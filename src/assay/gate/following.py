"""Following: the works that the settings of the moment ask for, while requests are under way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from assay import catalog
from assay.errors import AssayError
from assay.gate.log import Log
from assay.gate.works import Works, opened_by
from assay.settings import Settings, check_rule_ids
from assay.settings.watched import WatchedSettings

Open = Callable[[Settings, AsyncExitStack], Awaitable[Works]]


@dataclass(slots=True, eq=False)
class Shift:
    """Works at work: ``users`` requests are under way in them."""

    works: Works
    opened_by: Settings
    outside: AsyncExitStack
    users: int = 0


class Following:
    """Gives the works to each request, and opens new ones when the settings file asks for others.

    A request that comes after the file was changed is answered as the new settings say. What is under way is finished
    by the works it began with. Settings that cannot be put in force change nothing; ``troubles`` and the log say so.
    """

    def __init__(self, watched: WatchedSettings, open_: Open, log: Log) -> None:
        self._watched = watched
        self._open = open_
        self._log = log
        self._seen = self._accepted = watched.current()
        self._shift: Shift | None = None
        self._turn = asyncio.Lock()
        self._over: list[Shift] = []
        self._closing: set[asyncio.Task[None]] = set()
        self._failed = self._said = ""

    @property
    def settings(self) -> Settings:
        """Those in force."""
        return self._accepted

    async def start(self) -> Works:
        """Open the first works, and give them. Raises SettingsError, and as ``open_``."""
        check_rule_ids(self._accepted, catalog.rules())
        self._shift = await self._opened(self._accepted)
        return self._shift.works

    async def take(self) -> Shift:
        """The works for one request. Give them back with ``leave``."""
        settings = self._watched.current()
        if self._watched.trouble != self._said or settings is not self._seen:
            await self._follow()
        assert self._shift is not None
        self._shift.users += 1
        return self._shift

    def leave(self, shift: Shift) -> None:
        """The request is done."""
        shift.users -= 1
        self._close_if_done(shift)

    def troubles(self) -> tuple[str, ...]:
        """What is wrong with the settings and feeds now, one sentence each. It does not wait for new works."""
        self._watched.current()
        works = self._shift.works if self._shift else None
        gaps = works.feeds().gaps if works else ()
        unfed = (*(f"{gap.what}: {gap.why}" for gap in gaps), works.trouble() if works else "")
        return tuple(each for each in (*unfed, self._watched.trouble, self._failed) if each)

    async def close(self) -> None:
        """Close the works, also those of requests that are still under way."""
        for shift in (*self._over, *((self._shift,) if self._shift else ())):
            await shift.outside.aclose()
        await asyncio.gather(*self._closing)

    async def _follow(self) -> None:
        async with self._turn:
            settings = self._watched.current()
            if settings is not self._seen:
                await self._put_in_force(settings)
                self._seen = settings
            trouble = self._watched.trouble or self._failed
            if trouble and trouble != self._said:
                self._log.event("settings-refused", why=trouble)
            self._said = self._watched.trouble

    async def _put_in_force(self, settings: Settings) -> None:
        assert self._shift is not None
        try:
            check_rule_ids(settings, catalog.rules())
            if self._shift.opened_by != opened_by(settings):
                old, self._shift = self._shift, await self._opened(settings)
                self._over.append(old)
                self._close_if_done(old)
        except AssayError as error:
            self._failed = f"{error}; the settings from before stay in force"
            return
        self._failed, self._accepted = "", settings
        self._log.event("settings-changed", file=str(settings.source or ""))

    async def _opened(self, settings: Settings) -> Shift:
        outside = AsyncExitStack()
        try:
            works = await self._open(settings, outside)
        except BaseException:
            await outside.aclose()
            raise
        return Shift(works, opened_by(settings), outside)

    def _close_if_done(self, shift: Shift) -> None:
        if shift.users or shift not in self._over:
            return
        self._over.remove(shift)
        task = asyncio.get_running_loop().create_task(shift.outside.aclose())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
