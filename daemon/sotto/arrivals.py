"""Voices that come and go while the daemon runs: found without a restart, loaded beside speech."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sotto.settings.watch import FileWatch

if TYPE_CHECKING:
    from sotto.voice.late import LateEngine

_log = logging.getLogger(__name__)

Find = Callable[[Sequence["LateEngine"]], "tuple[list[LateEngine], list[str]]"]

_SETTLE_SECONDS = 1.0
"""Whoever copies a folder by hand is given so long to finish."""


class Arrivals:
    """Looks at the folders of voices when they change and when asked to.

    `find` looks, given the voices that are known, on a thread. `load` loads an engine, or gives it
    up; `on_change` gets all voices, loaded, and what is damaged. Everything but
    the disk's work is on the thread of the loop.
    """

    def __init__(
        self,
        find: Find,
        voices: Sequence[LateEngine],
        damaged: Sequence[str],
        load: Callable[[LateEngine], Awaitable[None]],
        on_change: Callable[[Sequence[LateEngine], Sequence[str]], None],
    ) -> None:
        self._find = find
        self._voices, self._damaged = list(voices), list(damaged)
        self._load = load
        self._on_change = on_change
        self._loop = asyncio.get_running_loop()
        self._watches: list[FileWatch] = []
        self._later: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_wanted = False

    @property
    def is_looking(self) -> bool:
        """Whether there may be voices that are not told of yet."""
        return self._task is not None

    def watch(self, roots: Iterable[Path]) -> None:
        """Look by ourselves from here on, when one of these folders changes."""
        for root in roots:
            watch = FileWatch(root / "voice")
            if watch.descriptor >= 0:
                self._watches.append(watch)
                self._loop.add_reader(watch.descriptor, self._changed, watch)
        self._loop.run_in_executor(None, self._arm)

    def look(self) -> None:
        """Begin now, or once more when it is under way."""
        self._is_wanted = True
        if self._task is None:
            self._task = self._loop.create_task(self._look())
            self._task.add_done_callback(self._over)

    def close(self) -> None:
        """Look no more."""
        if self._later is not None:
            self._later.cancel()
        if self._task is not None:
            self._task.cancel()
        for watch in self._watches:
            self._loop.remove_reader(watch.descriptor)
            watch.close()
        self._watches.clear()

    def _changed(self, watch: FileWatch) -> None:
        if watch.has_changed() and self._later is None:
            self._later = self._loop.call_later(_SETTLE_SECONDS, self._settled)

    def _settled(self) -> None:
        self._later = None
        self.look()

    def _arm(self) -> None:
        for watch in tuple(self._watches):
            watch.arm()

    async def _look(self) -> None:
        while self._is_wanted:
            self._is_wanted = False
            await asyncio.to_thread(self._arm)
            voices, damaged = await asyncio.to_thread(self._find, tuple(self._voices))
            if (voices, damaged) == (self._voices, self._damaged):
                continue
            for engine in voices:
                if engine not in self._voices:
                    await self._load(engine)
            self._voices, self._damaged = voices, damaged
            self._on_change(voices, damaged)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("new voices cannot be looked for", exc_info=error)
