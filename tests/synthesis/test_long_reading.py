"""A heavy voice goes on with a long text: from a pause on, by the text alone, whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from sotto.clock import VirtualClock
from sotto.messages import (
    Capitals,
    Clause,
    Kind,
    Options,
    Priority,
    Prosody,
    Quality,
    Samples,
    Style,
    Utterance,
)
from sotto.speech.lifecycle import Reason
from sotto.speech.stream import Stream
from sotto.synthesis.context import Context
from sotto.synthesis.inline import InlineWorkers
from sotto.synthesis.memory_cache import MemoryCache
from sotto.voice.shaping.ordered_tones import OrderedTones
from sotto.voice.silent import ToneEngine
from speech.stage import RATE, Stage, in_loop, same

SLOW_WORDS = ["disproportionately", "uncharacteristically"]
"""Long enough that a clause of tones lasts a good second."""
NUMBERS = "one two six ten four".split()
CLAUSES = [f"*m{n} {' '.join(SLOW_WORDS)} {word}." for n, word in enumerate(NUMBERS)]
TEXT = " ".join(CLAUSES)
WORDS = TEXT.replace(".", "").split()
SOFT, LOUD = 0.125, 0.25


def staged(heavy: OrderedTones, *, is_allowed: Callable[[], bool] = lambda: True) -> Stage:
    voice = ToneEngine("voice")
    plain = ToneEngine("plain", ("en-us",), needs_phonemes=False)
    stage = Stage(voice, heavy, plain)
    stage.voice, stage.plain = voice, plain
    stage.speaker.use(replace(stage.stages, reads_long=is_allowed))
    return stage


def prompt(**changes: object) -> OrderedTones:
    return OrderedTones("voice:en", **changes)  # type: ignore[arg-type]


def loudness(heard: Samples) -> list[float]:
    """Of every tone of 0.03 s and more, in order, neighbours that are alike once."""
    step = RATE // 100
    peaks = np.abs(heard[: len(heard) // step * step].reshape(-1, step)).max(axis=1)
    found: list[float] = []
    for peak in peaks:
        level = LOUD if peak > 0.2 else SOFT
        if peak > 0.05 and (not found or found[-1] != level):
            found.append(level)
    return found


def spoken(engine: ToneEngine) -> list[str]:
    return [word for call in engine.spoken for word in call]


@in_loop
async def test_the_voice_begins_and_the_heavy_one_goes_on_from_a_pause() -> None:
    heavy = prompt()
    stage = staged(heavy)
    said = stage.say(TEXT)
    await stage.play()
    assert stage.reason(said) is Reason.FINISHED
    assert spoken(stage.voice) == [*SLOW_WORDS, "one"]
    assert spoken(heavy) == [w for w in WORDS if not w.startswith("*")][3:]
    assert loudness(stage.heard) == [LOUD, SOFT]
    assert stage.marks(said) == ["m0", "m1", "m2", "m3", "m4"]
    assert len(stage.words(said)) == 15
    why = stage.speaker.why(said)
    assert (why.voice, why.continued, why.reason) == ("voice:en", "heavy:en", "")
    assert all(order.is_cancelled for order in heavy.orders)
    stage.assert_idle()


@in_loop
async def test_how_fast_it_is_today_decides_nothing_while_it_is_in_time() -> None:
    heard = []
    for delay in range(3):
        heavy = prompt(is_prompt=delay == 0)
        stage = staged(heavy)
        stage.say(TEXT)
        for _ in range(delay):
            await stage.play(0.05)
        for order in heavy.orders:
            order.come()
        heavy.is_prompt = True
        await stage.play()
        heard.append(stage.heard)
    assert same(heard[0], heard[1]) and same(heard[0], heard[2])


@in_loop
async def test_short_texts_letters_and_notices_are_the_voices_own() -> None:
    options = Options()
    for text, given, priority in (
        ("one. two. three.", options, Priority.TEXT),
        (TEXT, options, Priority.NOTIFICATION),
        (TEXT, replace(options, kind=Kind.SPELL), Priority.TEXT),
        (TEXT, replace(options, prosody=Prosody(style=Style.CALM)), Priority.TEXT),
        (TEXT, replace(options, prosody=Prosody(pitch_range=0.5)), Priority.TEXT),
        (TEXT, replace(options, prosody=Prosody(quality=Quality.LIGHT)), Priority.TEXT),
    ):
        heavy = prompt()
        stage = staged(heavy)
        stage.say(text, options=given, priority=priority)
        await stage.play()
        assert not heavy.orders
        assert options.capitals is Capitals.NONE


@in_loop
async def test_where_it_is_not_allowed_nothing_is_ordered() -> None:
    heavy = prompt()
    stage = staged(heavy, is_allowed=lambda: False)
    said = stage.say(TEXT)
    await stage.play()
    assert not heavy.orders and stage.speaker.why(said).continued == ""


@in_loop
async def test_one_that_is_asked_for_by_name_is_begun_for_all_the_same() -> None:
    heavy = prompt()
    stage = staged(heavy)
    stage.say(TEXT, options=Options(voice="heavy:en"))
    await stage.play()
    assert loudness(stage.heard) == [LOUD, SOFT]
    stage.say("word", options=Options(voice="heavy:en"))
    await stage.play()
    assert spoken(stage.voice)[-1] == "word"


@in_loop
async def test_one_that_never_comes_costs_no_silence() -> None:
    heavy = prompt(is_prompt=False)
    stage = staged(heavy)
    said = stage.say(TEXT)
    await stage.play()
    usual = Stage()
    usual.say(TEXT)
    await usual.play()
    assert stage.reason(said) is Reason.FINISHED
    assert stage.marks(said) == ["m0", "m1", "m2", "m3", "m4"]
    assert spoken(stage.voice) == [w for w in WORDS if not w.startswith("*")]
    assert spoken(stage.plain) == []
    assert same(stage.heard, usual.heard)
    assert "not ready in time" in stage.speaker.why(said).reason
    assert all(order.is_cancelled for order in heavy.orders)
    stage.assert_idle()


@pytest.mark.parametrize("failing", [(0,), (1,), (2, 3), (0, 1, 2, 3)])
@in_loop
async def test_one_that_fails_is_gone_on_for_from_the_same_pause(failing: tuple[int, ...]) -> None:
    heavy = prompt(is_prompt=False)
    stage = staged(heavy)
    said = stage.say(TEXT)
    for at in range(200):
        for place, order in enumerate(heavy.orders):
            if place in failing:
                order.fail("it died")
            else:
                order.come()
        await stage.play(0.05 if at < 199 else 1000)
    assert stage.reason(said) is Reason.FINISHED
    assert stage.marks(said) == ["m0", "m1", "m2", "m3", "m4"]
    assert sorted(spoken(stage.voice) + spoken(heavy)) == sorted(
        w for w in WORDS if not w.startswith("*")
    )
    assert len(stage.voice.spoken) == 1 + len(failing)
    assert "it died" in stage.speaker.why(said).reason


@in_loop
async def test_one_that_takes_no_order_is_not_missed() -> None:
    heavy = prompt()
    heavy.refusal = "it failed three times"
    stage = staged(heavy)
    said = stage.say(TEXT)
    await stage.play()
    assert spoken(stage.voice) == [w for w in WORDS if not w.startswith("*")]
    assert "three times" in stage.speaker.why(said).reason


@in_loop
async def test_a_stop_ends_all_that_was_ordered() -> None:
    heavy = prompt(is_prompt=False)
    stage = staged(heavy)
    said = stage.say(TEXT)
    await stage.play(0.2)
    assert heavy.orders
    stage.speaker.cancel_all(None)
    await stage.settle()
    assert stage.reason(said) is not None
    assert all(order.is_cancelled for order in heavy.orders)
    stage.assert_idle()


@in_loop
async def test_a_text_that_breaks_while_it_is_looked_ahead_is_neither_lost_nor_said_twice() -> None:
    heavy = prompt()
    stage = staged(heavy)
    usual = stage.stages.clauses

    def breaking(text: str, options: Options, language: str) -> Iterator[Clause]:
        for place, clause in enumerate(usual(text, options, language)):
            if place == 3:
                raise RuntimeError("text broke")
            yield clause

    stage.speaker.use(replace(stage.stages, reads_long=lambda: True, clauses=breaking))
    stage.say(" ".join(f"clause number {n}." for n in "one two six ten four".split()))
    await stage.play()
    said = [word.strip(".") for word in spoken(stage.voice) + spoken(heavy)]
    assert sorted(said) == sorted("one two six ten four".split() + ["clause", "number"] * 5)


@in_loop
async def test_who_reads_faster_than_it_is_heard_waits_for_the_heavy_voice() -> None:
    heavy = prompt(is_prompt=False)
    stage = staged(heavy)
    stages = replace(stage.stages, reads_long=lambda: True)
    context = Context(stages, stage.workers, MemoryCache(0), stage.clock)
    stream = Stream(Utterance(1, ":1.1", TEXT, Options()), context)
    chunks = stream.chunks()
    got: list[Samples] = []
    reading = iter(range(10_000))

    async def read() -> None:
        async for chunk in chunks:
            got.append(chunk.samples)

    import asyncio

    task = asyncio.create_task(read())
    while not task.done() and next(reading) < 500:
        await stage.settle()
        if next(reading) > 40:
            for order in heavy.orders:
                order.come()
    await task
    assert loudness(np.concatenate(got)) == [LOUD, SOFT]


class SlowBeginnings(InlineWorkers):
    """`voice` needs `seconds` of the clock for the first piece of every clause but the first."""

    def __init__(self, clock: VirtualClock, voice: ToneEngine, seconds: float) -> None:
        super().__init__()
        self._clock, self._voice, self._seconds = clock, voice, seconds
        self._begun, self._free = 1, 0.0

    def step(self) -> bool:
        return self._clock() >= self._free and super().step()

    def _give(self, call: Callable[[], None]) -> None:
        begun, self._begun = self._begun, max(len(self._voice.spoken), 1)
        if begun == self._begun:
            call()
            return
        self._free = self._clock() + self._seconds
        self._clock.call_at(self._free, call)


class SlowStage(Stage):
    """A stage with such workers; heavy voices may go on."""

    def __init__(self, heavy: OrderedTones, seconds: float) -> None:
        self._seconds, voice = seconds, ToneEngine("voice")
        self._slow = voice
        super().__init__(voice, heavy, ToneEngine("plain", ("en-us",), needs_phonemes=False))
        self.voice = voice
        self.speaker.use(replace(self.stages, reads_long=lambda: True))

    def make_workers(self) -> InlineWorkers:
        return SlowBeginnings(self.clock, self._slow, self._seconds)


async def heard_in(stage: Stage, said: int) -> float:
    """Seconds until all was heard, to a hundredth."""
    for step in range(10_000):
        if stage.reason(said) is not None:
            return step / 100
        await stage.play(0.01)
    raise AssertionError("it never ends")


def come(heavy: OrderedTones) -> None:
    for order in heavy.orders:
        order.come()


@pytest.mark.parametrize("seconds", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("late", [None, 0.5, 2.0])
@in_loop
async def test_a_late_clause_leaves_no_gap_however_slowly_the_voice_begins(
    seconds: float, late: float | None
) -> None:
    """Before, it began with such a clause only when nothing was left to be heard."""
    heavy = prompt(is_prompt=False)
    stage = SlowStage(heavy, seconds)
    said = stage.say(TEXT)
    if late is not None:
        stage.clock.call_at(late, partial(come, heavy))
    taken = await heard_in(stage, said)
    assert stage.reason(said) is Reason.FINISHED
    assert abs(taken - len(stage.heard) / RATE) <= 0.02
    assert stage.marks(said) == ["m0", "m1", "m2", "m3", "m4"]
    assert sorted(spoken(stage.voice) + spoken(heavy)) == sorted(
        word for word in WORDS if not word.startswith("*")
    )


@pytest.mark.parametrize("problem", ["", "it died"])
@pytest.mark.parametrize("chunks", [1, 2, 4])
@in_loop
async def test_a_clause_that_breaks_off_goes_on_from_the_word_that_was_reached(
    chunks: int, problem: str
) -> None:
    heavy = prompt(is_prompt=False)
    stage = staged(heavy)
    said = stage.say(TEXT)
    for _ in range(3000):
        for order in heavy.orders:
            order.begin(chunks)
            if problem and order.is_begun:
                order.fail(problem)
        if stage.reason(said) is not None:
            break
        await stage.play(0.01)
    assert stage.reason(said) is Reason.FINISHED
    assert any(order.is_begun for order in heavy.orders)
    assert SOFT in loudness(stage.heard) and loudness(stage.heard)[-1] == LOUD
    assert stage.marks(said) == ["m0", "m1", "m2", "m3", "m4"]
    assert list(dict.fromkeys(stage.words(said))) == list(dict.fromkeys(told_in_full()))
    why = stage.speaker.why(said)
    assert why.continued == "heavy:en"
    assert (problem or "not ready in time") in why.reason
    stage.assert_idle()


@in_loop
async def test_a_clause_that_is_made_while_it_is_heard_is_heard_as_one_that_was_there() -> None:
    heavy = prompt()
    stage = staged(heavy)
    stage.say(TEXT)
    await stage.play()
    streamed = prompt(is_prompt=False)
    slowly = staged(streamed)
    said = slowly.say(TEXT)
    for step in range(3000):
        for order in streamed.orders:
            order.begin(1 + step // 4)
            if step > 400:
                order.come()
        if slowly.reason(said) is not None:
            break
        await slowly.play(0.01)
    assert same(slowly.heard, stage.heard)
    assert not slowly.speaker.why(said).reason


def told_in_full() -> list[tuple[int, int]]:
    """Begin and end of every word of the text."""
    found, place = [], 0
    for word in TEXT.split():
        if not word.startswith("*"):
            found.append((place, place + len(word)))
        place += len(word) + 1
    return found
