"""The sink that goes away, and the server that is slow: what the output makes of them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

import numpy as np
import pytest

from sotto.audio.silent import FailingSink
from sotto.clock import VirtualClock
from sotto.errors import NoSoundReason, SinkError
from sotto.speech.output import PATIENCE_SECONDS, RETRY_SECONDS, Output
from speech.stage import RATE


class Loss:
    """An output on a sink that can be lost, and what it told."""

    def __init__(self, writes: int = 100) -> None:
        self.clock = VirtualClock()
        self.sink = FailingSink(NoSoundReason.SERVER_LOST, writes, RATE, self.clock)
        self.told: list[str] = []
        self.output = Output(
            self.sink,
            self.clock,
            lambda call: call(),
            lambda: self.told.append("lost"),
            lambda: self.told.append("given up"),
        )


def test_an_output_without_a_server_says_why_and_tries_again() -> None:
    loss = Loss(writes=0)
    assert not loss.output.open()
    assert loss.output.problem == NoSoundReason.SERVER_LOST.value
    loss.sink._writes_left = 1
    assert loss.output.open()
    assert loss.output.problem == ""


def test_a_server_that_takes_long_to_refuse_is_asked_seldom() -> None:
    loss = Loss(writes=0)
    tries: list[float] = []

    def slow_open(on_lost: object) -> None:
        tries.append(loss.clock())
        loss.clock.advance(3)
        raise SinkError(NoSoundReason.NO_SERVER)

    loss.sink.open = slow_open  # type: ignore[method-assign]
    while loss.clock() < 60:
        assert not loss.output.open()
        loss.clock.advance(1)
    assert tries == [0, 33]


def test_a_lost_sink_is_given_up_only_while_somebody_waits() -> None:
    loss = Loss()
    loss.output.open()
    loss.sink.lose()
    assert loss.told == ["lost"]
    loss.output.watch(is_wanted=False)
    assert loss.clock.next_call is None, "nobody wakes up for nothing"
    loss.output.watch(is_wanted=True)
    loss.clock.advance(PATIENCE_SECONDS)
    assert loss.told == ["lost", "given up"]
    assert not loss.sink.is_open
    assert loss.output.problem == NoSoundReason.SERVER_LOST.value


def test_a_lost_sink_that_plays_again_is_no_problem_any_more() -> None:
    loss = Loss()
    loss.output.open()
    loss.sink.write(np.zeros(1000, np.float32))
    loss.sink.lose()
    loss.output.watch(is_wanted=True)
    loss.clock.advance(0.01)
    loss.output.watch(is_wanted=True)
    assert loss.output.problem == ""
    assert loss.clock.next_call is None


def test_a_sink_that_refused_is_closed_and_opened_again() -> None:
    loss = Loss()
    loss.output.open()
    loss.output.fail(SinkError(NoSoundReason.NO_DEVICE))
    assert loss.output.problem == NoSoundReason.NO_DEVICE.value
    assert not loss.sink.is_open
    assert loss.output.open()


def test_news_of_a_sink_that_is_closed_is_old() -> None:
    loss = Loss()
    loss.output.open()
    loss.output.close()
    loss.output._report(SinkError(NoSoundReason.STALLED))
    assert (loss.told, loss.output.problem) == ([], "")


class Aside(Loss):
    """An output that opens its sink on a thread; what threads post is run by `settle`."""

    def __init__(self, writes: int = 100) -> None:
        super().__init__(writes)
        self.posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.gate = threading.Event()
        real = self.sink.open

        def held_open(on_lost: Callable[[Exception], None]) -> None:
            self.gate.wait()
            real(on_lost)

        self.sink.open = held_open  # type: ignore[method-assign]
        self.output = Output(
            self.sink,
            self.clock,
            self.posted.put,
            lambda: self.told.append("open"),
            lambda: self.told.append("given up"),
            opens_aside=True,
        )

    def settle(self) -> None:
        self.gate.set()
        self.posted.get(timeout=30)()


def test_a_server_that_does_not_answer_keeps_nobody_waiting() -> None:
    aside = Aside()
    assert not aside.output.open()
    assert aside.output.is_opening
    assert not aside.output.open()
    assert aside.told == []
    aside.settle()
    assert aside.told == ["open"]
    assert aside.output.open()
    assert aside.output.problem == ""


def test_after_a_refusal_each_request_asks_again_and_so_does_time() -> None:
    aside = Aside(writes=0)
    for expected in (["given up"], ["given up"] * 2):
        assert not aside.output.open()
        aside.settle()
        assert aside.told == expected
    assert aside.output.problem == NoSoundReason.SERVER_LOST.value
    aside.sink._writes_left = 100
    aside.clock.advance(RETRY_SECONDS[1])
    aside.settle()
    assert aside.told == ["given up", "given up", "open"]
    assert aside.output.is_open
    assert aside.clock.next_call is None


def test_a_refusal_may_be_for_want_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr("sotto.speech.output.look_for_memory", looked.append)
    for case in (Loss(writes=0), Aside(writes=0)):
        case.output.open()
        if isinstance(case, Aside):
            case.settle()
    # The pools of client and server.
    assert len(looked) == 2 and min(looked) > 2 * (64 << 20)
    assert Loss().output.open()
    assert len(looked) == 2


def test_what_time_tries_in_vain_ends_nothing() -> None:
    aside = Aside(writes=0)
    aside.output.open()
    aside.settle()
    for _ in range(3):
        aside.clock.advance(RETRY_SECONDS[1])
        aside.settle()
    assert aside.told == ["given up"]
    aside.output.close()
    assert aside.clock.next_call is None


def test_an_output_that_is_closed_while_it_opens_is_not_open() -> None:
    aside = Aside()
    aside.output.open()
    aside.output.close()
    aside.settle()
    assert aside.told == []
    assert not aside.output.is_open
    assert not aside.sink.is_open
