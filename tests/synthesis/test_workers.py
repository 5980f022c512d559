"""Real threads: hanging, slow and raising work is given up, and all is usable afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sotto.cancel import CancelToken
from sotto.clock import VirtualClock
from sotto.messages import Clause, Options, PhonemeRun
from sotto.speech.events import MarkReached, WordReached
from sotto.speech.lifecycle import Reason
from sotto.synthesis.workers import MOST_HANGING, Job, Lane, _Worker
from sotto.voice.engine import Engine
from sotto.voice.silent import HangingEngine, RaisingEngine, SlowEngine, ToneEngine
from speech.stage import ME, in_loop, simple_clauses, simple_phonemes, stages
from synthesis.house import house, plain


class Gate:
    """A stage of work that hangs until released."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.released = threading.Event()

    def pass_through(self) -> None:
        self.entered.set()
        self.released.wait()

    def clauses(self, text: str, options: Options, language: str) -> Iterator[Clause]:
        self.pass_through()
        yield from simple_clauses(text, options, language)

    def phonemes(self, clause: Clause) -> PhonemeRun:
        self.pass_through()
        return simple_phonemes(clause)


@pytest.mark.parametrize("stage", ["text", "phonemes", "voice", "later"])
@pytest.mark.parametrize("way", ["cancel", "all", "gone", "pause"])
@in_loop
async def test_cancelling_while_a_stage_hangs(stage: str, way: str) -> None:
    async with house() as it:
        gate, engine = Gate(), HangingEngine(2 if stage == "later" else 0)
        made = {
            "text": stages((ToneEngine("voice"), plain()), clauses=gate.clauses),
            "phonemes": stages((ToneEngine("voice"), plain()), phonemes=gate.phonemes),
        }.get(stage, stages((engine, plain())))
        it.speaker.use(made)
        spoken = it.say("one two three four five six seven eight")
        await it.entered(gate.entered if stage in ("text", "phonemes") else engine.entered)
        if way == "cancel":
            it.speaker.cancel(spoken, ME)
        elif way == "all":
            it.speaker.cancel_all(ME)
        elif way == "gone":
            it.speaker.client_gone(ME)
        else:
            it.speaker.pause(spoken, ME)
            it.speaker.cancel(spoken, ME)
        assert it.sink.position() == it.sink.end(), "something still sounds"
        assert it.speaker.state.speaking == it.speaker.state.waiting == 0
        # The next one does not wait for the hanging thread longer than the deadline.
        following = it.say("next")
        assert await it.finished(following) is Reason.FINISHED
        expected = Reason.CLIENT_GONE if way == "gone" else Reason.CANCELLED
        assert it.reason(spoken) is expected
        gate.released.set()
        engine.release()
        await it.assert_usable()


@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
@in_loop
async def test_a_voice_that_hangs_is_replaced_and_the_text_is_heard(chunks: int) -> None:
    async with house() as it:
        engine, spare = HangingEngine(chunks), plain()
        it.speaker.use(stages((engine, spare)))
        spoken = it.say("*a one two *b three four *c five six *d seven eight")
        assert await it.finished(spoken) is Reason.FINISHED
        words = [e.start for e in it.events if isinstance(e, WordReached)]
        assert len(words) == len(set(words)) == 8
        assert [e.name for e in it.events if isinstance(e, MarkReached)] == ["a", "b", "c", "d"]
        assert "100 ms" in it.speaker.why(spoken).reason
        engine.release()
        await it.assert_usable()


@in_loop
async def test_text_that_hangs_is_heard_as_plain_words() -> None:
    async with house() as it:
        gate, spare = Gate(), plain()
        it.speaker.use(stages((ToneEngine("voice"), spare), clauses=gate.clauses))
        spoken = it.say("one two three")
        assert await it.finished(spoken) is Reason.FINISHED
        assert spare.spoken == [("one", "two", "three")]
        assert "(text)" in it.speaker.why(spoken).reason
        gate.released.set()
        await it.assert_usable()


@in_loop
async def test_when_the_fallback_hangs_too_the_utterance_fails_and_the_next_is_heard() -> None:
    async with house() as it:
        voice, spare = HangingEngine(), HangingEngine(name="spare")
        spare._voices = plain().voices()
        it.speaker.use(stages((voice, spare)))
        spoken = it.say("lost")
        assert await it.finished(spoken) is Reason.FAILED
        assert it.speaker.why(spoken).reason
        await it.assert_usable()
        voice.release()
        spare.release()


@in_loop
async def test_a_thread_that_hangs_is_replaced() -> None:
    async with house() as it:
        engine = HangingEngine()
        it.speaker.use(stages((engine, plain())))
        it.say("one")
        await it.entered(engine.entered)
        await it.until(lambda: len(it.workers._hanging) == 1)
        await it.assert_usable()
        assert len(it.workers._hanging) == 1
        engine.release()


@in_loop
async def test_a_step_may_take_as_long_as_its_engine_tells() -> None:
    async with house() as it:
        engine = HangingEngine()
        engine.abilities = replace(engine.abilities, first_chunk_ms=8000, hang_ms=9000)
        it.speaker.use(stages((engine, plain())))
        began = it.clock()
        spoken = it.say("one")
        await it.entered(engine.entered)
        await it.until(lambda: it.clock() - began > 7)
        assert it.workers._hanging == []
        assert it.events == []
        assert await it.finished(spoken) is Reason.FINISHED
        assert "8000 ms" in it.speaker.why(spoken).reason
        await it.until(lambda: len(it.workers._hanging) == 1)
        assert 9 <= it.clock() - began < 12
        engine.release()


@in_loop
async def test_a_hang_is_found_in_time_beside_a_step_that_may_last() -> None:
    async with house() as it:
        voice, spare = HangingEngine(), HangingEngine(name="spare")
        voice.abilities = replace(voice.abilities, hang_ms=60_000)
        spare._voices = plain().voices()
        it.speaker.use(stages((voice, spare)))
        began = it.clock()
        assert await it.finished(it.say("lost")) is Reason.FAILED
        assert it.clock() - began < 5
        voice.release()
        spare.release()


@in_loop
async def test_a_voice_that_always_hangs_is_not_asked_for_ever() -> None:
    async with house() as it:
        engine = HangingEngine()
        it.speaker.use(stages((engine, plain())))
        while len(it.workers._hanging) < MOST_HANGING:
            hanging = len(it.workers._hanging)
            spoken = it.say("word")
            assert await it.finished(spoken) is Reason.FINISHED
            await it.until(lambda hanging=hanging: len(it.workers._hanging) > hanging)  # type: ignore[misc]
        asked = len(engine.spoken)
        await it.until(lambda: not it.speaker._head_start.skips_voice(it.clock()))
        spoken = it.say("word")
        assert await it.finished(spoken) is Reason.FINISHED
        assert len(engine.spoken) == asked
        assert "hangs" in it.speaker.why(spoken).reason
        engine.release()
        await it.until(lambda: not any(w.is_alive for _, w in it.workers._hanging))
        await it.assert_usable()


@in_loop
async def test_where_the_fallback_always_hangs_it_is_said_that_nothing_is_left() -> None:
    async with house() as it:
        spare = HangingEngine(name="spare")
        spare._voices = plain().voices()
        it.speaker.use(stages((RaisingEngine(), spare)))
        while not it.died.is_set():
            assert await it.finished(it.say("word")) is Reason.FAILED
            assert len(it.workers._hanging) <= 2 * MOST_HANGING
        spare.release()


@pytest.mark.parametrize(
    ("voice", "spare", "is_able"),
    [
        (ToneEngine(), plain(), True),
        (RaisingEngine(), plain(), True),
        (ToneEngine(), RaisingEngine(), True),
        (RaisingEngine(), RaisingEngine(), False),
    ],
)
@in_loop
async def test_a_round_tells_whether_anything_speaks(
    voice: Engine, spare: Engine, is_able: bool
) -> None:
    async with house() as it:
        it.speaker.use(stages((voice, spare)))
        assert await it.speaker.is_able() is is_able
        assert it.events == []
        await it.assert_usable()


def test_a_step_that_ends_while_it_is_looked_at_is_no_hang() -> None:
    class Ending(_Worker):
        """Its step is over once it was looked at."""

        def __getattribute__(self, name: str) -> object:
            value = super().__getattribute__(name)
            if name == "stepping_since":
                self.stepping_since = None
            return value

    worker = Ending("voice", VirtualClock(), lambda call: None)
    job = Job((), CancelToken(), lambda _: None, lambda _: None, lambda: 2.0)
    worker._current, worker.stepping_since = job, 1.0
    assert (worker.due, worker.due) == (3.0, None)


@in_loop
async def test_a_slow_voice_is_cancelled_by_its_token() -> None:
    async with house() as it:
        engine = SlowEngine()
        it.speaker.use(stages((engine, plain())))
        spoken = it.say("one two three")
        await it.entered(engine.entered)
        it.speaker.cancel(spoken, ME)
        await it.until(lambda: not it.workers._workers[Lane.VOICE]._jobs)
        assert it.workers._hanging == []
        await it.assert_usable()


@in_loop
async def test_a_slow_voice_in_time_is_not_replaced() -> None:
    async with house() as it:
        engine, spare = SlowEngine(), plain()
        it.speaker.use(stages((engine, spare)))
        spoken = it.say("one two three")
        await it.entered(engine.entered)
        engine.step(100)
        assert await it.finished(spoken) is Reason.FINISHED
        assert it.speaker.why(spoken).engine == "slow"


@in_loop
async def test_a_raising_voice_on_a_thread() -> None:
    async with house() as it:
        it.speaker.use(stages((RaisingEngine(1), plain())))
        spoken = it.say("one two three")
        assert await it.finished(spoken) is Reason.FINISHED
        assert "broken on purpose" in it.speaker.why(spoken).reason
        await it.assert_usable()


@in_loop
async def test_closing_while_a_voice_hangs_returns() -> None:
    async with house() as it:
        engine = HangingEngine()
        it.speaker.use(stages((engine, plain())))
        it.say("one")
        await it.entered(engine.entered)
        it.speaker.close()
        engine.release()
