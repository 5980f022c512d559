"""Sound for clients that play it themselves: the same rendering, fallback and bounds."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import numpy as np
import pytest

from sotto.errors import Cancelled, EngineError, UnknownUtteranceError
from sotto.messages import AudioChunk, MarkCue, Options, Utterance, WordCue
from sotto.synthesis.workers import Lane
from sotto.voice.silent import RaisingEngine, ToneEngine
from speech.stage import ME, OTHER, RATE, Stage, in_loop, reference, same

TEXT = "one *a two. three| four *b five."


async def drive(stage: Stage) -> None:
    """Let jobs run and time pass for as long as the test does."""
    while True:
        await stage.settle()
        stage.clock.advance(0.01)


async def read(stage: Stage, text: str, identifier: int = 900) -> list[AudioChunk]:
    driver = asyncio.create_task(drive(stage))
    try:
        return [c async for c in stage.speaker.synthesize(Utterance(identifier, ME, text))]
    finally:
        driver.cancel()


def joined(chunks: list[AudioChunk]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.concatenate([chunk.samples for chunk in chunks])


@in_loop
async def test_it_is_the_sound_that_would_be_heard() -> None:
    stage = Stage()
    chunks = await read(stage, TEXT)
    assert same(joined(chunks), await reference(TEXT))
    cues = [cue for chunk in chunks for cue in chunk.cues]
    assert [cue.name for cue in cues if isinstance(cue, MarkCue)] == ["a", "b"]
    assert len([cue for cue in cues if isinstance(cue, WordCue)]) == 5
    assert stage.sink.end() == 0
    assert stage.events == []
    assert stage.speaker.why(900).engine == "voice"
    stage.assert_idle()


@in_loop
async def test_it_knows_what_was_spoken_and_the_other_way_round() -> None:
    stage = Stage()
    await read(stage, "word")
    again = stage.say("word")
    await stage.play()
    assert stage.speaker.why(again).cached
    await read(stage, "word", 901)
    assert stage.speaker.why(901).cached
    assert stage.voice.spoken == [("word",)]


@in_loop
async def test_it_falls_back_at_the_deadline() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    chunks = await read(stage, TEXT)
    stage.workers.stuck = set()
    await stage.settle()
    assert same(joined(chunks), await reference(TEXT)), "both engines make the same tones"
    why = stage.speaker.why(900)
    assert (why.engine, "100 ms" in why.reason) == ("plain", True)
    stage.assert_idle()


@in_loop
async def test_it_raises_only_after_the_last_chunk() -> None:
    stage = Stage(RaisingEngine(), RaisingEngine(2, "spare"))
    got: list[AudioChunk] = []
    driver = asyncio.create_task(drive(stage))
    with pytest.raises(EngineError):
        async for chunk in stage.speaker.synthesize(Utterance(900, ME, "one two three four")):
            got.append(chunk)
    driver.cancel()
    assert len(joined(got)) > 0
    stage.assert_idle()


@in_loop
async def test_cancelling_meets_a_waiting_reader() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE, Lane.FALLBACK}
    reader = asyncio.create_task(anext(stage.speaker.synthesize(Utterance(900, ME, TEXT))))
    await asyncio.sleep(0)
    with pytest.raises(UnknownUtteranceError):
        stage.speaker.cancel(900, OTHER)
    stage.speaker.cancel(900, ME)
    with pytest.raises(Cancelled):
        await reader
    stage.workers.stuck = set()
    await stage.settle()
    stage.assert_idle()


@in_loop
async def test_a_client_that_goes_ends_it() -> None:
    stage = Stage()
    stage.workers.stuck = {Lane.VOICE}
    reader = asyncio.create_task(anext(stage.speaker.synthesize(Utterance(900, ME, TEXT))))
    await asyncio.sleep(0)
    stage.speaker.client_gone(ME)
    with pytest.raises(Cancelled):
        await reader
    stage.workers.stuck = set()
    await stage.settle()
    stage.assert_idle()


@in_loop
async def test_a_reader_that_stops_reading_stops_the_rendering() -> None:
    stage = Stage()
    text = " ".join(["wordwordword."] * 400)
    driver = asyncio.create_task(drive(stage))
    async with aclosing(stage.speaker.synthesize(Utterance(900, ME, text))) as chunks:
        await anext(chunks)
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(stage.voice.spoken) * 0.36 < 3.8, "rendered further than it may"
    driver.cancel()
    await stage.settle()
    stage.assert_idle()


@in_loop
async def test_twenty_at_a_time_and_speech_beside_them() -> None:
    stage = Stage()
    texts = [f"stream number {index} *m goes. on and on" for index in range(20)]
    spoken = stage.say("speech")
    driver = asyncio.create_task(drive(stage))

    async def one(index: int) -> list[AudioChunk]:
        utterance = Utterance(900 + index, ME, texts[index], Options())
        return [chunk async for chunk in stage.speaker.synthesize(utterance)]

    everything = await asyncio.gather(*(one(index) for index in range(20)))
    driver.cancel()
    for text, chunks in zip(texts, everything, strict=True):
        assert same(joined(chunks), await reference(text))
    await stage.play()
    assert stage.reason(spoken) is not None
    stage.assert_idle()


@in_loop
async def test_it_waits_for_the_voices() -> None:
    stage = Stage()
    stage.speaker._has_stages.clear()
    reader = asyncio.create_task(read(stage, "word"))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not reader.done()
    stage.speaker.use(stage.stages)
    assert len(joined(await reader)) == round(0.03 * 4 * RATE)


@in_loop
async def test_an_engine_of_another_rate_is_no_obstacle() -> None:
    stage = Stage(ToneEngine("voice", rate=8000), ToneEngine("plain"))
    chunks = await read(stage, "word")
    assert {chunk.rate for chunk in chunks} == {RATE}
