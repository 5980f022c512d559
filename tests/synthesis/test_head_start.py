"""When the fallback begins: at the deadline on a quick machine, in time on a slow one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.cancel import CancelToken
from sotto.messages import AudioChunk, Options, PhonemeRun, Prosody, Quality
from sotto.speech.lifecycle import Reason
from sotto.synthesis.context import DEADLINE_SECONDS
from sotto.synthesis.disk_cache import DiskCache
from sotto.synthesis.head_start import (
    CALM_SECONDS,
    COSTS,
    FIRST_COST,
    JUDGED,
    LARGEST_SHARE,
    LONGEST_CALM_SECONDS,
    NEAR,
    OVERTAKEN,
    WATCHED,
    HeadStart,
)
from sotto.synthesis.memory_cache import CachedSound
from sotto.synthesis.workers import Lane
from sotto.voice.silent import ToneEngine
from speech.stage import RATE, Stage, in_loop

DEADLINE = DEADLINE_SECONDS
QUICK, NEARLY_LATE = 0.2 * DEADLINE, (NEAR + 0.05) * DEADLINE


def overtaken(times: int, now: float = 0.0) -> HeadStart:
    found = HeadStart()
    for _ in range(times):
        found.overtaken(now)
    return found


@given(st.lists(st.floats(0, NEAR * DEADLINE), max_size=200), st.floats(0.02, 5))
def test_a_quick_machine_waits_until_the_deadline(starts: list[float], deadline: float) -> None:
    found = HeadStart()
    for seconds in starts:
        found.started(seconds, DEADLINE)
        found.fell_back(seconds)
    assert found.voice_seconds(deadline) == deadline
    assert not found.skips_voice(0.0)


def test_a_voice_that_warmed_up_slowly_is_not_waited_for_at_the_first_start() -> None:
    found = HeadStart()
    found.warmed_up(QUICK, DEADLINE)
    assert found.voice_seconds(DEADLINE) == DEADLINE
    found.warmed_up(NEARLY_LATE, DEADLINE)
    assert found.voice_seconds(DEADLINE) <= DEADLINE - FIRST_COST / 2
    assert not found.skips_voice(0.0)
    for _ in range(WATCHED):
        found.started(QUICK, DEADLINE)
    assert found.voice_seconds(DEADLINE) == DEADLINE


@pytest.mark.parametrize("is_late", [False, True])
def test_one_start_that_was_late_or_nearly_so_is_enough(is_late: bool) -> None:
    found = HeadStart()
    if is_late:
        found.overtaken(0.0)
    else:
        found.started(NEARLY_LATE, DEADLINE)
    assert found.voice_seconds(DEADLINE) == pytest.approx(DEADLINE - FIRST_COST)
    assert not found.skips_voice(0.0)
    for _ in range(WATCHED):
        found.started(QUICK, DEADLINE)
    assert found.voice_seconds(DEADLINE) == DEADLINE


@given(st.lists(st.floats(0.001, 2), min_size=COSTS, max_size=2 * COSTS))
def test_what_the_fallback_takes_is_left_to_it(costs: list[float]) -> None:
    found = overtaken(1)
    for seconds in costs:
        found.fell_back(seconds)
    left = DEADLINE - found.voice_seconds(DEADLINE)
    last = costs[-COSTS:]
    heard_in_time = sum(each <= left for each in last)
    assert heard_in_time >= 0.75 * COSTS or left == pytest.approx(LARGEST_SHARE * DEADLINE)
    assert 0 < left <= LARGEST_SHARE * DEADLINE + 1e-9


def test_a_voice_that_is_mostly_overtaken_is_tried_seldom_and_seldomer() -> None:
    found, now, calm = overtaken(OVERTAKEN), 0.0, CALM_SECONDS
    for _ in range(12):
        assert found.skips_voice(now + calm - 0.01)
        assert not found.skips_voice(now + calm)
        now += calm
        found.overtaken(now)
        calm = min(2 * calm, LONGEST_CALM_SECONDS)


@pytest.mark.parametrize("many", [OVERTAKEN + 1, 20, 200])
def test_many_that_are_late_together_count_once(many: int) -> None:
    """Each used to double the time: after ten at once the voice was not tried for an hour."""
    found = overtaken(many)
    assert found.skips_voice(CALM_SECONDS - 0.01)
    assert not found.skips_voice(CALM_SECONDS)
    for _ in range(many):
        found.overtaken(CALM_SECONDS)
    assert found.skips_voice(3 * CALM_SECONDS - 0.01)
    assert not found.skips_voice(3 * CALM_SECONDS)


def test_a_voice_that_comes_in_time_again_is_waited_for_again() -> None:
    found = overtaken(OVERTAKEN)
    found.started(QUICK, DEADLINE)
    assert not found.skips_voice(0.0)
    for _ in range(OVERTAKEN - 1):
        found.overtaken(0.0)
    assert not found.skips_voice(0.0)


def test_late_starts_far_apart_are_no_reason_to_give_the_voice_up() -> None:
    found = HeadStart()
    for _ in range(20):
        found.overtaken(0.0)
        for _ in range(JUDGED):
            found.started(QUICK, DEADLINE)
        assert not found.skips_voice(0.0)


# ---- in the speaker


class Late(ToneEngine):
    """Takes `seconds` of the stage's time for the first chunk, and counts the calls."""

    def __init__(self, name: str = "voice", seconds: float = 0.0) -> None:
        super().__init__(name, needs_phonemes=name == "voice")
        self.calls = 0
        self.seconds = seconds
        self.stage: Stage | None = None

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        self.calls += 1
        if self.seconds and self.stage is not None:
            self.stage.clock.advance(self.seconds)
        yield from super().speak(run, voice, prosody, cancel)


class Scene:
    """A stage with two engines of which it is known how many seconds they take."""

    def __init__(
        self, voice: float = 0.0, plain: float = 0.0, kept: DiskCache | None = None
    ) -> None:
        self.voice, self.plain = Late(seconds=voice), Late("plain", plain)
        self.stage = Stage(self.voice, self.plain, disk_cache=kept)
        self.voice.stage = self.plain.stage = self.stage
        self.said = 0

    async def say(self) -> int:
        self.said += 1
        return self.stage.say(f"text {self.said}")

    async def first_ms(self) -> float:
        """Of one more text, said alone."""
        number = await self.say()
        await self.stage.play()
        assert self.stage.reason(number) is Reason.FINISHED
        return self.stage.speaker.why(number).first_audio_ms


@in_loop
async def test_on_a_quick_machine_no_fallback_is_ever_begun() -> None:
    it = Scene(voice=QUICK, plain=0.02)
    for _ in range(3 * WATCHED):
        assert await it.first_ms() < DEADLINE * 1000
    assert (it.voice.calls, it.plain.calls) == (it.said, 0)


@in_loop
async def test_where_the_voice_never_comes_all_but_the_first_few_are_in_time() -> None:
    it = Scene(plain=0.03)
    it.stage.workers.stuck.add(Lane.VOICE)
    times = [await it.first_ms() for _ in range(200)]
    assert sum(each > DEADLINE * 1000 for each in times) == 1
    assert it.plain.calls == it.said


@in_loop
async def test_the_fallback_speaks_at_once_until_the_voice_is_tried_again() -> None:
    it = Scene(plain=0.03)
    it.stage.workers.stuck.add(Lane.VOICE)
    for _ in range(OVERTAKEN):
        number = await it.say()
        await it.stage.play(1.0)
    it.stage.workers.stuck.clear()
    number = await it.say()
    await it.stage.play(1.0)
    why = it.stage.speaker.why(number)
    assert "late before" in why.reason
    assert why.first_audio_ms == pytest.approx(30)
    assert it.voice.calls == 0
    await it.stage.play(CALM_SECONDS)
    for _ in range(2):
        number = await it.say()
        await it.stage.play(1.0)
        assert it.stage.speaker.why(number).reason == ""
    assert it.voice.calls == 2


@in_loop
async def test_what_is_kept_on_disk_is_still_said_by_the_voice() -> None:
    with TemporaryDirectory() as folder:
        kept = DiskCache(Path(folder), 1 << 20)
        kept.open("these voices")
        it = Scene(plain=0.03, kept=kept)
        context = it.stage.speaker._context
        assert context is not None
        options = Options(prosody=Prosody(quality=Quality.FULL))
        sound = CachedSound((AudioChunk(np.ones(100, np.float32), RATE),), "voice", "voice")
        assert kept.put(context.key("kept", options), sound)
        it.stage.workers.stuck.add(Lane.VOICE)
        for _ in range(OVERTAKEN):
            await it.say()
            await it.stage.play(1.0)
        it.stage.workers.stuck.clear()
        known, unknown = it.stage.say("kept", options=options), it.stage.say("not kept")
        await it.stage.play(1.0)
        assert it.stage.speaker.why(known).reason == ""
        assert it.stage.speaker.why(known).engine == "voice"
        assert it.stage.speaker.why(known).cached
        assert it.stage.speaker.why(unknown).engine == "voice"
        assert it.plain.calls == OVERTAKEN
