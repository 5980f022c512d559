"""What the user of this session prefers: the settings, the language, and own words."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sotto.settings.places import session_language, settings_path
from sotto.settings.store import OnChange, SettingsStore, Work
from sotto.text.own_words import OwnWords, words_path

if TYPE_CHECKING:
    from sotto.errors import SettingsError
    from sotto.settings.values import Settings


class Preferences:
    """Reads files when it is made, on any thread; `on_change` as in SettingsStore."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_change: OnChange) -> None:
        self._loop = loop
        self.store = SettingsStore(settings_path(os.environ), on_change, self._write)

    @property
    def current(self) -> Settings:
        """The settings that hold now."""
        return self.store.current

    @property
    def problems(self) -> Sequence[str]:
        """What is wrong with the settings, in words for people."""
        return self.store.problems

    @property
    def language(self) -> str:
        """Of texts that name none."""
        return self.current.language or session_language(os.environ)

    @cached_property
    def words(self) -> OwnWords:
        """The user's own words."""
        return OwnWords(words_path(os.environ))

    def watch(self) -> None:
        """Let hand edits hold at once, not only with the next request."""
        if (descriptor := self.store.descriptor) >= 0:
            self._loop.add_reader(descriptor, lambda: self.current)

    def close(self) -> None:
        """Watch no more."""
        if (descriptor := self.store.descriptor) >= 0:
            self._loop.remove_reader(descriptor)
        self.store.close()

    def _write(self, work: Work, done: Callable[[SettingsError | None], None]) -> None:
        """On a thread: a slow disk must not keep speech waiting."""
        future = self._loop.run_in_executor(None, work)
        future.add_done_callback(lambda over: done(over.result()))
