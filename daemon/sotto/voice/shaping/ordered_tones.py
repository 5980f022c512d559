"""A heavy engine without a voice, for tests: its orders come when they are told to, or never."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.messages import AudioChunk, PhonemeRun, Prosody, VoiceInfo
from sotto.voice.abilities import Abilities
from sotto.voice.engine import Pace
from sotto.voice.silent import ToneEngine


class OrderedTones(ToneEngine):
    """Tones of `companion`'s voice at half the loudness. Every order is kept in `orders`; with
    `is_prompt` it is there at once."""

    amplitude = 0.125

    def __init__(
        self,
        companion: str,
        *,
        name: str = "heavy",
        pace: Pace | None = None,
        is_prompt: bool = True,
        abilities: Abilities | None = None,
    ) -> None:
        super().__init__(name, abilities=abilities)
        self.pace = pace or Pace(load=0.05, cost=0.05)
        self.is_prompt = is_prompt
        self.refusal = ""
        """Why no order is taken, or ""."""
        self.orders: list[OrderedTone] = []
        self.rests = 0
        self._heavy = tuple(
            replace(info, is_heavy=True, companion=companion) for info in super().voices()
        )

    def voices(self) -> tuple[VoiceInfo, ...]:
        """One heavy voice a language."""
        return self._heavy

    def pace_of(self, voice: str) -> Pace:
        """The same of all."""
        return self.pace

    def order(self, run: PhonemeRun, voice: str, prosody: Prosody) -> OrderedTone:
        """Take it. Raises EngineError with the refusal."""
        if self.refusal:
            raise EngineError(self.refusal)
        order = OrderedTone(lambda: self.speak(run, voice, prosody, CancelToken()), run)
        self.orders.append(order)
        if self.is_prompt:
            order.come()
        return order

    def rest(self) -> None:
        """What is ordered does not come."""
        self.rests += 1
        for order in self.orders:
            order.fail("it rests")


class OrderedTone:
    """A clause that is there once `come` was called, and will not be once `fail` was."""

    def __init__(self, make: Callable[[], Iterator[AudioChunk]], run: PhonemeRun) -> None:
        self.words = tuple(word.text for word in run.clause.words)
        self.is_cancelled = False
        self._make = make
        self._is_over = False
        self._problem = ""
        self._there = self._taken = 0
        self._calls: list[Callable[[], None]] = []

    @property
    def is_begun(self) -> bool:
        """Whether some of it was taken."""
        return self._taken > 0

    def wait(self, seconds: float) -> bool:
        """Whether it came or will not come; nothing is waited for."""
        return self._is_over or self._taken < self._there

    def on_news(self, call: Callable[[], None]) -> None:
        """Call when that is known."""
        self._calls.append(call)

    def cancel(self) -> None:
        """Remember that it happened."""
        self.is_cancelled = True

    def chunks(self) -> Iterator[AudioChunk]:
        """Its tones. Raises EngineError where they do not come."""
        tones: Iterator[AudioChunk] | None = None
        while True:
            if (self._problem or not self._is_over) and self._taken >= self._there:
                raise EngineError(self._problem or "it is not there")
            tones = tones or self._make()
            if (chunk := next(tones, None)) is None:
                return
            self._taken += 1
            yield chunk

    def begin(self, chunks: int) -> None:
        """So many chunks of it are there."""
        self._there = chunks
        self._tell()

    def come(self) -> None:
        """It is there."""
        self._end("")

    def fail(self, problem: str) -> None:
        """It will not come."""
        self._end(problem)

    def _end(self, problem: str) -> None:
        if not self._is_over:
            self._is_over, self._problem = True, problem
        self._tell()

    def _tell(self) -> None:
        for call in tuple(self._calls):
            call()
