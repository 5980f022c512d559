"""The client library against a real service on a real bus."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bus import Bus
from desk import buses, desk, in_loop
from sotto.voice.silent import SlowEngine, ToneEngine
from sotto_client import (
    Event,
    Finished,
    IllegalStateError,
    InvalidOptionError,
    MarkReached,
    Paused,
    Resumed,
    Sound,
    Started,
    TextTooLongError,
    TooManyError,
    UnavailableError,
    UnknownUtteranceError,
    UnknownVoiceError,
    Word,
    WordReached,
    connect,
)
from sotto_client.client import DAEMON_GONE
from sotto_client.errors import FailedError, from_bus

bus = pytest.fixture(scope="module")(buses)

LONG = "alpha beta gamma delta epsilon zeta eta theta iota kappa. " * 5


@in_loop
async def test_events_come_in_order_to_every_listener(bus: Bus) -> None:
    async with desk(bus), await connect(bus.address) as client:
        plain: list[Event] = []
        slow: list[Event] = []

        async def listener(event: Event) -> None:
            await asyncio.sleep(0)
            slow.append(event)

        client.listen(plain.append)
        client.listen(listener)
        text = '<speak>one <mark name="m"/>two</speak>'
        number = await client.speak(text, kind="ssml", rate=2)
        assert await client.finished(number) == "finished"
        told = [event for event in plain if type(event).__name__ != "Ending"]
        assert told == [
            Started(number),
            WordReached(number, text.index("one"), text.index("one") + 3),
            MarkReached(number, "m"),
            WordReached(number, text.index("two"), text.index("two") + 3),
            Finished(number, "finished"),
        ]
        assert slow == plain


@in_loop
async def test_pause_and_resume_are_told(bus: Bus) -> None:
    async with desk(bus), await connect(bus.address) as client:
        events: asyncio.Queue[Event] = asyncio.Queue()
        client.listen(events.put)
        number = await client.speak(LONG)
        while not isinstance(await events.get(), WordReached):
            pass
        await client.pause(number)
        while not isinstance(event := await events.get(), Paused):
            pass
        assert event.end > event.start
        (alive,) = (await client.state()).utterances
        assert (alive.id, alive.state, alive.is_detached) == (number, "paused", False)
        await client.resume(number)
        while not isinstance(await events.get(), Resumed):
            pass
        await client.cancel(number)
        assert await client.finished(number) == "cancelled"


@in_loop
async def test_errors_have_types_that_one_would_expect(bus: Bus) -> None:
    async with desk(bus, engine=SlowEngine()), await connect(bus.address) as client:
        with pytest.raises(InvalidOptionError, match="rate"):
            await client.speak("x", rate=99)
        with pytest.raises(InvalidOptionError, match="colour"):
            await client.speak("x", colour="red")
        with pytest.raises(InvalidOptionError, match="list"):
            await client.speak("x", rate=[1])  # type: ignore[arg-type]
        with pytest.raises(UnknownVoiceError):
            await client.speak("x", voice="nobody")
        with pytest.raises(TextTooLongError):
            await client.speak("x" * (1 << 21))
        with pytest.raises(TooManyError):
            await client.prefetch(["x"] * 501)
        for request in (client.cancel, client.pause, client.resume, client.why):
            with pytest.raises(UnknownUtteranceError):
                await request(77)
        with pytest.raises(UnknownUtteranceError):
            await client.finished(77)
        number = await client.speak("x")
        with pytest.raises(IllegalStateError):
            await client.resume(number)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("org.freedesktop.DBus.Error.ServiceUnknown", UnavailableError),
        ("org.freedesktop.DBus.Error.Spawn.ExecFailed", UnavailableError),
        ("org.freedesktop.DBus.Error.NoReply", UnavailableError),
        ("org.freedesktop.DBus.Error.AccessDenied", FailedError),
        ("org.sotto.Error.Failed", FailedError),
        ("org.sotto.Error.Unheard", FailedError),
    ],
)
def test_errors_of_the_bus_are_ours(name: str, kind: type[Exception]) -> None:
    error = from_bus(name, "because")
    assert type(error) is kind
    assert "because" in str(error)


@in_loop
async def test_a_stream_has_sound_and_words(bus: Bus) -> None:
    async with desk(bus), await connect(bus.address) as client:
        async with await client.synthesize("one two") as stream:
            frames = [frame async for frame in stream]
        assert [type(frame) for frame in frames if not isinstance(frame, Sound)] == [Word, Word]
        assert await client.finished(stream.id) == "finished"
        assert (await client.why(stream.id)).voice == "tone:en"


@in_loop
async def test_a_stream_that_is_closed_is_cancelled(bus: Bus) -> None:
    async with desk(bus), await connect(bus.address) as client:
        async with await client.synthesize(LONG * 20) as stream:
            assert await anext(stream)
        assert await client.finished(stream.id) == "cancelled"
        with pytest.raises(StopAsyncIteration):
            while True:
                await anext(stream)
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(5):
            with pytest.raises(InvalidOptionError):
                await client.synthesize("x", rate=99)
        assert len(list(Path("/proc/self/fd").iterdir())) == before


@in_loop
async def test_prefetch_voices_state_and_why(bus: Bus) -> None:
    engine = ToneEngine("tone")
    async with desk(bus, engine=engine) as made, await connect(bus.address) as client:
        made.problems = ["odd"]
        await client.prefetch(["hello"])
        while not engine.spoken:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        number = await client.speak("hello")
        await client.finished(number)
        explanation = await client.why(number)
        assert (explanation.engine, explanation.kind) == ("neural", "tone")
        assert explanation.is_natural and explanation.cached
        voices = await client.voices()
        assert voices[0].identifier == "tone:en"
        assert voices[0].languages == ("en",)
        state = await client.state()
        assert (state.ready, state.sound, state.problems) == (True, True, ("odd",))
        assert state.last == number
        assert await client.version()
        assert await client.is_running()


@in_loop
async def test_a_daemon_that_goes_is_told_and_may_come_back(bus: Bus) -> None:
    async with await connect(bus.address) as client:
        async with desk(bus):
            first = await client.speak(LONG)
        assert await client.finished(first) == DAEMON_GONE
        assert not await client.is_running()
        with pytest.raises(UnavailableError):
            await client.speak("x")
        async with desk(bus):
            again = await client.speak("one")
            assert again == first
            assert await client.finished(again) == "finished"


@in_loop
async def test_a_bus_that_goes_ends_what_was_asked_for() -> None:
    for own in buses():
        async with desk(own), await connect(own.address) as client:
            told: list[Event] = []
            client.listen(told.append)
            asked = [await client.speak(LONG), await client.speak(LONG)]
            own._processes[0].kill()
            assert [await client.finished(each) for each in asked] == [DAEMON_GONE] * 2
            assert [event.id for event in told if isinstance(event, Finished)] == asked


@in_loop
async def test_no_bus(bus: Bus) -> None:
    with pytest.raises(UnavailableError):
        await connect("unix:path=/nonexistent/bus")
    for own in buses():
        client = await connect(own.address)
        own._processes[0].kill()
        own._processes[0].wait()
        with pytest.raises(UnavailableError):
            await client.speak("x")
        await client.close()


@in_loop
async def test_a_listener_that_raises_keeps_no_event_from_the_others(bus: Bus) -> None:
    async with desk(bus), await connect(bus.address) as client:
        told: list[Event] = []

        def odd(event: Event) -> None:
            raise KeyError(event.id)

        async def odd_later(event: Event) -> None:
            await asyncio.sleep(0)
            raise ValueError

        for listener in (odd, odd_later, told.append):
            client.listen(listener)
        for _ in range(2):
            number = await client.speak("one two", rate=2)
            assert await asyncio.wait_for(client.finished(number), 60) == "finished"
        assert sum(isinstance(event, Finished) for event in told) == 2
