"""A speaker with engines that are heard as tones, in a time that moves only when told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from typing import ParamSpec

import numpy as np

from sotto.audio.silent import SilentSink
from sotto.audio.sink import Sink
from sotto.clock import VirtualClock
from sotto.messages import (
    Clause,
    ClauseMark,
    Options,
    Phoneme,
    PhonemeRun,
    Priority,
    Samples,
    Stop,
    Utterance,
    Word,
)
from sotto.speech.events import Event, Finished, MarkReached, WordReached
from sotto.speech.lifecycle import Reason
from sotto.speech.speaker import Speaker
from sotto.synthesis.disk_cache import DiskCache
from sotto.synthesis.inline import InlineWorkers
from sotto.synthesis.stages import PhonemeStage, Stages, TextStage
from sotto.voice.catalogue import Catalogue
from sotto.voice.engine import Engine
from sotto.voice.forms import Forms
from sotto.voice.silent import ToneEngine

P = ParamSpec("P")
RATE = 24_000
ME = ":1.1"
OTHER = ":1.2"
LONG = "one two three four. five six seven. eight nine ten| eleven twelve."


def in_loop(test: Callable[P, Coroutine[None, None, None]]) -> Callable[P, None]:
    """Run an asynchronous test in a loop of its own."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


def simple_clauses(text: str, options: Options, language: str) -> Iterator[Clause]:
    """A clause ends at "."; "|" asks for a pause, `*name` is a mark, `@xx` sets a language."""
    words: list[Word] = []
    marks: list[ClauseMark] = []
    position = 0
    for token in text.split(" "):
        start, position = position, position + len(token) + 1
        if token.startswith("*"):
            marks.append(ClauseMark(len(words), token[1:].strip(".|")))
        elif token.startswith("@"):
            language = token[1:]
        elif token.strip(".|"):
            words.append(Word(token.strip(".|"), start, start + len(token)))
        if token.endswith((".", "|")):
            pause = 350 if token.endswith("|") else 0
            yield Clause(tuple(words), language, Stop.FULL, pause, options.prosody, tuple(marks))
            words, marks = [], []
    if words or marks:
        yield Clause(tuple(words), language, Stop.FULL, 0, options.prosody, tuple(marks))


def simple_phonemes(clause: Clause) -> PhonemeRun:
    return PhonemeRun(clause, tuple((Phoneme(word.text),) for word in clause.words))


def stages(
    engines: Sequence[Engine],
    clauses: TextStage = simple_clauses,
    phonemes: PhonemeStage = simple_phonemes,
    disk_cache: DiskCache | None = None,
    forms: Forms | None = None,
) -> Stages:
    catalogue = Catalogue(engines[:-1], engines[-1])
    return Stages(clauses, phonemes, catalogue, RATE, disk_cache=disk_cache, forms=forms)


class Stage:
    """A speaker on inline workers, a silent sink and a virtual clock, and what it told."""

    def __init__(
        self,
        *engines: Engine,
        clauses: TextStage = simple_clauses,
        phonemes: PhonemeStage = simple_phonemes,
        sink: Callable[[VirtualClock], Sink] | None = None,
        disk_cache: DiskCache | None = None,
        forms: Forms | None = None,
    ) -> None:
        self.voice = ToneEngine("voice")
        self.plain = ToneEngine("plain", ("en-us", "de"), needs_phonemes=False)
        self.clock = VirtualClock()
        self.sink: Sink = sink(self.clock) if sink else SilentSink(RATE, self.clock)
        self.workers = self.make_workers()
        self.events: list[Event] = []
        self.busy: list[bool] = []
        self.stages = stages(
            engines or (self.voice, self.plain), clauses, phonemes, disk_cache, forms
        )
        self.speaker = Speaker(
            self.sink,
            self.events.append,
            clock=self.clock,
            workers=self.workers,
            on_busy=lambda: self.busy.append(True),
            on_idle=lambda: self.busy.append(False),
        )
        self.speaker.use(self.stages)
        self._ids = iter(range(1, 1_000_000))

    def make_workers(self) -> InlineWorkers:
        """What renders."""
        return InlineWorkers()

    def say(
        self,
        text: str,
        client: str = ME,
        priority: Priority = Priority.TEXT,
        *,
        resume: bool = False,
        options: Options | None = None,
    ) -> int:
        """Speak; returns the id."""
        identifier = next(self._ids)
        given = replace(options or Options(), priority=priority, resume=resume)
        self.speaker.speak(Utterance(identifier, client, text, given))
        return identifier

    async def settle(self) -> None:
        """Render all that is granted and let events be told; no time passes."""
        await asyncio.sleep(0)
        while self.workers.step():
            await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def settle_steps(self, steps: int) -> None:
        """Render so many pieces only."""
        for _ in range(steps):
            assert self.workers.step()
            await asyncio.sleep(0)

    async def play(self, seconds: float = 1000.0) -> None:
        """Let time pass, rendering at once whatever is granted on the way."""
        end = self.clock() + seconds
        await self.settle()
        while (due := self.clock.next_call) is not None and due <= end:
            self.clock.advance_to(due)
            await self.settle()
        self.clock.advance_to(end)
        await self.settle()

    @property
    def heard(self) -> Samples:
        """All that left the sink."""
        assert isinstance(self.sink, SilentSink)
        return self.sink.heard

    def told(self, identifier: int) -> list[Event]:
        """The events of one utterance."""
        return [event for event in self.events if event.id == identifier]

    def words(self, identifier: int) -> list[tuple[int, int]]:
        return [(e.start, e.end) for e in self.told(identifier) if isinstance(e, WordReached)]

    def marks(self, identifier: int) -> list[str]:
        return [event.name for event in self.told(identifier) if isinstance(event, MarkReached)]

    def reason(self, identifier: int) -> Reason | None:
        """Why it finished; None: it did not."""
        found = [event.reason for event in self.told(identifier) if isinstance(event, Finished)]
        assert len(found) <= 1, "finished twice"
        return found[0] if found else None

    def assert_idle(self) -> None:
        """Nothing sounds, waits, is rendered or would ever wake up, and all is usable."""
        assert self.speaker.state.speaking == 0
        assert self.speaker.state.waiting == 0
        assert self.workers.jobs == 0, "a job is left"
        assert self.sink.position() == self.sink.end(), "sound is left"
        assert self.clock.next_call is None, "a timer is left"
        assert not self.busy or self.busy[-1] is False


async def reference(text: str, options: Options | None = None) -> Samples:
    """How a text sounds when nothing happens."""
    stage = Stage()
    stage.say(text, options=options)
    await stage.play()
    stage.assert_idle()
    return stage.heard


def same(one: Samples, other: Samples) -> bool:
    return np.array_equal(one, other)
