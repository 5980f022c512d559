"""What is rendered while nobody waits for sound, in the order in which it is worth it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sotto.clock import Clock
from sotto.messages import Priority, Utterance
from sotto.synthesis.cache_warmer import CacheWarmer
from sotto.synthesis.context import Context
from sotto.synthesis.form_maker import FormMaker
from sotto.synthesis.letters import Letters
from sotto.synthesis.prefetch import Prefetcher


class SpareTime:
    """First the letters that may be typed next, unless power is saved, and what was wished for,
    then, unless power is saved, what is kept for later runs.

    `on_change` is called when `run` should be: the quiet has lasted, or something is done.
    """

    def __init__(self, clock: Clock, on_change: Callable[[], None]) -> None:
        self._prefetcher = Prefetcher(on_change)
        self._letters = Letters()
        self._warmer = CacheWarmer(clock, on_change)
        self._maker = FormMaker(clock, on_change)

    def wish(self, utterances: Iterable[Utterance]) -> None:
        """Have their sound ready, before what was wished for earlier."""
        self._prefetcher.add(utterances)

    def forget(self, client: str) -> None:
        """Drop a client's wishes."""
        self._prefetcher.forget(client)

    def notice(self, utterance: Utterance, context: Context) -> None:
        """Somebody spoke so; what is only notified of says no phrases."""
        if utterance.options.priority <= Priority.TEXT:
            self._letters.notice(utterance)
            self._warmer.notice(context.manner(utterance.options))
            self._maker.notice(utterance.options)

    def preempt(self) -> None:
        """Somebody waits for sound: wishes do."""
        self._prefetcher.preempt()

    def hold(self) -> None:
        """What is kept for later runs waits, until it was quiet for a while."""
        self._maker.hold()
        self._warmer.hold()

    def run(self, context: Context, *, is_rendering: bool, is_quiet: bool, is_saving: bool) -> None:
        """Go on with what may be done now. `is_rendering`: sound of a request is being made;
        `is_quiet`: no request is heard or waits."""
        if not is_rendering:
            self._prefetcher.add_first(self._letters.take(context, is_saving=is_saving))
            self._prefetcher.run(context)
        is_idle = not is_rendering and is_quiet and self._prefetcher.is_idle
        if not is_idle or is_saving:
            self.hold()
        else:
            self._maker.run(context)
            self._warmer.run(context)

    def close(self) -> None:
        """Neither work nor wake up any more."""
        self._warmer.close()
        self._maker.close()
