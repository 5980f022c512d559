"""What is told of an utterance, and when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from sotto.messages import AudioChunk, Utterance
from sotto.speech.events import Ending, Finished, MarkReached, Started, WordReached
from sotto.speech.lifecycle import Reason
from speech.stage import ME, Stage, in_loop


@in_loop
async def test_an_utterance_is_told_from_start_to_end() -> None:
    stage = Stage()
    spoken = stage.say("hello *here world")
    assert stage.events == [], "told inside the call"
    await stage.play()
    assert stage.events == [
        Started(spoken, ME),
        WordReached(spoken, ME, 0, 5),
        MarkReached(spoken, ME, "here"),
        WordReached(spoken, ME, 12, 17),
        Ending(spoken, ME),
        Finished(spoken, ME, Reason.FINISHED),
    ]
    stage.assert_idle()


@in_loop
async def test_the_end_is_told_before_it_is_heard() -> None:
    stage = Stage()
    spoken = stage.say("aaaaaaaaaa bbbbbbbbbb *z")
    await stage.play(0.58)
    assert Ending(spoken, ME) not in stage.events
    await stage.play(0.01)
    assert stage.events[-2:] == [MarkReached(spoken, ME, "z"), Ending(spoken, ME)]
    await stage.play()
    assert stage.events[-1] == Finished(spoken, ME, Reason.FINISHED)
    assert stage.marks(spoken) == ["z"]


@in_loop
async def test_the_end_is_not_told_before_a_word_that_is_still_to_come() -> None:
    stage = Stage()
    spoken = stage.say("aaaaaaaaaa b")
    await stage.play(0.29)
    assert Ending(spoken, ME) not in stage.events
    await stage.play()
    kinds = [type(event) for event in stage.events]
    assert kinds == [Started, WordReached, WordReached, Ending, Finished]


@in_loop
async def test_events_come_when_they_are_heard() -> None:
    stage = Stage()
    spoken = stage.say("aaaaaaaaaa bbbbbbbbbb")
    await stage.play(0.29)
    assert stage.words(spoken) == [(0, 10)]
    await stage.play(0.02)
    assert stage.words(spoken) == [(0, 10), (11, 21)]
    await stage.play(0.28)
    assert stage.reason(spoken) is None
    await stage.play(0.02)
    assert stage.reason(spoken) is Reason.FINISHED


@in_loop
async def test_no_event_after_the_end() -> None:
    stage = Stage()
    spoken = stage.say("one *a two *b three *c four")
    await stage.play(0.15)
    stage.speaker.cancel(spoken, ME)
    await stage.play()
    assert isinstance(stage.events[-1], Finished)
    assert stage.reason(spoken) is Reason.CANCELLED
    assert len(stage.marks(spoken)) < 3


@in_loop
async def test_only_marks_and_only_silence_finish_at_once() -> None:
    stage = Stage()
    marks, nothing = stage.say("*a *b"), stage.say("")
    await stage.play(0)
    assert stage.told(marks) == [
        Started(marks, ME),
        MarkReached(marks, ME, "a"),
        MarkReached(marks, ME, "b"),
        Finished(marks, ME, Reason.FINISHED),
    ]
    assert stage.reason(nothing) is Reason.FINISHED
    stage.assert_idle()


@in_loop
async def test_marks_come_in_order_and_none_is_lost() -> None:
    stage = Stage()
    names = [f"m{index}" for index in range(40)]
    spoken = stage.say(
        " ".join(f"*{name} word." if i % 3 else f"*{name}" for i, name in enumerate(names))
    )
    await stage.play()
    assert stage.marks(spoken) == names


@in_loop
async def test_the_house_is_told_when_speech_begins_and_ends() -> None:
    stage = Stage()
    stage.say("one")
    stage.say("two")
    await stage.play()
    assert stage.busy == [True, False]
    stage.say("three")
    stage.speaker.cancel_all(None)
    assert stage.busy == [True, False, True, False]


@in_loop
async def test_a_stream_that_is_over_leaves_the_house_as_idle_as_speech_does() -> None:
    """What it was rendered with is given back then."""
    stage = Stage()
    stage.speaker.use(stage.stages)
    heard = stage.speaker.synthesize(Utterance(900, ME, "one two"))
    reading = asyncio.create_task(_read(heard))
    while not reading.done():
        await stage.play(0.1)
    assert stage.busy == [False]
    said = stage.say("one two three four five six")
    await stage.play(0.05)
    other = asyncio.create_task(_read(stage.speaker.synthesize(Utterance(901, ME, "one"))))
    while not other.done():
        await stage.settle()
    assert stage.reason(said) is None and stage.busy == [False, True]


async def _read(chunks: AsyncGenerator[AudioChunk, None]) -> None:
    async for _ in chunks:
        pass
