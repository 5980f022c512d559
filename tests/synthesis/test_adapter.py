"""Engines that can do less are made up for; those that can do all are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from hearing import fundamental
from sotto.cancel import CancelToken
from sotto.messages import (
    HOUSE_RATE,
    AudioChunk,
    Clause,
    ClauseMark,
    MarkCue,
    PhonemeRun,
    Prosody,
    Samples,
    Word,
)
from sotto.synthesis.adapter import speak
from sotto.voice.abilities import RENDERED, Abilities
from sotto.voice.silent import ToneEngine

TEXT = "one two three"
ABLE = Abilities(HOUSE_RATE, rate_limits=(0.5, 2.0))


class Limited(ToneEngine):
    """One long tone of 200 Hz that knows nothing but its rate, and remembers what it was asked."""

    def __init__(self, abilities: Abilities) -> None:
        super().__init__(abilities=abilities)
        self.asked: list[Prosody] = []

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        self.asked.append(prosody)
        rate = self.abilities.rate
        time = np.arange(round(rate / prosody.rate)) / rate
        tone = (0.25 * np.sin(2 * np.pi * 200 * time)).astype(np.float32)
        for part in np.array_split(tone, 7):
            yield AudioChunk(part, rate)


def said(
    able: Abilities, prosody: Prosody | None = None, pitch: float = 1.0
) -> tuple[Limited, list[AudioChunk]]:
    engine = Limited(able)
    words = tuple(Word(w, TEXT.index(w), TEXT.index(w) + len(w), pitch=pitch) for w in TEXT.split())
    marks = (ClauseMark(1, "m"), ClauseMark(3, "end"))
    clause = Clause(words, "en", prosody=prosody or Prosody(), marks=marks)
    run = PhonemeRun(clause, ())
    return engine, list(speak(engine, run, "tone:en", HOUSE_RATE, CancelToken()))


def sound(chunks: list[AudioChunk]) -> Samples:
    assert {chunk.rate for chunk in chunks} == {HOUSE_RATE}
    return np.concatenate([chunk.samples for chunk in chunks])


def test_an_engine_that_can_do_all_is_asked_for_all() -> None:
    prosody = Prosody(rate=1.5, pitch=1.3, volume=0.5)
    engine, chunks = said(ABLE, prosody)
    assert engine.asked == [prosody]
    assert len(sound(chunks)) == pytest.approx(HOUSE_RATE / 1.5, abs=1)


@pytest.mark.parametrize("rate", [16_000, HOUSE_RATE, 24_000])
@pytest.mark.parametrize("tempo", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("pitch", [0.7, 1.0, 1.4])
def test_pitch_is_made_where_the_engine_has_none(rate: int, tempo: float, pitch: float) -> None:
    able = Abilities(rate, prosody=RENDERED - {"pitch"}, rate_limits=(0.7, 1.5))
    engine, chunks = said(able, Prosody(rate=tempo, pitch=pitch))
    whole = sound(chunks)
    assert engine.asked[0].pitch == 1.0
    assert len(whole) == pytest.approx(HOUSE_RATE / tempo, rel=0.03)
    middle = whole[len(whole) // 4 : -len(whole) // 4]
    assert fundamental(middle, HOUSE_RATE) == pytest.approx(200 * pitch, rel=0.03)


def test_a_capital_is_higher_there_too() -> None:
    able = replace(ABLE, prosody=RENDERED - {"pitch"})
    whole = sound(said(able, pitch=1.3)[1])
    assert fundamental(whole[4000:-4000], HOUSE_RATE) == pytest.approx(260, rel=0.03)


@pytest.mark.parametrize("volume", [0.1, 2.0, 4.0])
def test_volume_is_made_where_the_engine_has_none(volume: float) -> None:
    able = replace(ABLE, prosody=RENDERED - {"volume"})
    engine, chunks = said(able, Prosody(volume=volume))
    loudest = float(np.abs(sound(chunks)).max())
    assert engine.asked[0].volume == 1.0
    assert loudest < 1.0, "nothing is ever clipped"
    assert loudest == pytest.approx(min(0.25 * volume, 0.9), abs=0.1)


@pytest.mark.parametrize("tempo", [0.5, 1.0, 6.0])
def test_words_and_marks_are_told_in_order_where_the_engine_has_no_cues(tempo: float) -> None:
    able = replace(ABLE, has_word_cues=False)
    _, chunks = said(able, Prosody(rate=tempo))
    cues = [cue for chunk in chunks for cue in chunk.cues]
    names = [cue.name if isinstance(cue, MarkCue) else TEXT[cue.start : cue.end] for cue in cues]
    assert names == ["one", "m", "two", "three", "end"]
    places, begin = [], 0
    for chunk in chunks:
        places += [begin + cue.offset for cue in chunk.cues]
        begin += len(chunk.samples)
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] <= begin
