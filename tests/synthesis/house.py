"""A speaker on real threads, in time that passes only while somebody waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sotto.audio.silent import SilentSink
from sotto.clock import VirtualClock
from sotto.messages import Utterance
from sotto.speech.events import Event, Finished
from sotto.speech.lifecycle import Reason
from sotto.speech.speaker import Speaker
from sotto.synthesis.workers import ThreadWorkers
from sotto.voice.engine import Engine
from sotto.voice.silent import ToneEngine
from speech.stage import ME, RATE, stages

PATIENCE = 20.0
"""Seconds after which a test that waits for an event has failed."""


class House:
    """A speaker on real threads; time is virtual and passes only while somebody waits."""

    def __init__(self, sink: SilentSink | None = None) -> None:
        self.clock = VirtualClock()
        self.sink = sink or SilentSink(RATE, self.clock)
        self.sink._clock = self.clock
        self.events: list[Event] = []
        self.told = asyncio.Event()
        self.died = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.workers = ThreadWorkers(self.clock, loop.call_soon_threadsafe, self.died.set)
        self.speaker = Speaker(self.sink, self.hear, clock=self.clock, workers=self.workers)
        self._ids = iter(range(1, 10_000))

    def hear(self, event: Event) -> None:
        self.events.append(event)
        self.told.set()

    def say(self, text: str) -> int:
        identifier = next(self._ids)
        self.speaker.speak(Utterance(identifier, ME, text))
        return identifier

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let virtual time pass, 10 ms for every turn of the loop, until it holds."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.0005)
                self.clock.advance(0.01)

    async def entered(self, event: threading.Event) -> None:
        """Wait, without time passing, until a thread hangs in a stage."""
        async with asyncio.timeout(PATIENCE):
            while not event.is_set():
                await asyncio.sleep(0.0005)

    def reason(self, identifier: int) -> Reason | None:
        found = [e.reason for e in self.events if isinstance(e, Finished) and e.id == identifier]
        return found[0] if found else None

    async def finished(self, identifier: int) -> Reason:
        await self.until(lambda: self.reason(identifier) is not None)
        reason = self.reason(identifier)
        assert reason is not None
        return reason

    async def assert_usable(self, engine: Engine | None = None) -> None:
        """A good voice speaks at once, in its own words, and then all is idle."""
        good = engine or ToneEngine("good")
        self.speaker.use(stages((good, plain())))
        await self.until(lambda: self.speaker.state.speaking == 0)
        spoken = self.say("all is well")
        assert await self.finished(spoken) is Reason.FINISHED
        assert self.speaker.state.speaking == self.speaker.state.waiting == 0
        assert self.sink.position() == self.sink.end()
        await self.until(lambda: self.clock.next_call is None)


@asynccontextmanager
async def house(sink: SilentSink | None = None) -> AsyncIterator[House]:
    it = House(sink)
    try:
        yield it
    finally:
        it.speaker.close()


def plain() -> ToneEngine:
    return ToneEngine("plain", ("en-us",), needs_phonemes=False)
