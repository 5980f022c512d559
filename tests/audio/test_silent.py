"""The sinks that stand in for a sound server."""

from __future__ import annotations

import numpy as np
import pytest

from sotto.audio.silent import FailingSink, ManualClock, SilentSink, StallingSink
from sotto.errors import NoSoundReason, SinkError
from sotto.messages import Samples


def ramp(count: int, start: int = 0) -> Samples:
    return np.arange(start, start + count, dtype=np.float32)


def opened(clock: ManualClock) -> SilentSink:
    sink = SilentSink(rate=1000, clock=clock)
    sink.open(lambda _: None)
    return sink


def test_it_plays_in_the_time_of_its_clock() -> None:
    clock = ManualClock()
    sink = opened(clock)
    assert sink.write(ramp(100)) == 0
    assert sink.write(ramp(100, 100)) == 100
    clock.advance(0.150)
    assert sink.position() == 150
    assert sink.heard.tolist() == list(range(150))
    clock.advance(1)
    assert sink.position() == sink.end() == 200


def test_what_was_dropped_is_not_heard() -> None:
    clock = ManualClock()
    sink = opened(clock)
    sink.write(ramp(100))
    clock.advance(0.030)
    assert sink.drop() == 30
    assert sink.write(ramp(10, 500)) == 30
    clock.advance(1)
    assert sink.heard.tolist() == [*range(30), *range(500, 510)]


def test_a_dry_queue_loses_time_not_samples() -> None:
    clock = ManualClock()
    sink = opened(clock)
    sink.write(ramp(10))
    clock.advance(5)
    sink.write(ramp(10, 10))
    assert sink.position() == 10
    clock.advance(0.005)
    assert sink.position() == 15


def test_a_closed_sink_refuses_sound() -> None:
    sink = SilentSink()
    with pytest.raises(SinkError):
        sink.write(ramp(1))
    sink.open(lambda _: None)
    states = [sink.is_open]
    sink.write(ramp(1))
    sink.close()
    assert [*states, sink.is_open] == [True, False]
    with pytest.raises(SinkError):
        sink.write(ramp(1))


def test_a_stalling_sink_takes_sound_and_plays_none() -> None:
    clock = ManualClock()
    lost: list[Exception] = []
    sink = StallingSink(rate=1000, clock=clock)
    sink.open(lost.append)
    sink.write(ramp(100))
    clock.advance(9)
    assert sink.position() == 0
    sink.report()
    assert [e.reason for e in lost if isinstance(e, SinkError)] == [NoSoundReason.STALLED]
    sink.recover()
    clock.advance(0.050)
    assert sink.position() == 50


def test_a_failing_sink_fails_where_it_is_told() -> None:
    with pytest.raises(SinkError):
        FailingSink(NoSoundReason.NO_SERVER).open(lambda _: None)
    lost: list[Exception] = []
    sink = FailingSink(NoSoundReason.SERVER_LOST, writes=2)
    sink.open(lost.append)
    sink.write(ramp(1))
    sink.write(ramp(1))
    with pytest.raises(SinkError):
        sink.write(ramp(1))
    sink.lose()
    assert len(lost) == 1
