"""What engines say of themselves, and whether it is so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.messages import (
    HOUSE_RATE,
    AudioChunk,
    Clause,
    ClauseMark,
    PhonemeRun,
    Prosody,
    VoiceInfo,
    Word,
)
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.abilities import Abilities
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.engine import Engine
from sotto.voice.espeak import EspeakEngine
from sotto.voice.formats import describe
from sotto.voice.late import LateEngine
from sotto.voice.silent import ToneEngine

WORDS = "the quick brown fox".split()
CLAUSE = Clause(
    tuple(Word(word, at, at + len(word)) for at, word in enumerate(WORDS)),
    "en-us",
    marks=(ClauseMark(1, "m"),),
)
FOLDERS = sorted(path.parent for path in CHECKOUT.glob("*/voice.json"))


@pytest.fixture(scope="module")
def owner() -> Iterator[EspeakThread]:
    made = EspeakThread()
    yield made
    made.close()


@pytest.fixture(scope="module", params=[None, *FOLDERS], ids=lambda path: getattr(path, "name", ""))
def engine(request: pytest.FixtureRequest, owner: EspeakThread) -> Iterator[Engine]:
    made = describe(request.param).engine() if request.param else EspeakEngine(owner)
    yield made
    made.close()


def speak(engine: Engine, owner: EspeakThread, prosody: Prosody | None = None) -> list[AudioChunk]:
    found = (info.identifier for info in engine.voices() if "en-us" in info.languages)
    run = PhonemeRun(CLAUSE, ())
    if engine.abilities.needs_phonemes:
        run = Phonemizer(owner).run(CLAUSE)
    return list(engine.speak(run, next(found), prosody or Prosody(), CancelToken()))


def test_it_gives_the_rate_and_the_cues_that_it_tells(engine: Engine, owner: EspeakThread) -> None:
    chunks = speak(engine, owner)
    assert {chunk.rate for chunk in chunks} == {engine.abilities.rate}
    count = sum(len(chunk.cues) for chunk in chunks)
    assert count == (len(WORDS) + 1 if engine.abilities.has_word_cues else 0)


def test_it_is_deterministic_if_it_says_so(engine: Engine, owner: EspeakThread) -> None:
    first, again = (np.concatenate([c.samples for c in speak(engine, owner)]) for _ in range(2))
    if engine.abilities.is_deterministic:
        assert np.array_equal(first, again)
    assert len(first)


def test_what_it_renders_makes_a_difference(engine: Engine, owner: EspeakThread) -> None:
    usual = np.concatenate([c.samples for c in speak(engine, owner)])
    for name, value in (("pitch", 1.4), ("volume", 0.5)):
        changed = replace(Prosody(), **{name: value})  # type: ignore[arg-type]
        other = np.concatenate([c.samples for c in speak(engine, owner, changed)])
        assert name in engine.abilities.prosody
        assert other.shape != usual.shape or not np.array_equal(other, usual)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": 0},
        {"rate_limits": (0.0, 1.0)},
        {"rate_limits": (1.2, 2.0)},
        {"prosody": frozenset(("colour",))},
        {"first_chunk_ms": 3000},
        {"first_chunk_ms": -1},
        {"hang_ms": 10**9},
    ],
)
def test_what_no_engine_can_do_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no engine"):
        replace(Abilities(HOUSE_RATE), **wrong)  # type: ignore[arg-type]


class Bundle:
    """A voice on no disk."""

    folder = Path("/nowhere")
    name = "tone"
    weight = 0

    def __init__(self, made: ToneEngine) -> None:
        self._engine = made
        self.abilities = made.abilities

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self._engine.voices()

    def engine(self) -> Engine:
        return self._engine


def test_a_loaded_voice_tells_what_its_engine_can() -> None:
    able = Abilities(16_000, needs_phonemes=False, first_chunk_ms=300)
    late = LateEngine(Bundle(ToneEngine(abilities=able)))
    assert late.abilities == Abilities(HOUSE_RATE, is_ready=False)
    assert late.load()
    assert late.abilities == able


def test_a_voice_of_another_rate_than_it_tells_is_not_used() -> None:
    made = ToneEngine(rate=16_000)
    made.abilities = replace(made.abilities, rate=24_000)
    late = LateEngine(Bundle(made))
    assert not late.load()
    assert "another rate" in late.damaged[0]
