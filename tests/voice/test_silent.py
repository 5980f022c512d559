"""The engines for tests keep the contract of an engine, and fail as they say."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.errors import Cancelled, EngineError, UnknownVoiceError
from sotto.messages import (
    AudioChunk,
    Clause,
    ClauseMark,
    MarkCue,
    PhonemeRun,
    Prosody,
    Word,
    WordCue,
)
from sotto.voice.engine import Engine
from sotto.voice.silent import HangingEngine, RaisingEngine, SilentEngine, SlowEngine, ToneEngine

WORDS = tuple(Word(text, index, index + 1) for index, text in enumerate("one two three".split()))
CLAUSE = Clause(WORDS, "en", marks=(ClauseMark(0, "a"), ClauseMark(2, "b"), ClauseMark(3, "c")))
PATIENCE = 20.0


def speak(
    engine: Engine, prosody: Prosody | None = None, cancel: CancelToken | None = None
) -> list[AudioChunk]:
    voice = engine.voices()[0].identifier
    run = PhonemeRun(CLAUSE, ((), (), ()))
    return list(engine.speak(run, voice, prosody or Prosody(), cancel or CancelToken()))


def samples(chunks: list[AudioChunk]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.concatenate([chunk.samples for chunk in chunks])


@pytest.mark.parametrize("engine", [ToneEngine(), SilentEngine()])
def test_every_word_and_mark_has_one_cue_in_order(engine: Engine) -> None:
    chunks = speak(engine)
    cues = [cue for chunk in chunks for cue in chunk.cues]
    assert [c.start for c in cues if isinstance(c, WordCue)] == [0, 1, 2]
    assert [c.name for c in cues if isinstance(c, MarkCue)] == ["a", "b", "c"]
    assert all(0 <= c.offset <= len(chunk.samples) for chunk in chunks for c in chunk.cues)
    assert len(chunks[0].samples) <= 0.1 * chunks[0].rate


def test_the_same_words_make_the_same_tones_and_others_do_not() -> None:
    assert np.array_equal(samples(speak(ToneEngine())), samples(speak(ToneEngine("other"))))
    assert not np.array_equal(
        samples(speak(ToneEngine())), samples(speak(ToneEngine(), Prosody(pitch=1.5)))
    )


def test_prosody_is_heard() -> None:
    plain = samples(speak(ToneEngine()))
    assert len(samples(speak(ToneEngine(), Prosody(rate=2)))) == pytest.approx(
        len(plain) / 2, abs=3
    )
    assert np.abs(samples(speak(ToneEngine(), Prosody(volume=0.5)))).max() < np.abs(plain).max()
    assert np.abs(samples(speak(SilentEngine()))).max() == 0


def test_calls_are_counted_and_closing_is_seen() -> None:
    engine = ToneEngine()
    speak(engine)
    assert engine.spoken == [("one", "two", "three")]
    engine.close()
    assert engine.is_closed


def test_an_unknown_voice_is_refused() -> None:
    run = PhonemeRun(CLAUSE, ())
    with pytest.raises(UnknownVoiceError):
        list(ToneEngine().speak(run, "nobody", Prosody(), CancelToken()))


def test_a_cancelled_token_ends_it() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        speak(ToneEngine(), cancel=token)


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_the_raising_one_raises_after_its_chunks(chunks: int) -> None:
    engine = RaisingEngine(chunks)
    run = PhonemeRun(CLAUSE, ())
    pieces = engine.speak(run, engine.voices()[0].identifier, Prosody(), CancelToken())
    for _ in range(chunks):
        next(pieces)
    with pytest.raises(EngineError):
        next(pieces)


def test_the_hanging_one_hangs_although_cancelled_until_released() -> None:
    engine, token, got = HangingEngine(), CancelToken(), threading.Event()

    def work() -> None:
        speak(engine, cancel=CancelToken())
        got.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert engine.entered.wait(PATIENCE)
    token.cancel()
    assert not got.is_set()
    engine.release()
    thread.join(PATIENCE)
    assert got.is_set()


def test_the_slow_one_goes_on_step_by_step_and_ends_when_cancelled() -> None:
    engine, token, ended = SlowEngine(), CancelToken(), threading.Event()

    def work() -> None:
        with pytest.raises(Cancelled):
            speak(engine, cancel=token)
        ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert engine.entered.wait(PATIENCE)
    engine.step()
    assert not ended.is_set()
    token.cancel()
    thread.join(PATIENCE)
    assert ended.is_set()
