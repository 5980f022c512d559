"""The small parts by themselves: track, timeline, clock, alarm, history, notifier."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from sotto.audio.silent import SilentSink
from sotto.clock import LoopClock, VirtualClock
from sotto.errors import UnknownUtteranceError
from sotto.messages import AudioChunk, Cue, MarkCue, Utterance, WordCue
from sotto.speech.alarm import Alarm
from sotto.speech.entry import Entry
from sotto.speech.events import Event, Finished
from sotto.speech.history import History
from sotto.speech.lifecycle import Reason
from sotto.speech.notifier import Notifier
from sotto.speech.timeline import WRITE_AHEAD, Timeline
from sotto.speech.track import Track
from sotto.synthesis.explain import Explanation
from speech.stage import ME, OTHER, RATE, in_loop, same


def chunk(first: int, samples: int, *cues: Cue) -> AudioChunk:
    """Samples that count up, so that every one of them can be told from the others."""
    return AudioChunk(np.arange(first, first + samples, dtype=np.float32), RATE, cues)


def track(samples: int = 0, first: int = 0, *, is_complete: bool = True) -> Track:
    made = Track()
    made.add(chunk(first, samples))
    if is_complete:
        made.finish()
    return made


def joined(pieces: object) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.concatenate([np.zeros(0, np.float32), *pieces])  # type: ignore[misc]


# ---- track


def test_a_track_gives_its_samples_from_any_offset() -> None:
    made = Track()
    for first in (0, 10, 30):
        made.add(chunk(first, {0: 10, 10: 20, 30: 5}[first]))
    for offset in (0, 5, 10, 29, 34):
        assert same(joined(made.samples(offset)), np.arange(offset, 35, dtype=np.float32))
    assert list(made.samples(35)) == []


def test_a_track_gives_every_cue_once_when_it_is_heard() -> None:
    made = Track()
    made.add(chunk(0, 10, MarkCue(0, "a"), WordCue(0, 0, 1), WordCue(5, 2, 3)))
    made.add(chunk(10, 10, MarkCue(10, "b")))
    assert made.next_cue == 0
    assert [type(cue) for cue in made.reached()] == [MarkCue, WordCue]
    made.heard = 5
    assert list(made.reached()) == [WordCue(5, 2, 3)]
    made.heard = 19
    assert list(made.reached()) == []
    assert made.next_cue == 20
    made.heard = 20
    assert list(made.reached()) == [MarkCue(20, "b")]
    assert made.next_cue is None


def test_a_track_goes_back_to_its_word_and_forgets_what_came_before() -> None:
    made = Track()
    made.add(chunk(0, 10, WordCue(0, 0, 1)))
    made.add(chunk(10, 10, WordCue(2, 2, 3)))
    made.add(chunk(20, 10, WordCue(5, 4, 5)))
    made.heard = 17
    assert len(list(made.reached())) == 2
    made.rewind()
    assert made.heard == 12
    assert same(joined(made.samples(12)), np.arange(12, 30, dtype=np.float32))
    assert not same(joined(made.samples(0)), np.arange(30, dtype=np.float32)), "it kept all"


def test_a_track_that_was_not_heard_goes_back_to_its_start() -> None:
    made = track(10)
    made.rewind()
    assert made.heard == 0
    assert repr(made) == "<track heard 0 of 10>"
    assert repr(Track()) == "<track heard 0 of 0+>"


def test_a_track_is_heard_when_it_is_complete_and_over() -> None:
    made = track(10, is_complete=False)
    made.heard = 10
    assert not made.is_heard
    made.finish()
    assert made.is_heard


# ---- timeline


def begun(clock: VirtualClock) -> tuple[Timeline, SilentSink]:
    sink = SilentSink(RATE, clock)
    sink.open(lambda error: None)
    return Timeline(sink), sink


def test_the_timeline_writes_the_next_track_shortly_before_the_end() -> None:
    clock = VirtualClock()
    timeline, sink = begun(clock)
    first, second = track(RATE), track(100, 50_000)
    timeline.play([first, second])
    assert sink.end() == RATE
    until = timeline.samples_until_refill()
    assert until == RATE - round(WRITE_AHEAD * RATE)
    clock.advance((until + 1) / RATE)
    timeline.play([first, second])
    assert sink.end() == RATE + 100
    assert timeline.samples_until(second, 50) == RATE + 50 - sink.position()


def test_the_timeline_does_not_go_past_a_track_that_is_not_complete() -> None:
    timeline, sink = begun(VirtualClock())
    first = track(10, is_complete=False)
    timeline.play([first, track(10, 50)])
    assert sink.end() == 10
    first.add(chunk(10, 5))
    first.finish()
    timeline.play([first, track(10, 50)])
    assert sink.end() == 25


def test_another_order_takes_back_what_is_unheard_and_loses_nothing() -> None:
    clock = VirtualClock()
    timeline, sink = begun(clock)
    first, second, third = track(1000), track(500, 2000), track(300, 5000)
    timeline.play([first, second])
    clock.advance(400 / RATE)
    timeline.update()
    assert (first.heard, second.heard) == (400, 0)
    timeline.play([first, third, second])
    clock.advance(10)
    expected = [np.arange(0, 1000), np.arange(5000, 5300), np.arange(2000, 2500)]
    assert same(sink.heard, np.concatenate(expected).astype(np.float32))
    timeline.update()
    assert first.is_heard and second.is_heard and third.is_heard


def test_whoever_is_not_in_the_order_falls_silent_and_knows_where() -> None:
    clock = VirtualClock()
    timeline, sink = begun(clock)
    first = track(1000)
    timeline.play([first])
    assert timeline.holds(first)
    clock.advance(123 / RATE)
    timeline.play([])
    assert first.heard == sink.position() == sink.end() == 123
    assert not timeline.holds(first)
    assert timeline.samples_until(first, 500) is None
    timeline.play([first])
    clock.advance(10)
    assert same(sink.heard, np.arange(1000, dtype=np.float32))


def test_the_same_order_is_written_once() -> None:
    timeline, sink = begun(VirtualClock())
    first = track(1000)
    for _ in range(3):
        timeline.play([first])
    assert sink.end() == 1000


# ---- time


def test_the_virtual_clock_runs_what_is_due_in_order() -> None:
    clock, ran = VirtualClock(), []
    clock.call_at(2.0, lambda: ran.append(("b", clock())))
    clock.call_at(1.0, lambda: ran.append(("a", clock())))
    clock.call_at(1.0, lambda: ran.append(("never", 0.0))).cancel()
    clock.call_at(3.0, lambda: ran.append(("c", clock())))
    clock.advance(2.5)
    assert ran == [("a", 1.0), ("b", 2.0)]
    assert (clock(), clock.next_call) == (2.5, 3.0)


@in_loop
async def test_the_clock_of_the_loop() -> None:
    clock, ran = LoopClock(asyncio.get_running_loop()), asyncio.Event()
    before = clock()
    clock.call_at(before, ran.set)
    clock.call_at(before, ran.clear).cancel()
    async with asyncio.timeout(20):
        await ran.wait()
    assert clock() >= before


def test_the_alarm_asks_a_sink_that_stands_still_ever_less_often() -> None:
    clock = VirtualClock()
    sink = SilentSink(RATE, clock)
    rings: list[float] = []

    def wake() -> None:
        rings.append(clock())
        alarm.set([1])

    alarm = Alarm(clock, sink, wake)
    alarm.set([1])
    clock.advance(2)
    waits = np.diff(rings)
    assert waits.max() == pytest.approx(0.1)
    assert (np.diff(waits) > -1e-9).all()
    assert len(rings) < 40
    alarm.set([])
    assert clock.next_call is None


# ---- what is told and remembered


@in_loop
async def test_a_listener_that_raises_loses_one_event_only() -> None:
    told: list[Event] = []
    loop = asyncio.get_running_loop()
    problems: list[object] = []
    loop.set_exception_handler(lambda _, context: problems.append(context["exception"]))

    def listener(event: Event) -> None:
        if event.id == 2:
            raise RuntimeError("a listener's own bug")
        told.append(event)

    notifier = Notifier(loop, listener)
    for identifier in (1, 2, 3):
        notifier.finished(Entry(Utterance(identifier, ME, "")), Reason.FINISHED)
    assert told == []
    for _ in range(3):
        await asyncio.sleep(0)
    assert told == [Finished(1, ME, Reason.FINISHED), Finished(3, ME, Reason.FINISHED)]
    assert len(problems) == 1


def test_the_history_forgets_the_oldest() -> None:
    history = History(kept=3, known=4)
    for identifier in range(5):
        history.put(Utterance(identifier, ME, ""), Explanation(voice=str(identifier)))
    assert [identifier for identifier, _ in history.recent()] == [2, 3, 4]
    assert history.get(4).voice == "4"
    with pytest.raises(UnknownUtteranceError):
        history.get(1)
    assert [history.has(identifier, ME) for identifier in range(6)] == [False, *[True] * 4, False]
    assert not history.has(4, OTHER)


def test_an_entry_reads_as_a_sentence() -> None:
    entry = Entry(Utterance(3, ME, "text"))
    assert repr(entry) == "<utterance 3 of :1.1: queued>"
    entry.problem = "no sound server answers"
    assert entry.explain().reason == "no sound server answers"
