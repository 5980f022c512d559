"""Every order of what may happen, up to a depth, on the real speaker: an exhaustive search.

`SOTTO_DEPTH` sets the depth; `script/prove` searches deeper than the suite.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Callable, Iterator, Sequence

import pytest

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.messages import AudioChunk, PhonemeRun, Priority, Prosody
from sotto.speech.events import Finished
from sotto.speech.lifecycle import Reason, State
from sotto.synthesis.workers import Lane
from sotto.voice.silent import ToneEngine
from speech.stage import ME, OTHER, Stage

DEPTH = int(os.environ.get("SOTTO_DEPTH", "3"))
TEXT = "one *x two. three four| five *y six seven. eight nine ten eleven twelve."


class Failing(ToneEngine):
    """A voice that raises while `is_failing`."""

    is_failing = False

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        for chunk in super().speak(run, voice, prosody, cancel):
            if self.is_failing:
                raise EngineError("it fails")
            yield chunk


class World:
    """One speaker, the utterances made so far, and what may happen next."""

    def __init__(self) -> None:
        self.voice = Failing("voice")
        plain = ToneEngine("plain", ("en-us", "de"), needs_phonemes=False)
        self.stage = Stage(self.voice, plain)
        self.made: dict[int, str] = {}
        self.gone: set[int] = set()

    def _live(self, state: State | None = None) -> list[int]:
        states = {each: self.stage.speaker.state_of(each) for each in self.made}
        return [i for i, s in states.items() if s is not State.DONE and state in (None, s)]

    async def speak(self) -> None:
        self.made[self.stage.say(TEXT)] = ME

    async def speak_urgently(self) -> None:
        self.made[self.stage.say("now", OTHER, Priority.IMPORTANT)] = OTHER

    async def cancel(self) -> None:
        for each in self._live()[:1]:
            self.stage.speaker.cancel(each, self.made[each])
            assert self.stage.speaker.state_of(each) is State.DONE

    async def pause(self) -> None:
        for each in self._live()[:1]:
            if self.stage.speaker.state_of(each) is not State.PAUSED:
                self.stage.speaker.pause(each, self.made[each])

    async def resume(self) -> None:
        for each in self._live(State.PAUSED)[:1]:
            self.stage.speaker.resume(each, self.made[each])

    async def client_dies(self) -> None:
        mine = [each for each in self._live() if self.made[each] == ME]
        self.stage.speaker.client_gone(ME)
        assert all(self.stage.speaker.state_of(each) is State.DONE for each in mine)

    async def voice_fails(self) -> None:
        self.voice.is_failing = True

    async def voice_hangs(self) -> None:
        self.stage.workers.stuck = {Lane.VOICE}

    async def a_moment(self) -> None:
        await self.stage.play(0.05)

    async def a_while(self) -> None:
        await self.stage.play(0.6)


ACTIONS: dict[str, Callable[[World], object]] = {
    "speak": World.speak, "speak urgently": World.speak_urgently, "cancel": World.cancel,
    "pause": World.pause, "resume": World.resume, "client dies": World.client_dies,
    "voice fails": World.voice_fails, "voice hangs": World.voice_hangs,
    "a moment": World.a_moment, "a while": World.a_while,
}  # fmt: skip


async def happens(names: Sequence[str]) -> None:
    """All of it after a first request; then everything comes to its end, and one more is said."""
    world = World()
    await world.speak()
    for name in names:
        await ACTIONS[name](world)  # type: ignore[misc]
        await world.stage.settle()
    await _come_to_an_end(world)
    for each in world.made:
        told = world.stage.told(each)
        assert [type(event) for event in told].count(Finished) == 1, told
        assert isinstance(told[-1], Finished), told
        assert told[-1].reason in (
            Reason.FINISHED, Reason.CANCELLED, Reason.SUPERSEDED, Reason.CLIENT_GONE,
        )  # fmt: skip
    world.voice.is_failing = False
    again = world.stage.say("again")
    await world.stage.play()
    assert world.stage.reason(again) is Reason.FINISHED
    world.stage.assert_idle()


async def _come_to_an_end(world: World) -> None:
    world.stage.workers.stuck = set()
    for each, client in world.made.items():
        if world.stage.speaker.state_of(each) is State.PAUSED:
            world.stage.speaker.resume(each, client)
    await world.stage.play()
    world.stage.assert_idle()


@pytest.mark.parametrize("first", ACTIONS)
def test_every_order(first: str) -> None:
    for rest in itertools.product(ACTIONS, repeat=DEPTH - 1):
        try:
            asyncio.run(happens((first, *rest)))
        except Exception as error:
            error.add_note(f"after: {(first, *rest)}")
            raise
