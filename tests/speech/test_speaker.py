"""The speaker from request to sound: order, gaps, pauses, bounds, beginning and end."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sotto.audio.pauses import silence
from sotto.audio.silent import SilentSink
from sotto.clock import VirtualClock
from sotto.messages import Options, Prosody, Utterance
from sotto.speech.events import Ending, Finished, Started
from sotto.speech.lifecycle import Reason
from speech.stage import LONG, ME, RATE, Stage, in_loop, reference, same


@in_loop
async def test_what_is_asked_for_at_the_end_follows_without_a_gap() -> None:
    stage = Stage()
    first = stage.say("aaaaaaaaaa bbbbbbbbbb")
    await stage.play(0.59)
    assert stage.events[-1] == Ending(first, ME)
    stage.say("cccccccccc")
    await stage.play()
    whole = np.concatenate(
        [await reference("aaaaaaaaaa bbbbbbbbbb"), await reference("cccccccccc")]
    )
    assert same(stage.heard, whole)


@in_loop
async def test_a_chain_has_no_gap_and_loses_nothing() -> None:
    stage = Stage()
    texts = [f"text number {index} goes on and on." for index in range(12)]
    ids = [stage.say(text) for text in texts]
    await stage.play()
    assert [stage.reason(each) for each in ids] == [Reason.FINISHED] * len(ids)
    expected = np.concatenate([await reference(text) for text in texts])
    assert same(stage.heard, expected)
    finished = [event for event in stage.events if isinstance(event, Finished)]
    assert [event.id for event in finished] == ids
    stage.assert_idle()


@in_loop
async def test_the_sink_never_runs_dry_within_a_chain() -> None:
    stage = Stage()
    texts = ["first words of it.", "then more words.", "x", "y", "and the last ones."]
    for text in texts:
        stage.say(text)
    await stage.settle()
    seconds = sum([len(await reference(text)) for text in texts]) / RATE
    await stage.play(seconds + 0.01)
    stage.assert_idle()


@in_loop
async def test_a_late_wake_up_does_not_disturb_what_is_written() -> None:
    stage = Stage()
    ids = [stage.say(text) for text in ("aaaaa", "b", "c", "ddddd")]
    await stage.settle()
    drops = 0
    drop = stage.sink.drop

    def counted() -> int:
        nonlocal drops
        drops += 1
        return drop()

    stage.sink.drop = counted  # type: ignore[method-assign]
    # Everything up to the middle of the last one is heard while the loop does not run.
    stage.clock._now += 0.25
    await stage.play()
    assert drops == 0
    assert [event.id for event in stage.events if isinstance(event, Finished)] == ids
    started = [event.id for event in stage.events if isinstance(event, Started)]
    assert started == ids


@pytest.mark.parametrize("late", range(1, 8))
@in_loop
async def test_a_sink_that_moves_between_two_looks_is_heard_to_its_end(late: int) -> None:
    def lagging(clock: VirtualClock) -> SilentSink:
        looks: Counter[float] = Counter()

        def now() -> float:
            looks[clock()] += 1
            return clock() - (1e-4 if looks[clock()] <= late else 0.0)

        return SilentSink(RATE, now)

    stage = Stage(sink=lagging)
    for text in ("alpha beta.", "gamma *mark delta.", "epsilon"):
        number = stage.say(text)
        await stage.play()
        assert stage.reason(number) is Reason.FINISHED


@in_loop
async def test_the_end_has_no_pause_and_clauses_have_theirs() -> None:
    with_pause, without = await reference("one| two|"), await reference("one. two.")
    assert len(with_pause) - len(without) == len(silence(350, RATE).samples)
    assert np.abs(with_pause[-200:]).max() > 0.01


@in_loop
async def test_pauses_follow_the_rate() -> None:
    fast = Options(prosody=Prosody(rate=2.0))
    plain, paused = await reference("one. two.", fast), await reference("one| two.", fast)
    assert len(paused) - len(plain) == len(silence(175, RATE).samples)


@in_loop
async def test_a_rate_beyond_the_voice_is_stretched() -> None:
    own = await reference("some words to be said", Options(prosody=Prosody(rate=2.0)))
    stretched = await reference("some words to be said", Options(prosody=Prosody(rate=4.0)))
    assert abs(len(stretched) - len(own) / 2) < 20


@in_loop
async def test_only_a_bounded_time_is_rendered_ahead() -> None:
    stage = Stage()
    spoken = stage.say(" ".join(["wordwordword."] * 400))
    await stage.settle()
    assert len(stage.voice.spoken) * 0.36 < 3.8
    await stage.play(30)
    assert len(stage.voice.spoken) * 0.36 < 30 + 3.8
    assert len(stage.voice.spoken) * 0.36 > 30
    stage.speaker.cancel(spoken, ME)
    await stage.settle()
    stage.assert_idle()


@in_loop
async def test_a_used_id_is_refused() -> None:
    stage = Stage()
    spoken = stage.say("one")
    with pytest.raises(ValueError, match="already"):
        stage.speaker.speak(Utterance(spoken, ME, "two"))


@in_loop
async def test_two_thousand_requests_are_all_heard() -> None:
    stage = Stage()
    ids = [stage.say(f"{index}") for index in range(2000)]
    await stage.play()
    assert [event.id for event in stage.events if isinstance(event, Finished)] == ids
    assert {stage.reason(each) for each in ids} == {Reason.FINISHED}
    stage.assert_idle()


@in_loop
async def test_requests_before_the_voices_are_loaded_wait_for_them() -> None:
    stage = Stage()
    stage.speaker._context = None
    spoken = stage.say("early")
    await stage.play(10)
    assert stage.told(spoken) == []
    stage.speaker.use(stage.stages)
    await stage.play()
    assert stage.reason(spoken) is Reason.FINISHED


@in_loop
async def test_closing_ends_everything() -> None:
    stage = Stage()
    spoken = stage.say(LONG)
    await stage.play(0.1)
    stage.speaker.close()
    await stage.settle()
    assert stage.reason(spoken) is Reason.CANCELLED
    assert stage.workers.is_closed
    assert stage.clock.next_call is None


@in_loop
async def test_it_is_beginning_until_the_first_sound_is_there() -> None:
    stage = Stage()
    seen = [stage.speaker.is_beginning]
    stage.say("some words")
    seen.append(stage.speaker.is_beginning)
    await stage.settle()
    seen.append(stage.speaker.is_beginning)
    await stage.play()
    seen.append(stage.speaker.is_beginning)
    assert seen == [False, True, False, False]
