"""What nobody thought of costs one utterance, and the next one is heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sotto.audio.silent import SilentSink
from sotto.clock import VirtualClock
from sotto.messages import Samples
from sotto.speech.lifecycle import Reason
from speech.stage import RATE, Stage, in_loop


class OddSink(SilentSink):
    """Raises once what a sink never should, in one of its methods."""

    def __init__(self, clock: VirtualClock, where: str) -> None:
        super().__init__(RATE, clock)
        self._where = where

    def _raise(self, where: str) -> None:
        if self._where == where:
            self._where = ""
            raise RuntimeError("odd")

    def write(self, samples: Samples) -> int:
        self._raise("write")
        return super().write(samples)

    def end(self) -> int:
        self._raise("end")
        return super().end()


@pytest.mark.parametrize("where", ["write", "end"])
@in_loop
async def test_the_pump_survives_what_a_sink_never_should_raise(where: str) -> None:
    stage = Stage(sink=lambda clock: OddSink(clock, where))
    first, second = stage.say("one two"), stage.say("three four")
    await stage.play()
    assert stage.reason(second) is Reason.FINISHED
    assert stage.reason(first) in (Reason.FAILED, Reason.FINISHED)
    if stage.reason(first) is Reason.FAILED:
        assert "odd" in stage.speaker.why(first).reason
    stage.assert_idle()


@in_loop
async def test_who_asks_for_the_state_opens_nothing() -> None:
    opened: list[object] = []

    class Watched(SilentSink):
        def open(self, on_lost: Callable[[Exception], None]) -> None:
            opened.append(self)
            super().open(on_lost)

    stage = Stage(sink=lambda clock: Watched(RATE, clock))
    before = len(opened)
    for _ in range(3):
        assert stage.speaker.has_sound is bool(before)
    assert len(opened) == before
