"""Synthesize: what comes through the pipe, and readers that are slow, stuck or gone."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from dbus_next import MessageType, Variant

from bus import Bus
from desk import Caller, buses, caller, desk, in_loop
from sotto.voice.silent import HangingEngine, RaisingEngine, ToneEngine
from sotto_client.frames import Decoder, Frame, Mark, Sound, Word

bus = pytest.fixture(scope="module")(buses)

PIPE_SIZE = 65_536
LONG = "alpha beta gamma delta epsilon zeta eta theta iota kappa. " * 40


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Reading and writing end; whichever is still open is closed."""
    ends = os.pipe()
    inodes = [os.fstat(end).st_ino for end in ends]
    yield ends
    for end, inode in zip(ends, inodes, strict=True):
        try:
            if os.fstat(end).st_ino == inode:
                os.close(end)
        except OSError:
            continue


async def synthesize(me: Caller, text: str, writer: int, **options: Variant) -> int:
    """Ask, and close our own copy of the writing end."""
    reply = await me.call("Synthesize", "hsa{sv}", 0, text, options, descriptors=(writer,))
    os.close(writer)
    assert reply.message_type is MessageType.METHOD_RETURN, reply.body
    return int(reply.body[0])


async def read_all(reader: int, size: int = PIPE_SIZE) -> bytes:
    """Everything until the end, in reads of at most `size` bytes."""

    def read() -> bytes:
        pieces = []
        while piece := os.read(reader, size):
            pieces.append(piece)
        return b"".join(pieces)

    return await asyncio.to_thread(read)


def decode(data: bytes) -> list[Frame]:
    decoder = Decoder()
    frames = list(decoder.feed(data))
    assert decoder.is_complete
    return frames


def samples(frames: list[Frame]) -> bytes:
    return b"".join(frame.samples for frame in frames if isinstance(frame, Sound))


@in_loop
async def test_the_whole_sound_comes_with_words_and_marks(bus: Bus, pipe: tuple[int, int]) -> None:
    async with desk(bus), caller(bus) as me:
        text = '<speak>one <mark name="hier ✓"/>two</speak>'
        number = await synthesize(me, text, pipe[1], kind=Variant("s", "ssml"))
        frames = decode(await read_all(pipe[0]))
        order = [frame for frame in frames if not isinstance(frame, Sound)]
        assert [type(frame) for frame in order] == [Word, Mark, Word]
        words = [text[each.start : each.end] for each in order if isinstance(each, Word)]
        assert words == ["one", "two"]
        assert order[1] == Mark("hier ✓")
        tones = np.frombuffer(samples(frames), "<i2")
        # Each tone of a word lasts 30 ms a letter.
        assert abs(len(tones) - 6 * 0.03 * 24_000) <= 2
        assert np.abs(tones).max() > 4000
        assert await me.told("Finished", number) == [number, "finished"]
        assert me.names(number) == ["Started", "Finished"]


@in_loop
async def test_slow_readers_get_the_same_bytes(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        got = []
        for size in (PIPE_SIZE, 1, 7):
            reader, writer = os.pipe()
            await synthesize(me, "one two three", writer)
            got.append(await read_all(reader, size))
            os.close(reader)
        assert len(set(got)) == 1


@in_loop
async def test_twenty_at_once_do_not_mix(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        alone = {}
        texts = [f"text number {index} of twenty" for index in range(20)]
        ends = [os.pipe() for _ in texts]
        pairs = zip(texts, ends, strict=True)
        numbers = [await synthesize(me, text, writer) for text, (_, writer) in pairs]
        assert len(set(numbers)) == 20
        together = await asyncio.gather(*(read_all(reader) for reader, _ in ends))
        for text, (reader, _) in zip(texts, ends, strict=True):
            os.close(reader)
            again, writer = os.pipe()
            await synthesize(me, text, writer)
            alone[text] = samples(decode(await read_all(again)))
            os.close(again)
        for text, data in zip(texts, together, strict=True):
            assert samples(decode(data)) == alone[text]
        for number in numbers:
            assert (await me.told("Finished", number))[1] == "finished"


@in_loop
async def test_a_stuck_reader_holds_up_nobody_and_little_is_rendered(
    bus: Bus, pipe: tuple[int, int]
) -> None:
    engine = ToneEngine("tone")
    async with desk(bus, engine=engine) as made, caller(bus) as me:
        stuck = await synthesize(me, LONG, pipe[1])
        await me.told("Started", stuck)
        await me.told("Finished", await me.speak("other"))
        rendered = len(engine.spoken)
        assert rendered < 30
        assert made.voice is not None
        whole = decode(await read_all(pipe[0]))
        assert len(engine.spoken) > rendered
        assert sum(isinstance(frame, Word) for frame in whole) == len(LONG.split())
        assert (await me.told("Finished", stuck))[1] == "finished"


@pytest.mark.parametrize("is_stuck", [True, False], ids=["while blocked", "while waiting"])
@in_loop
async def test_a_reader_that_closes_cancels(
    bus: Bus, pipe: tuple[int, int], *, is_stuck: bool
) -> None:
    engine = ToneEngine("tone") if is_stuck else HangingEngine(chunks=1)
    async with desk(bus, engine=engine) as made, caller(bus) as me:
        number = await synthesize(me, LONG, pipe[1])
        await me.told("Started", number)
        os.close(pipe[0])
        assert await me.told("Finished", number) == [number, "cancelled"]
        assert made.speaker.state_of(number).value == "done"
        if isinstance(engine, HangingEngine):
            engine.release()


@in_loop
async def test_cancel_reaches_a_stream_in_every_state(bus: Bus) -> None:
    engine = HangingEngine()
    async with desk(bus, engine=engine), caller(bus) as me, caller(bus) as other:
        for wait in (False, True):
            reader, writer = os.pipe()
            number = await synthesize(me, LONG, writer)
            if wait:
                await asyncio.to_thread(engine.entered.wait)
            assert await other.refused("Cancel", "t", number) == "UnknownUtterance"
            await me.call("Cancel", "t", number)
            assert await read_all(reader) == b"0.01"
            os.close(reader)
            assert await me.told("Finished", number) == [number, "cancelled"]
        engine.release()
        reader, writer = os.pipe()
        number = await synthesize(me, LONG, writer)
        await me.told("Started", number)
        await me.call("CancelAll")
        await read_all(reader)
        os.close(reader)
        assert await me.told("Finished", number) == [number, "cancelled"]
        assert await me.refused("Pause", "t", number) == "UnknownUtterance"


@in_loop
async def test_a_client_that_leaves_ends_its_streams(bus: Bus, pipe: tuple[int, int]) -> None:
    async with desk(bus) as made:
        async with caller(bus) as me:
            number = await synthesize(me, LONG, pipe[1])
            await me.told("Started", number)
        while made.speaker.explanations() == ():
            await asyncio.sleep(0.01)
        data = await read_all(pipe[0])
        assert data[:4] == b"0.01"
        assert sum(isinstance(f, Word) for f in Decoder().feed(data)) < len(LONG.split())
        assert made.speaker.why(number).engine in ("", "tone")


@in_loop
async def test_a_voice_that_fails_is_followed_by_the_plain_one(
    bus: Bus, pipe: tuple[int, int]
) -> None:
    async with desk(bus, engine=RaisingEngine(chunks=1)), caller(bus) as me:
        text = "alpha beta gamma delta"
        number = await synthesize(me, text, pipe[1])
        frames = decode(await read_all(pipe[0]))
        spoken = {(each.start, each.end) for each in frames if isinstance(each, Word)}
        assert {text[a:b] for a, b in spoken} == set(text.split())
        (found,) = (await me.call("Why", "t", number)).body
        assert "broken on purpose" in found["reason"].value


@in_loop
async def test_nothing_to_say_is_a_header_and_the_end(bus: Bus, pipe: tuple[int, int]) -> None:
    async with desk(bus), caller(bus) as me:
        number = await synthesize(me, " ", pipe[1])
        assert await read_all(pipe[0]) == b"0.01"
        assert (await me.told("Finished", number))[1] == "finished"


@in_loop
async def test_only_pipes_and_sockets_that_can_be_written_are_taken(
    bus: Bus, pipe: tuple[int, int], tmp_path: Path
) -> None:
    async with desk(bus), caller(bus) as me:
        with (tmp_path / "file").open("wb") as file:
            for wrong in (file.fileno(), pipe[0]):
                reply = await me.call("Synthesize", "hsa{sv}", 0, "x", {}, descriptors=(wrong,))
                assert str(reply.error_name).endswith("InvalidOption")
        reply = await me.call("Synthesize", "hsa{sv}", 3, "x", {}, descriptors=(pipe[1],))
        assert reply.message_type is MessageType.ERROR
        mine, theirs = socket.socketpair()
        with mine, theirs:
            await synthesize(me, "one two", theirs.detach())
            data = await asyncio.to_thread(_receive, mine)
        assert sum(isinstance(frame, Word) for frame in decode(data)) == 2


def _receive(mine: socket.socket) -> bytes:
    pieces = []
    while piece := mine.recv(PIPE_SIZE):
        pieces.append(piece)
    return b"".join(pieces)


@in_loop
async def test_streams_leave_no_descriptor_and_no_thread(bus: Bus) -> None:
    async with desk(bus), caller(bus) as me:
        for round_ in range(2):
            before = (len(list(Path("/proc/self/fd").iterdir())), threading.active_count())
            for index in range(20):
                reader, writer = os.pipe()
                number = await synthesize(me, "one two three", writer)
                if index % 2:
                    await read_all(reader)
                os.close(reader)
                await me.told("Finished", number)
            after = (len(list(Path("/proc/self/fd").iterdir())), threading.active_count())
            # The first round starts threads that stay.
            assert round_ == 0 or after == before
