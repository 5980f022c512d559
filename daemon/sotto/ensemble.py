"""The voices of this daemon together: loaded one after the other, come and gone while it runs."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from sotto.arrivals import Arrivals
from sotto.cancel import CancelToken
from sotto.errors import SottoError
from sotto.memory import give_back_aside
from sotto.messages import Prosody
from sotto.parts import Parts, load_voice, open_kept, renew_kept
from sotto.voice.catalogue import CHECKOUT, voice_roots
from sotto.voice.found import find_again, loading_order, rest
from sotto.voice.late import TRIAL

if TYPE_CHECKING:
    from sotto.voice.late import LateEngine

_log = logging.getLogger("sotto")


class Ensemble:
    """Everything is on the thread of the loop. `on_change` is told of others than before, and in
    words what is damaged since; `on_kept` when what is kept of these is known."""

    def __init__(
        self,
        parts: Parts,
        on_change: Callable[[Sequence[str]], None],
        on_kept: Callable[[], None],
    ) -> None:
        self._parts = parts
        self._on_change = on_change
        self._on_kept = on_kept
        self._loop = asyncio.get_running_loop()
        self._arrivals: Arrivals | None = None
        self._looks_again = False
        self.voices: Sequence[LateEngine] = parts.voices
        self.damaged: Sequence[str] = parts.damaged
        """In words, which folders hold no voice that can be used."""

    @property
    def problems(self) -> list[str]:
        """In words, what of the voices that were found cannot be used."""
        found: list[str] = []
        for engine in self.voices:
            found += [*engine.damaged, *([engine.problem] if engine.problem else [])]
        return found

    def warm_up(self, language: str, told: Callable[[float], object]) -> None:
        """On any thread: the plain voice of the language, which has spoken to nobody as yet, and
        the others; `told` gets the seconds that each of these took which speaks by itself."""
        plain = self._parts.catalogue.plain(language)
        with suppress(SottoError):
            tuple(plain.engine.speak(TRIAL, plain.voice, Prosody(), CancelToken()))
        for engine in self.voices:
            told(engine.warm_up())

    async def load(self, usual: Callable[[], set[str]]) -> None:
        """Load those that speak for `usual` (identifiers or names) before the others, which rest
        then."""
        order = loading_order(os.environ, self.voices, usual())
        # The first is the one that is usually asked for; nothing may keep it waiting.
        for engine in order[:1]:
            await load_voice(engine)
        opening = asyncio.create_task(asyncio.to_thread(open_kept, self._parts, self.voices))
        for engine in order[1:]:
            await load_voice(engine)
        await opening
        rest(self.voices, usual())
        self._on_kept()

    def watch(self) -> None:
        """Find voices that come later too."""
        find = partial(find_again, os.environ, residents=self._parts.residents)
        self._arrivals = Arrivals(find, self.voices, self.damaged, load_voice, self._changed)
        self._arrivals.watch(root for root in voice_roots(os.environ) if root != CHECKOUT)
        if self._looks_again:
            self._arrivals.look()

    def look(self) -> None:
        """See now whether there are others; once all are loaded."""
        self._looks_again = True
        if self._arrivals is not None:
            self._arrivals.look()

    @property
    def is_looking(self) -> bool:
        """Whether there may be voices that are not told of yet."""
        return self._arrivals.is_looking if self._arrivals is not None else self._looks_again

    def close(self) -> None:
        """Look no more."""
        if self._arrivals is not None:
            self._arrivals.close()

    def _changed(self, voices: Sequence[LateEngine], damaged: Sequence[str]) -> None:
        """These are there now; what speaks goes on in its own voice."""
        before = [*self.damaged, *self.problems]
        self.voices, self.damaged = voices, damaged
        self._parts.disk_cache.renew("")
        self._parts.forms.renew("")
        for engine in voices:
            engine.keep_in(self._parts.forms)
        self._parts.catalogue.use(voices)
        now = [*self.damaged, *self.problems]
        self._on_change([problem for problem in now if problem not in before])
        renewed = self._loop.run_in_executor(None, renew_kept, self._parts, voices)
        renewed.add_done_callback(lambda _: self._on_kept())
        give_back_aside()
        _log.info("%d voices by now", len(self._parts.catalogue.voices()))
