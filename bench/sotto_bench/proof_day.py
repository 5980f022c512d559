"""A day in an hour: a screen reader's rhythm while voices, settings and sinks change."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sotto_bench.process import cpu_seconds
from sotto_bench.proof_held import Held, hold
from sotto_bench.proof_soak import text
from sotto_bench.proof_stage import Ends, Stage
from sotto_bench.session import SINK
from sotto_client import Client, ClientError, Event, Started, Voice
from sotto_measure.heard import first_sound
from sotto_measure.recorder import Recorder

OTHER_SINK = "other"
_STOP_WITHIN = 0.05
_HEARD_WITHIN = 3.0
_SILENT_AFTER = 0.25
_LISTEN = 0.2
_PASSING_SINK = "passing"
_SUSPENDED_SECONDS = 0.5
SAMPLES = 100
"""How often it is looked at what the daemon holds."""

_CHANGES: tuple[tuple[str, tuple[str | float, ...]], ...] = (
    ("style", ("neutral", "lively", "calm", "whisper")),
    ("pitch", (1.0, 0.8, 1.3)),
    ("volume", (1.0, 0.7)),
    ("quality", ("auto", "light", "full")),
    ("punctuation", ("none", "some", "all")),
    ("capitals", ("none", "spell", "pitch", "icon")),
    ("clarity", ("off", "on")),
    ("pauses", ("normal", "short")),
    ("device", ("", SINK, OTHER_SINK)),
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How much is asked for, spread over so many seconds; what a busy machine cannot do in them
    is left out. Then after how many utterances something is changed or looked at."""

    count: int
    seconds: float
    setting: int = 97
    default_sink: int = 499
    suspend: int = 1_499
    passing: int = 2_999
    look: int = 151


@dataclass(slots=True)
class Day:
    """What was counted. `first_ms` are pairs: the utterance's number and the milliseconds until
    its first sample was heard; `held` was looked at `SAMPLES` times."""

    asked: int = 0
    stopped: int = 0
    heard_out: int = 0
    changes: int = 0
    silent: int = 0
    looks: int = 0
    stale: int = 0
    wrong_ends: int = 0
    seconds: float = 0.0
    first_ms: list[tuple[int, float]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    load: list[float] = field(default_factory=list)


async def day(stage: Stage, rhythm: Rhythm, seed: int, told: Callable[[str], None]) -> Day:
    """Live through it; `told` gets a line now and then. The daemon has to speak already."""
    made = _Day(stage, rhythm, random.Random(seed))
    stage.session.succeeds("pactl", "load-module", "module-null-sink", f"sink_name={OTHER_SINK}")
    monitor = f"{OTHER_SINK}.monitor"
    async with await stage.client() as client:
        with Recorder(monitor, stage.session.environment) as other:
            await made.live(client, other, told)
    return made.done


class _Day:
    def __init__(self, stage: Stage, rhythm: Rhythm, chance: random.Random) -> None:
        self.done = Day()
        self._stage, self._rhythm, self._chance = stage, rhythm, chance
        self._asked_at: dict[int, tuple[int, float]] = {}
        self._started = asyncio.Event()
        self._default = SINK

    async def live(self, client: Client, other: Recorder, told: Callable[[str], None]) -> None:
        self._client, self._other = client, other
        self._voices = await client.voices()
        self._ends = Ends(client)
        client.listen(self._listen)
        await self._warm()
        began, number = time.monotonic(), 0
        while number < self._rhythm.count and self.done.seconds < self._rhythm.seconds:
            due = self._rhythm.seconds * number / self._rhythm.count
            await asyncio.sleep(max(due - self.done.seconds, 0))
            if self.done.seconds * SAMPLES >= self._rhythm.seconds * len(self.done.held):
                await self._hold(told)
            await self._change(number)
            await self._one()
            self.done.seconds, number = time.monotonic() - began, number + 1
        await self._hold(told)
        self.done.wrong_ends = await self._ends.settle()

    async def _warm(self) -> None:
        """Every voice has spoken once, so that what is loaded later is no growth."""
        for voice in self._voices:
            if voice.engine != "espeak":
                asked = await self._client.speak("Hello.", voice=voice.identifier, rate=4.0)
                await self._client.finished(asked)

    def _listen(self, event: Event) -> None:
        if isinstance(event, Started) and event.id in self._asked_at:
            number, asked = self._asked_at.pop(event.id)
            self.done.first_ms.append((number, (time.monotonic() - asked) * 1000))
            self._started.set()

    async def _hold(self, told: Callable[[str], None]) -> None:
        held = await hold(self._stage, self.done.asked)
        self.done.held.append(held)
        self.done.cpu.append(cpu_seconds(self._stage.daemon.pid))
        self.done.load.append(os.getloadavg()[0])
        told(f"{self.done.asked}: {held}, {len(self.done.first_ms)} heard, {self.done.stale} stale")

    async def _one(self) -> None:
        spoken, kind = text(self._chance)
        rate, voice = self._chance.uniform(1.0, 5.0), self._voice()
        self._started.clear()
        asked = time.monotonic()
        number = await self._client.speak(spoken, rate=rate, kind=kind, **voice)
        self._ends.asked.add(number)
        self._asked_at = {number: (self.done.asked, asked)}
        self.done.asked += 1
        if self._chance.random() < 0.75:
            await asyncio.sleep(self._chance.uniform(0, _STOP_WITHIN))
            self.done.stopped += 1
        else:
            await self._hear(number, must_sound=kind == "character")
        await self._client.cancel_all()

    def _voice(self) -> dict[str, str]:
        """Mostly the usual one."""
        if self._chance.random() < 0.9:
            return {"language": "en-us"}
        voice: Voice = self._chance.choice(self._voices)
        return {"voice": voice.identifier}

    async def _hear(self, number: int, *, must_sound: bool) -> None:
        try:
            async with asyncio.timeout(_HEARD_WITHIN):
                over = asyncio.ensure_future(self._client.finished(number))
                begun = asyncio.ensure_future(self._started.wait())
                await asyncio.wait([over, begun], return_when=asyncio.FIRST_COMPLETED)
                begun.cancel()
                if self._chance.random() < 0.05:
                    await over
                    self.done.heard_out += 1
                over.cancel()
        except TimeoutError:
            self.done.silent += must_sound

    async def _change(self, number: int) -> None:
        steps: tuple[tuple[int, Callable[[], Awaitable[None]]], ...] = (
            (self._rhythm.setting, self._change_setting),
            (self._rhythm.default_sink, self._change_sink),
            (self._rhythm.suspend, self._suspend),
            (self._rhythm.passing, self._pass),
            (self._rhythm.look, self._look),
        )
        for every, step in steps:
            if number % every == every - 1:
                await step()

    async def _change_setting(self) -> None:
        name, values = self._chance.choice(_CHANGES)
        with contextlib.suppress(ClientError):
            setting = await self._client.settings.find(name)
            await self._client.settings.set(setting, self._chance.choice(values))
            self.done.changes += 1

    async def _change_sink(self) -> None:
        self._default = OTHER_SINK if self._default == SINK else SINK
        await self._control("set-default-sink", self._default)
        self.done.changes += 1

    async def _suspend(self) -> None:
        await self._control("suspend-sink", self._default, "1")
        await asyncio.sleep(_SUSPENDED_SECONDS)
        await self._control("suspend-sink", self._default, "0")
        self.done.changes += 1

    async def _pass(self) -> None:
        """A sink comes, is spoken to, and goes in the middle of a word."""
        made = self._stage.session.output(
            "pactl", "load-module", "module-null-sink", f"sink_name={_PASSING_SINK}"
        )
        await self._control("set-default-sink", _PASSING_SINK)
        for _ in range(20):
            await self._one()
        await self._client.speak("And this goes on while the sink goes.", rate=2.0)
        await self._control("unload-module", made.strip())
        await self._client.cancel_all()
        await self._control("set-default-sink", self._default)
        self.done.changes += 1

    async def _control(self, *arguments: str) -> None:
        await asyncio.to_thread(self._stage.session.succeeds, "pactl", *arguments)

    async def _look(self) -> None:
        """Is anything heard after everything was stopped?"""
        await asyncio.sleep(_SILENT_AFTER)
        since = time.monotonic()
        await asyncio.sleep(_LISTEN)
        self.done.looks += 1
        recorders = (self._stage.recorder, self._other)
        self.done.stale += any(first_sound(each.recent(since)) is not None for each in recorders)
