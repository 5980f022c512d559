"""The speaker on real sound servers: what is heard on the monitor of the null sink."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from hearing import Recorder, Recording
from sotto.audio.pulse.sink import PulseSink
from sotto.messages import Options, Priority, Utterance
from sotto.speech.events import Event, Finished, MarkReached, PausedAt, WordReached
from sotto.speech.lifecycle import Reason
from sotto.speech.speaker import Speaker
from sotto.voice.silent import ToneEngine
from sound import RECORD_RATE, Server, sound_session
from speech.stage import ME, RATE, in_loop, stages
from waiting import PATIENCE

QUIET = 0.5

pytestmark = [pytest.mark.hears, pytest.mark.alone]


class Loud:
    """A speaker with tones for a voice on the session's sound server."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.sink = PulseSink(RATE)
        self.speaker = Speaker(self.sink, self.events.append)
        self.speaker.use(stages((ToneEngine("voice"), ToneEngine("plain"))))
        self._ids = iter(range(1, 1000))

    def say(self, text: str, priority: Priority = Priority.TEXT, *, resume: bool = False) -> int:
        identifier = next(self._ids)
        options = Options(priority=priority, resume=resume)
        self.speaker.speak(Utterance(identifier, ME, text, options))
        return identifier

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.005)

    def reason(self, identifier: int) -> Reason | None:
        found = [e.reason for e in self.events if isinstance(e, Finished) and e.id == identifier]
        return found[0] if found else None

    async def finished(self, *identifiers: int) -> None:
        await self.until(lambda: all(self.reason(each) is not None for each in identifiers))
        assert {self.reason(each) for each in identifiers} == {Reason.FINISHED}


@asynccontextmanager
async def loud() -> AsyncIterator[Loud]:
    made = Loud()
    try:
        assert made.speaker.open(), made.speaker.state.problem
        yield made
    finally:
        made.speaker.close()


def silence_after(recorder: Recorder) -> Recording:
    return recorder.wait_for_silence(QUIET)


def seconds(recording: Recording) -> float:
    """From the first to the last sound."""
    first, last = recording.first_sound(), recording.last_sound()
    assert first is not None and last is not None
    return last - first


def test_a_chain_is_heard_whole_and_without_a_gap(recorder: Recorder) -> None:
    texts = ["aaaaa bbbbb", "c", "ddd.", "eeeeeeee fffff ggggg.", "h"]

    @in_loop
    async def run() -> None:
        async with loud() as it:
            await it.finished(*[it.say(text) for text in texts])

    run()
    recording = silence_after(recorder)
    letters = sum(len(word.strip(".")) for text in texts for word in text.split())
    length = len(recording.sound()) / RECORD_RATE
    assert length == pytest.approx(0.03 * letters, abs=0.01)
    assert recording.gaps(0.003) == []


def test_events_are_told_while_they_are_heard(recorder: Recorder) -> None:
    @in_loop
    async def run() -> None:
        async with loud() as it:
            spoken = it.say("aaaaaaaaaa *one bbbbbbbbbb *two cccccccccc *three")
            await it.finished(spoken)
            kinds = [type(event) for event in it.events]
            assert kinds.count(WordReached) == kinds.count(MarkReached) == 3
            names = [event.name for event in it.events if isinstance(event, MarkReached)]
            assert names == ["one", "two", "three"]

    run()
    silence_after(recorder)


def test_cancelling_silences_and_the_next_one_is_heard(recorder: Recorder) -> None:
    @in_loop
    async def run() -> None:
        async with loud() as it:
            spoken = it.say("a" * 400)
            await it.until(lambda: it.sink.position() > 0.3 * RATE)
            it.speaker.cancel(spoken, ME)
            heard = it.sink.position()
            await it.finished(it.say("bbbbbbbbbb"))
            assert it.reason(spoken) is Reason.CANCELLED
            assert it.sink.position() == heard + round(0.3 * RATE)

    run()
    assert seconds(silence_after(recorder)) < 6


def test_a_pause_and_its_end_lose_nothing(recorder: Recorder) -> None:
    text = "aaaaaaaaaa bbbbbbbbbb cccccccccc"

    @in_loop
    async def run() -> None:
        async with loud() as it:
            spoken = it.say(text)
            await it.until(lambda: it.sink.position() > 0.4 * RATE)
            it.speaker.pause(spoken, ME)
            stopped = it.sink.position()
            await it.until(lambda: any(isinstance(e, PausedAt) for e in it.events))
            await asyncio.sleep(0.3)
            assert it.sink.position() == stopped
            it.speaker.resume(spoken, ME)
            await it.finished(spoken)
            again = stopped - round(0.3 * RATE)
            assert it.sink.position() == round(0.9 * RATE) + again

    run()
    assert recorder.wait_for_silence(QUIET).gaps(0.1) != []


def test_an_important_one_interrupts_and_the_rest_follows(recorder: Recorder) -> None:
    @in_loop
    async def run() -> None:
        async with loud() as it:
            reading = it.say("aaaaaaaaaa bbbbbbbbbb cccccccccc", resume=True)
            await it.until(lambda: it.sink.position() > 0.4 * RATE)
            urgent = it.say("dd", Priority.IMPORTANT)
            await it.finished(reading, urgent)
            finished = [event.id for event in it.events if isinstance(event, Finished)]
            assert finished == [urgent, reading]

    run()
    assert recorder.wait_for_silence(QUIET).gaps(0.02) == []


def test_two_hundred_cut_off_leave_the_stream_usable(recorder: Recorder) -> None:
    @in_loop
    async def run() -> None:
        async with loud() as it:
            for index in range(200):
                spoken = it.say("a" * 100)
                await it.until(lambda: it.sink.end() > it.sink.position())
                if index % 3:
                    await asyncio.sleep(0.002 * (index % 7))
                it.speaker.cancel(spoken, ME)
            assert it.speaker.state.speaking == 0
            assert it.sink.end() == it.sink.position()
            await it.finished(it.say("last"))

    run()
    silence_after(recorder)


@pytest.mark.parametrize("server", list(Server), ids=lambda server: server.value)
def test_a_server_killed_in_the_middle_and_started_again(server: Server) -> None:
    with sound_session(server) as session, session.applied():

        @in_loop
        async def run() -> None:
            async with loud() as it:
                spoken = it.say("aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd")
                await it.until(lambda: it.sink.position() > 0.4 * RATE)
                await asyncio.to_thread(session.stop_server)
                await it.until(lambda: bool(it.speaker.state.problem))
                await asyncio.to_thread(session.start_server)
                await it.until(lambda: it.reason(spoken) is not None)
                following = it.say("eeee")
                await it.finished(following)
                assert it.reason(spoken) in (Reason.FINISHED, Reason.NO_SOUND)
                if it.reason(spoken) is Reason.FINISHED:
                    assert it.speaker.state.problem == ""

        run()


def test_without_a_server_it_says_why_and_speaks_when_one_comes() -> None:
    with sound_session(None) as session, session.applied():

        @in_loop
        async def run() -> None:
            made = Loud()
            spoken = made.say("aaaa")
            await made.until(lambda: made.reason(spoken) is not None)
            assert made.reason(spoken) is Reason.NO_SOUND
            assert made.speaker.why(spoken).reason == made.speaker.state.problem != ""
            await asyncio.to_thread(session.start_server)
            await made.finished(made.say("bbbb"))
            made.speaker.close()

        run()
