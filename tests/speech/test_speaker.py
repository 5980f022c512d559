"""The speaker from request to sound: order, gaps, cancelling, pausing, priorities, events."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sotto.audio.pauses import silence
from sotto.audio.silent import SilentSink
from sotto.errors import IllegalTransitionError, UnknownUtteranceError
from sotto.messages import Options, Priority, Prosody, Utterance
from sotto.speech.clock import VirtualClock
from sotto.speech.events import (
    Ending,
    Finished,
    MarkReached,
    PausedAt,
    Resumed,
    Started,
    WordReached,
)
from sotto.speech.lifecycle import Reason, State
from speech.stage import ME, OTHER, RATE, Stage, in_loop, reference, same

LONG = "one two three four. five six seven. eight nine ten| eleven twelve."
IMPORTANT, MESSAGE, TEXT, NOTIFICATION, PROGRESS = Priority


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
async def test_a_thousand_requests_cut_off_leave_nothing() -> None:
    stage = Stage()
    for index in range(1000):
        spoken = stage.say(f"text {index} goes on")
        await stage.play(0.01 * (index % 20))
        stage.speaker.cancel(spoken, ME)
        await stage.settle()
        stage.assert_idle()


@in_loop
async def test_requests_before_the_voices_are_loaded_wait_for_them() -> None:
    stage = Stage()
    stage.speaker._studio = None
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
    assert stage.renderer.is_closed
    assert stage.clock.next_call is None
