"""The queue that keeps samples until they are heard."""

from __future__ import annotations

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sotto.audio.pulse.backlog import Backlog
from sotto.messages import Samples


def ramp(start: int, count: int) -> Samples:
    return np.arange(start, start + count, dtype=np.float32)


def test_positions_follow_each_other() -> None:
    backlog = Backlog()
    assert backlog.append(ramp(0, 5)) == 0
    assert backlog.append(ramp(0, 0)) == 5
    assert backlog.append(ramp(5, 3)) == 5
    assert backlog.end == 8


def test_samples_are_given_in_order_whatever_the_pieces() -> None:
    backlog = Backlog()
    for start in range(0, 30, 3):
        backlog.append(ramp(start, 3))
    given: list[float] = []
    while len(piece := backlog.peek(7)):
        backlog.mark_sent(len(piece))
        given += piece.tolist()
    assert given == list(range(30))


def test_silence_does_not_count_as_speech() -> None:
    backlog = Backlog()
    backlog.append(ramp(0, 10))
    backlog.mark_sent(10)
    backlog.mark_silence(100)
    backlog.append(ramp(10, 10))
    backlog.mark_sent(10)
    assert backlog.mark_played(60) == 10
    assert backlog.mark_played(115) == 15
    assert backlog.heard == 15


def test_after_a_drop_the_position_stays_and_offsets_begin_anew() -> None:
    backlog = Backlog()
    backlog.append(ramp(0, 100))
    backlog.mark_sent(60)
    backlog.mark_played(40)
    assert backlog.drop() == backlog.end == backlog.sent == 40
    assert backlog.append(ramp(0, 10)) == 40
    backlog.mark_sent(10)
    assert backlog.mark_played(4) == 44


def test_after_a_restart_the_unheard_is_sent_again() -> None:
    backlog = Backlog()
    backlog.append(ramp(0, 100))
    backlog.mark_sent(80)
    backlog.mark_played(30)
    backlog.restart()
    assert backlog.peek(1000).tolist() == list(range(30, 100))


def test_what_was_not_sent_cannot_be_heard() -> None:
    backlog = Backlog()
    backlog.append(ramp(0, 100))
    backlog.mark_sent(10)
    backlog.mark_heard(50)
    assert backlog.heard == 10
    backlog.mark_heard(5)
    assert backlog.heard == 10


class AgainstAServer(RuleBasedStateMachine):
    """A server that plays what it gets: what is heard must be what was written, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.backlog = Backlog()
        self.written: dict[int, float] = {}
        self.next_value = 1.0
        self.server: list[float] = []
        self.played = 0
        self.heard: list[float] = []
        self.last = 0

    @rule(count=st.integers(0, 20))
    def write(self, count: int) -> None:
        values = self.next_value + np.arange(count, dtype=np.float32)
        start = self.backlog.append(values)
        self.next_value += count
        self.written |= {start + i: float(value) for i, value in enumerate(values)}

    @rule(count=st.integers(1, 20))
    def send(self, count: int) -> None:
        piece = self.backlog.peek(count)
        self.server += piece.tolist()
        if len(piece):
            self.backlog.mark_sent(len(piece))

    @rule(count=st.integers(1, 20))
    def send_silence(self, count: int) -> None:
        self.server += [0.0] * count
        self.backlog.mark_silence(count)

    @rule(count=st.integers(0, 30))
    def play(self, count: int) -> None:
        end = min(self.played + count, len(self.server))
        self.heard += [value for value in self.server[self.played : end] if value]
        self.played = end
        self.backlog.mark_played(end)

    @rule()
    def drop(self) -> None:
        position = self.backlog.drop()
        self.server, self.played = [], 0
        self.written = {p: value for p, value in self.written.items() if p < position}

    @rule()
    def lose_the_server(self) -> None:
        self.backlog.restart()
        self.server, self.played = [], 0

    @invariant()
    def heard_is_what_was_written(self) -> None:
        assert self.backlog.heard == len(self.heard) >= self.last
        self.last = self.backlog.heard
        assert self.heard == [self.written[p] for p in range(self.backlog.heard)]
        assert self.backlog.heard <= self.backlog.sent <= self.backlog.end

    @invariant()
    def nothing_unheard_is_lost(self) -> None:
        unsent = self.backlog.peek(10_000).tolist()
        assert unsent == [self.written[p] for p in range(self.backlog.sent, self.backlog.end)]


TestAgainstAServer = AgainstAServer.TestCase
TestAgainstAServer.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
