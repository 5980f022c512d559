"""Styles: what each does to prosody and to the sound, and that they do nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.messages import (
    Clarity,
    Clause,
    Options,
    PhonemeRun,
    Prosody,
    Stop,
    Style,
    Utterance,
    Word,
)
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.synthesis.pipeline import Pipeline
from sotto.synthesis.stages import Stages
from sotto.text.clauses import clauses
from sotto.voice.catalogue import CHECKOUT, Catalogue
from sotto.voice.espeak import EspeakEngine
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.engine import NeuralEngine
from sotto.voice.shaping.style import in_style, styled
from sotto.voice.silent import ToneEngine

HERTZ = 24_000
SENTENCE = "why are all animals running along our lonely road"


@pytest.fixture(scope="module")
def owner() -> Iterator[EspeakThread]:
    thread = EspeakThread()
    yield thread
    thread.close()


@pytest.fixture(scope="module")
def engine() -> Iterator[NeuralEngine]:
    loaded = NeuralEngine(load_bundle(CHECKOUT / "sotto"))
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def run(owner: EspeakThread) -> PhonemeRun:
    words = tuple(Word(text, 0, 1) for text in SENTENCE.split())
    return Phonemizer(owner).run(Clause(words, "en-us", Stop.FULL))


def speak(engine: NeuralEngine, run: PhonemeRun, prosody: Prosody, voice: str) -> np.ndarray:
    chunks = engine.speak(run, f"sotto:{voice}", in_style(prosody), CancelToken())
    return np.concatenate([chunk.samples for chunk in chunks])


def periods(
    sound: np.ndarray, lowest: float = 70.0, highest: float = 400.0
) -> tuple[np.ndarray, np.ndarray]:
    """F0 in hertz and how periodic they are, 0 to 1, of the louder frames of 54 ms."""
    size = 1200
    frames = np.lib.stride_tricks.sliding_window_view(sound.astype(np.float64), size)[::220]
    frames = frames[frames.std(axis=1) > 0.3 * frames.std(axis=1).max()]
    padded = np.fft.rfft(frames, 2 * size)
    correlation = np.fft.irfft(np.abs(padded) ** 2)[:, :size] / (size - np.arange(size))
    low, high = int(HERTZ / highest), int(HERTZ / lowest)
    lags = low + correlation[:, low:high].argmax(axis=1)
    strength = correlation[np.arange(len(lags)), lags] / correlation[:, 0]
    return HERTZ / lags, strength


def melody(sound: np.ndarray, usual: float) -> tuple[float, float]:
    """Median F0 in hertz, and how far apart high and low ones are in octaves.

    Looked for within half an octave of the speaker's `usual` one: then none is doubled.
    """
    hertz, strength = periods(sound, usual / 1.5, usual * 1.5)
    low, middle, high = np.percentile(hertz[strength > 0.6], (15, 50, 85))
    return float(middle), float(np.log2(high / low))


def brightness(sound: np.ndarray) -> float:
    """Decibels above 1.5 kHz, beside those below."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / HERTZ)
    return float(10 * np.log10(power[hertz > 1500].sum() / power[hertz < 1500].sum()))


# ---- prosody


def test_the_neutral_style_changes_nothing() -> None:
    prosody = Prosody(1.7, 0.9, 1.2, 0.4, clarity=Clarity.ON)
    assert in_style(prosody) == prosody


def test_a_style_multiplies_what_was_asked_for() -> None:
    own, faster = (in_style(Prosody(rate, style=Style.CALM)) for rate in (1.0, 2.0))
    assert faster.rate == pytest.approx(2 * own.rate)
    assert own.rate < 1 > own.pitch_range
    assert own.style is Style.CALM


@pytest.mark.parametrize("style", Style)
def test_the_limits_of_a_voice_hold_in_every_style(style: Style) -> None:
    Options(prosody=in_style(Prosody(6.0, 2.0, 2.0, 2.0, style)))
    Options(prosody=in_style(Prosody(0.3, 0.5, 0.0, 0.0, style)))


def test_markup_keeps_the_style_and_clarity_of_the_request() -> None:
    whispered = Prosody(style=Style.WHISPER, clarity=Clarity.ON)
    assert whispered * Prosody(rate=2.0) == Prosody(2.0, style=Style.WHISPER, clarity=Clarity.ON)
    assert (whispered * Prosody(style=Style.CALM)).style is Style.CALM


def test_a_clause_gets_its_style_with_all_else_as_it_was() -> None:
    clause = Clause((Word("a", 0, 1),), "en", pause=3, prosody=Prosody(style=Style.LIVELY))
    assert styled(clause).prosody == in_style(clause.prosody)
    assert (styled(clause).words, styled(clause).pause) == (clause.words, 3)


def length(text: str, prosody: Prosody, kind: str = "text") -> int:
    """Samples of a rendering in tones, whose length tells the rate alone."""
    from sotto.messages import Kind

    tones = Catalogue([], ToneEngine())
    stages = Stages(clauses, lambda clause: PhonemeRun(clause, ()), tones, HERTZ)
    utterance = Utterance(1, "", text, Options(Kind(kind), prosody=prosody))
    pipeline = Pipeline(utterance, stages, CancelToken(), lambda: 0.0)
    return sum(len(piece.chunk.samples) for piece in pipeline)


def test_a_rendering_applies_the_style_once_and_to_pauses_too() -> None:
    text = "one two three, four five six"
    factor = in_style(Prosody(style=Style.CALM)).rate
    calm, neutral = length(text, Prosody(style=Style.CALM)), length(text, Prosody())
    assert calm * factor == pytest.approx(neutral, rel=0.01)


def test_markup_holds_on_top_of_a_style() -> None:
    fast = '<speak><prosody rate="200%">one two three four</prosody></speak>'
    calm = Prosody(style=Style.CALM)
    assert 2 * length(fast, calm, "ssml") == pytest.approx(
        length("<speak>one two three four</speak>", calm, "ssml"), rel=0.02
    )


# ---- sound


@pytest.mark.parametrize("voice", ["linda", "flemishguy"])
def test_melody_pitch_and_brightness_follow_the_style(
    engine: NeuralEngine, run: PhonemeRun, voice: str
) -> None:
    sounds = {
        style: speak(engine, run, Prosody(style=style), voice)
        for style in (Style.CALM, Style.NEUTRAL, Style.LIVELY)
    }
    speaker = engine.bundle.reader(voice)
    assert speaker is not None
    usual = float(np.exp(speaker.log_f0_mean))
    found = {style: (*melody(sound, usual), brightness(sound)) for style, sound in sounds.items()}
    for what in range(3):
        values = [found[style][what] for style in sounds]
        assert values == sorted(values)
    assert found[Style.LIVELY][1] > 1.4 * found[Style.CALM][1]
    assert len(sounds[Style.CALM]) > len(sounds[Style.NEUTRAL]) > len(sounds[Style.LIVELY])


@pytest.mark.parametrize("voice", ["kathleen", "flemishguy"])
def test_a_whisper_has_no_period_and_is_softer(
    engine: NeuralEngine, run: PhonemeRun, voice: str
) -> None:
    spoken, whispered = (
        speak(engine, run, Prosody(style=style), voice) for style in (Style.NEUTRAL, Style.WHISPER)
    )
    assert np.median(periods(spoken)[1]) > 0.7
    assert np.median(periods(whispered)[1]) < 0.4
    assert 0.2 < whispered.std() / spoken.std() < 0.7


@pytest.mark.parametrize("style", Style)
def test_a_style_gives_the_same_bits_and_as_short_a_first_piece(
    engine: NeuralEngine, run: PhonemeRun, style: Style
) -> None:
    prosody = in_style(Prosody(style=style, clarity=Clarity.ON))
    chunks = [list(engine.speak(run, "sotto:linda", prosody, CancelToken())) for _ in range(2)]
    first, second = (np.concatenate([c.samples for c in each]) for each in chunks)
    assert np.array_equal(first, second)
    assert np.abs(first).max() < 1.0
    assert len(chunks[0][0].samples) <= 0.15 * HERTZ


def test_the_plain_voice_whispers_as_well(owner: EspeakThread) -> None:
    plain = EspeakEngine(owner)
    run = PhonemeRun(Clause(tuple(Word(w, 0, 1) for w in SENTENCE.split()), "en-us"), ())
    strengths = []
    for style in (Style.NEUTRAL, Style.WHISPER, Style.NEUTRAL):
        chunks = plain.speak(run, "espeak:en-us", in_style(Prosody(style=style)), CancelToken())
        sound = np.concatenate([chunk.samples for chunk in chunks])
        strengths.append(float(np.median(periods(sound)[1])))
    assert strengths[1] < 0.5 * min(strengths[0], strengths[2])
