"""How much is buffered, and where the loudspeaker is between two answers."""

from __future__ import annotations

from sotto.audio.pulse.pacing import QUICK, START_STALL, STEADY, Playhead, Stutter


def test_two_underruns_close_together_mean_more_buffering() -> None:
    stutter = Stutter()
    stutter.underrun(100.0)
    assert stutter.buffering == QUICK
    stutter.underrun(109.0)
    assert stutter.buffering == STEADY


def test_two_underruns_far_apart_do_not() -> None:
    stutter = Stutter()
    for moment in (100.0, 111.0, 122.0, 133.0):
        stutter.underrun(moment)
        assert stutter.buffering == QUICK


def test_after_a_minute_of_calm_it_is_quick_again() -> None:
    stutter = Stutter()
    stutter.underrun(1.0)
    stutter.underrun(2.0)
    stutter.rest(61.0)
    assert stutter.buffering == STEADY
    stutter.rest(63.0)
    assert stutter.buffering == QUICK


def test_a_position_is_carried_on_by_the_clock_but_not_for_long() -> None:
    playhead = Playhead(rate=1000)
    playhead.start(10.0)
    assert playhead.position(10.5, otherwise=77) == 77
    playhead.learn(100, 11.0)
    assert playhead.is_moving
    assert playhead.position(11.05, otherwise=0) == 150
    assert playhead.position(99.0, otherwise=0) == 250
    playhead.stop()
    assert playhead.position(99.0, otherwise=5) == 5


def test_no_progress_for_a_second_is_a_stall() -> None:
    playhead = Playhead(rate=1000)
    playhead.start(10.0)
    playhead.learn(100, 10.1)
    playhead.learn(100, 10.9)
    assert not playhead.is_stalled(11.0)
    assert playhead.is_stalled(11.2)
    playhead.learn(101, 11.3)
    assert not playhead.is_stalled(11.4)


def test_what_stands_still_is_not_carried_on_however_often_it_is_told() -> None:
    """PipeWire may tell for ever where a stream stopped, now and then a little before."""
    playhead = Playhead(rate=1000)
    playhead.start(10.0)
    playhead.learn(100, 10.1)
    places = []
    for step in range(1, 60):
        playhead.learn(100 - step % 3, 10.1 + step / 10)
        places.append(playhead.position(10.15 + step / 9, otherwise=0))
    assert set(places[1:]) == {250}
    assert playhead.is_stalled(12.0)


def test_a_stream_is_stuck_once_three_answers_of_a_stall_tell_no_progress() -> None:
    playhead = Playhead(rate=1000)
    playhead.start(10.0)
    playhead.learn(100, 10.1)
    stuck = []
    for now in (10.2, 10.9, 11.2, 11.3, 11.4):
        playhead.learn(100, now)
        playhead.answered(now)
        stuck.append(playhead.is_stuck)
    assert stuck == [False, False, False, False, True]
    playhead.learn(101, 11.5)
    playhead.answered(11.5)
    assert not playhead.is_stuck


def test_a_place_far_back_is_no_progress_but_what_follows_is() -> None:
    """A device of another latency."""
    playhead = Playhead(rate=1000)
    playhead.start(10.0)
    playhead.learn(1000, 11.0)
    playhead.learn(400, 12.5)
    assert playhead.is_stalled(12.6)
    playhead.learn(500, 12.6)
    assert not playhead.is_stalled(12.7)


def test_a_device_may_take_longer_to_begin() -> None:
    playhead = Playhead(rate=1000)
    playhead.start(10.0)
    assert not playhead.is_stalled(10.0 + START_STALL)
    assert playhead.is_stalled(10.1 + START_STALL)


def test_a_device_that_just_played_begins_soon() -> None:
    playhead = Playhead(rate=1000)
    playhead.start(10.0)
    playhead.learn(100, 12.0)
    playhead.stop()
    playhead.start(14.0)
    assert playhead.is_stalled(15.2)
    playhead.start(17.0)
    assert not playhead.is_stalled(17.0 + START_STALL)
    playhead.learn(200, 18.0)
    playhead.move()
    playhead.start(18.1)
    assert not playhead.is_stalled(18.1 + START_STALL)
