"""Sinks that stall, fail or are lost, beside real threads that render."""

from __future__ import annotations

import pytest

from sotto.audio.silent import FailingSink, StallingSink
from sotto.errors import NoSoundReason
from sotto.speech.lifecycle import Reason
from sotto.voice.silent import ToneEngine
from speech.stage import ME, RATE, in_loop, stages
from synthesis.house import house, plain


@pytest.mark.parametrize("is_recovered", [True, False])
@in_loop
async def test_a_sink_that_stalls(is_recovered: bool) -> None:
    sink = StallingSink(RATE)
    async with house(sink) as it:
        it.speaker.use(stages((ToneEngine("voice"), plain())))
        spoken, waiting = it.say("one two three"), it.say("four")
        await it.until(lambda: sink.end() > 0)
        sink.report()
        await it.until(lambda: bool(it.speaker.state.problem))
        if is_recovered:
            sink.recover()
            assert await it.finished(waiting) is Reason.FINISHED
            assert it.reason(spoken) is Reason.FINISHED
            assert it.speaker.state.problem == ""
        else:
            assert await it.finished(waiting) is Reason.NO_SOUND
            assert it.reason(spoken) is Reason.NO_SOUND
            assert it.speaker.why(spoken).reason == NoSoundReason.STALLED.value
            sink.recover()
        await it.assert_usable()


@in_loop
async def test_cancelling_while_the_sink_stalls() -> None:
    sink = StallingSink(RATE)
    async with house(sink) as it:
        it.speaker.use(stages((ToneEngine("voice"), plain())))
        spoken = it.say("one two three")
        await it.until(lambda: sink.end() > 0)
        it.speaker.cancel(spoken, ME)
        assert sink.end() == sink.position()
        assert await it.finished(spoken) is Reason.CANCELLED
        sink.recover()
        await it.assert_usable()


@pytest.mark.parametrize("writes", [0, 1, 2])
@in_loop
async def test_without_a_sound_server_it_lives_and_says_why(writes: int) -> None:
    sink = FailingSink(NoSoundReason.NO_SERVER, writes, RATE)
    async with house(sink) as it:
        it.speaker.use(stages((ToneEngine("voice"), plain())))
        ids = [it.say("one two three four five six seven"), it.say("eight")]
        for each in ids:
            assert await it.finished(each) is Reason.NO_SOUND
            assert it.speaker.why(each).reason == NoSoundReason.NO_SERVER.value
        assert it.speaker.state.problem == NoSoundReason.NO_SERVER.value
        sink._writes_left = 1000
        await it.assert_usable()
        assert it.speaker.state.problem == ""


@in_loop
async def test_a_server_lost_while_idle_is_opened_again_for_the_next_one() -> None:
    sink = FailingSink(NoSoundReason.SERVER_LOST, 1000, RATE)
    async with house(sink) as it:
        await it.assert_usable()
        sink.lose()
        await it.until(lambda: bool(it.speaker.state.problem))
        spoken = it.say("lost")
        assert await it.finished(spoken) is Reason.NO_SOUND
        sink._writes_left = 1000
        await it.assert_usable()
