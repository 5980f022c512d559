"""What cuts speech off: cancelling, a client that goes, pausing, what is more urgent."""

from __future__ import annotations

import numpy as np
import pytest

from sotto.errors import IllegalTransitionError, UnknownUtteranceError
from sotto.messages import Options, Priority
from sotto.speech.events import Finished, PausedAt, Resumed, Started, WordReached
from sotto.speech.lifecycle import Reason, State
from speech.stage import LONG, ME, OTHER, RATE, Stage, in_loop, reference, same

IMPORTANT, MESSAGE, TEXT, NOTIFICATION, PROGRESS = Priority


@in_loop
async def test_cancelling_what_is_heard_silences_it_and_the_next_one_follows() -> None:
    stage = Stage()
    first, second = stage.say(LONG), stage.say("next")
    await stage.play(0.5)
    heard = stage.sink.position()
    stage.speaker.cancel(first, ME)
    assert stage.sink.position() == heard
    await stage.play()
    assert stage.reason(first) is Reason.CANCELLED
    assert stage.reason(second) is Reason.FINISHED
    expected = [(await reference(LONG))[:heard], await reference("next")]
    assert same(stage.heard, np.concatenate(expected))
    stage.assert_idle()


@in_loop
async def test_cancelling_what_waits_does_not_disturb_what_is_heard() -> None:
    stage = Stage()
    first, second, third = stage.say("one two."), stage.say("three"), stage.say("four")
    await stage.play(0.1)
    stage.speaker.cancel(second, ME)
    await stage.play()
    assert stage.told(second) == [Finished(second, ME, Reason.CANCELLED)]
    expected = [await reference("one two."), await reference("four")]
    assert same(stage.heard, np.concatenate(expected))
    assert stage.reason(first) is stage.reason(third) is Reason.FINISHED


@in_loop
async def test_a_client_cancels_only_its_own() -> None:
    stage = Stage()
    mine, theirs = stage.say("mine", ME), stage.say("theirs", OTHER)
    with pytest.raises(UnknownUtteranceError):
        stage.speaker.cancel(theirs, ME)
    with pytest.raises(UnknownUtteranceError):
        stage.speaker.pause(theirs, ME)
    with pytest.raises(UnknownUtteranceError):
        stage.speaker.cancel(99, ME)
    stage.speaker.cancel_all(ME)
    await stage.play()
    assert stage.reason(mine) is Reason.CANCELLED
    assert stage.reason(theirs) is Reason.FINISHED
    assert same(stage.heard, await reference("theirs"))


@in_loop
async def test_cancelling_what_is_done_does_nothing() -> None:
    stage = Stage()
    spoken = stage.say("word")
    await stage.play()
    stage.speaker.cancel(spoken, ME)
    await stage.settle()
    assert stage.reason(spoken) is Reason.FINISHED


@in_loop
async def test_a_client_that_goes_takes_its_speech_along() -> None:
    stage = Stage()
    mine = [stage.say(LONG, ME), stage.say("more", ME)]
    theirs = stage.say("theirs", OTHER)
    stage.speaker.prefetch(["a", "b"], Options(), ME)
    await stage.play(0.2)
    stage.speaker.client_gone(ME)
    await stage.play()
    assert [stage.reason(each) for each in mine] == [Reason.CLIENT_GONE] * 2
    assert stage.reason(theirs) is Reason.FINISHED
    stage.assert_idle()


@pytest.mark.parametrize("seconds", [0.0, 0.03, 0.11, 0.4, 0.9, 1.7])
def test_a_pause_goes_on_at_the_word_bit_by_bit(seconds: float) -> None:
    @in_loop
    async def run() -> None:
        stage = Stage()
        spoken = stage.say(LONG)
        await stage.play(seconds)
        stopped = stage.sink.position()
        stage.speaker.pause(spoken, ME)
        assert stage.speaker.state_of(spoken) is State.PAUSED
        await stage.play(60)
        assert stage.sink.position() == stopped
        stage.speaker.resume(spoken, ME)
        await stage.play()
        assert len(stage.voice.spoken) == 4, "a clause was rendered again"
        whole = await reference(LONG)
        after = stage.heard[stopped:]
        word = len(whole) - len(after)
        assert word <= stopped
        assert same(after, whole[word:])
        assert stage.words(spoken) == [
            (event.start, event.end)
            for event in (await told(LONG))
            if isinstance(event, WordReached)
        ], "a word was told twice or not at all"
        kinds = [type(event) for event in stage.told(spoken)]
        assert kinds.count(PausedAt) == 1
        assert kinds.count(Resumed) == 1
        assert kinds.count(Started) == 1
        stage.assert_idle()

    run()


async def told(text: str) -> list[object]:
    stage = Stage()
    stage.say(text)
    await stage.play()
    return list(stage.events)


@in_loop
async def test_a_pause_tells_the_word_at_which_it_will_go_on() -> None:
    stage = Stage()
    spoken = stage.say("aaaaaaaaaa bbbbbbbbbb cccccccccc")
    await stage.play(0.45)
    stage.speaker.pause(spoken, ME)
    await stage.settle()
    assert stage.events[-1] == PausedAt(spoken, ME, 11, 21)
    stage.speaker.resume(spoken, ME)
    await stage.play()
    assert stage.told(spoken)[4] == Resumed(spoken, ME)
    whole = await reference("aaaaaaaaaa bbbbbbbbbb cccccccccc")
    second = round(0.3 * RATE)
    assert same(stage.heard[stage.sink.end() - len(whole) + second :], whole[second:])


@in_loop
async def test_what_is_paused_before_it_is_heard_starts_when_resumed() -> None:
    stage = Stage()
    first, second = stage.say("one two"), stage.say("three")
    stage.speaker.pause(first, ME)
    await stage.play()
    assert stage.told(first) == [PausedAt(first, ME, 0, 0)]
    assert stage.told(second) == []
    stage.speaker.resume(first, ME)
    await stage.play()
    assert Resumed(first, ME) not in stage.events
    assert stage.told(first)[1] == Started(first, ME)
    assert same(stage.heard[-len(await reference("three")) :], await reference("three"))


@in_loop
async def test_pausing_twice_and_resuming_what_runs_is_refused() -> None:
    stage = Stage()
    spoken = stage.say(LONG)
    await stage.play(0.1)
    with pytest.raises(IllegalTransitionError):
        stage.speaker.resume(spoken, ME)
    stage.speaker.pause(spoken, ME)
    with pytest.raises(IllegalTransitionError):
        stage.speaker.pause(spoken, ME)
    stage.speaker.cancel(spoken, ME)
    await stage.play()
    stage.assert_idle()


@in_loop
async def test_what_was_asked_for_after_a_pause_is_heard_and_then_the_rest() -> None:
    stage = Stage()
    reading, following = stage.say(LONG), stage.say("chapter two")
    await stage.play(0.2)
    stage.speaker.pause(reading, ME)
    key = stage.say("k")
    await stage.play(5)
    assert stage.reason(key) is Reason.FINISHED
    assert stage.reason(following) is None
    stage.speaker.resume(reading, ME)
    await stage.play()
    finished = [event.id for event in stage.events if isinstance(event, Finished)]
    assert finished == [key, reading, following]


@in_loop
async def test_an_important_one_interrupts_and_the_interrupted_goes_on_at_the_word() -> None:
    stage = Stage()
    text = "aaaaaaaaaa bbbbbbbbbb cccccccccc"
    reading = stage.say(text, resume=True)
    await stage.play(0.45)
    urgent = stage.say("alarm", priority=IMPORTANT)
    await stage.settle()
    told_now = [PausedAt(reading, ME, 11, 21), Started(urgent, ME), WordReached(urgent, ME, 0, 5)]
    assert stage.events[-3:] == told_now
    await stage.play()
    assert stage.reason(urgent) is stage.reason(reading) is Reason.FINISHED
    whole, second = await reference(text), round(0.3 * RATE)
    expected = [whole[: round(0.45 * RATE)], await reference("alarm"), whole[second:]]
    difference = len(stage.heard) - sum(len(part) for part in expected)
    assert abs(difference) <= 1
    assert same(stage.heard[-len(whole) + second :], whole[second:])
    kinds = [type(event) for event in stage.told(reading)]
    assert kinds[0] is Started
    assert kinds.index(PausedAt) < kinds.index(Resumed)
    assert stage.words(reading) == [(0, 10), (11, 21), (22, 32)]


@in_loop
async def test_without_resume_the_interrupted_one_is_superseded() -> None:
    stage = Stage()
    reading = stage.say(LONG)
    await stage.play(0.2)
    urgent = stage.say("alarm", priority=IMPORTANT)
    await stage.play()
    assert stage.reason(reading) is Reason.SUPERSEDED
    assert stage.reason(urgent) is Reason.FINISHED


@in_loop
async def test_an_urgent_one_is_said_before_what_was_written_behind() -> None:
    stage = Stage()
    first = stage.say("a", priority=IMPORTANT)
    waiting = stage.say("later on", priority=MESSAGE)
    await stage.settle()
    urgent = stage.say("now", priority=IMPORTANT)
    await stage.play()
    started = [event.id for event in stage.events if isinstance(event, Started)]
    assert started == [first, urgent, waiting]
    expected = [await reference(text) for text in ("a", "now", "later on")]
    assert same(stage.heard, np.concatenate(expected))


@in_loop
async def test_progress_and_notification() -> None:
    stage = Stage()
    text = stage.say("some text")
    stale, last = stage.say("10", priority=PROGRESS), stage.say("100", priority=PROGRESS)
    note = stage.say("note", priority=NOTIFICATION)
    await stage.play()
    assert stage.reason(text) is stage.reason(last) is Reason.FINISHED
    assert stage.reason(stale) is stage.reason(note) is Reason.SUPERSEDED


@in_loop
async def test_a_thousand_requests_cut_off_leave_nothing() -> None:
    stage = Stage()
    for index in range(1000):
        spoken = stage.say(f"text {index} goes on")
        await stage.play(0.01 * (index % 20))
        stage.speaker.cancel(spoken, ME)
        await stage.settle()
        stage.assert_idle()
