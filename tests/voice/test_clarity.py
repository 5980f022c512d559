"""Clarity: the power goes where noise is weak, and stays what it was."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from sotto.cancel import CancelToken
from sotto.messages import Clarity, Clause, Prosody, Stop, Style, Word
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.phonemizer import Phonemizer
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.engine import NeuralEngine
from sotto.voice.shaping.bands import NEPERS, bands
from sotto.voice.shaping.clarity import Balance, compression
from sotto.voice.shaping.style import in_style
from sotto.voice.shaping.timbre import Timbre

HERTZ = 24_000
BANDS = bands(np.geomspace(20.0, 11_025.0, 40))
SENTENCES = (
    "the quick brown fox jumps over the lazy dog",
    "she kept her fishing things in the shed behind the house",
    "seven people asked for a receipt on thursday",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[NeuralEngine]:
    loaded = NeuralEngine(load_bundle(CHECKOUT / "sotto"))
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def phonemizer() -> Iterator[Phonemizer]:
    owner = EspeakThread()
    yield Phonemizer(owner)
    owner.close()


def said(
    engine: NeuralEngine, phonemizer: Phonemizer, text: str, voice: str, prosody: Prosody
) -> np.ndarray:
    words = tuple(Word(word, 0, 1) for word in text.split())
    run = phonemizer.run(Clause(words, "en-us", Stop.FULL))
    chunks = engine.speak(run, f"sotto:{voice}", in_style(prosody), CancelToken())
    return np.concatenate([chunk.samples for chunk in chunks])


def decibels(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound.astype(np.float64) ** 2)))


def share(sound: np.ndarray) -> float:
    """The part of the power between 1 and 4 kHz."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / HERTZ)
    return float(power[(hertz > 1000) & (hertz < 4000)].sum() / power.sum())


@pytest.mark.parametrize("voice", ["linda", "kathleen", "flemishguy"])
@pytest.mark.parametrize("rate", [1.0, 2.0])
def test_the_level_stays_and_the_power_moves_up(
    engine: NeuralEngine, phonemizer: Phonemizer, voice: str, rate: float
) -> None:
    sounds = {
        clarity: [
            said(engine, phonemizer, text, voice, Prosody(rate, clarity=clarity))
            for text in SENTENCES
        ]
        for clarity in Clarity
    }
    changes = [
        decibels(on) - decibels(off)
        for off, on in zip(sounds[Clarity.OFF], sounds[Clarity.ON], strict=True)
    ]
    assert abs(np.mean(changes)) < 0.5
    assert np.abs(changes).max() < 1.2
    for off, on in zip(sounds[Clarity.OFF], sounds[Clarity.ON], strict=True):
        assert np.abs(on).max() < 1.0
        assert share(on) > 1.2 * share(off)


def test_soft_frames_come_nearer_to_loud_ones() -> None:
    level = np.asarray([-20.0, -45.0], np.float32)
    louder = level + compression(NEPERS * level) / NEPERS
    assert 5 < louder[0] - louder[1] < 12


def test_silence_is_not_made_louder() -> None:
    silence = np.full(50, -80 * NEPERS, np.float32)
    louder = compression(silence)
    assert (louder + Balance().feed(silence, silence + louder)).max() < 0.01


@pytest.mark.parametrize("usual", [-17, -20, -23])
def test_the_balance_of_power_is_kept(usual: float) -> None:
    generator = np.random.default_rng(4)
    vowels = generator.random(400) < 0.6
    decibels = np.where(vowels, usual, usual - 25) + generator.normal(0, 3, 400)
    level = (NEPERS * decibels).astype(np.float32)
    pressed = level + compression(level)
    after = pressed + Balance().feed(level, pressed)
    gained = np.exp(2 * after).mean() / np.exp(2 * level).mean()
    assert 10 * np.log10(gained) == pytest.approx(0, abs=0.8)


def frames(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(5)
    harmonic = generator.normal(-3, 1.0, (count, 40)).astype(np.float32)
    noise = generator.normal(-5, 1.0, (count, 40)).astype(np.float32)
    return harmonic, noise, (np.arange(count) % 9 > 2).astype(np.float32)


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("clarity", Clarity)
def test_envelopes_in_pieces_become_what_they_become_at_once(
    style: Style, clarity: Clarity
) -> None:
    prosody = Prosody(style=style, clarity=clarity)
    parts = frames(60)
    whole = Timbre(BANDS, prosody, 1.5).apply(*parts)
    timbre = Timbre(BANDS, prosody, 1.5)
    pieces = [
        timbre.apply(*(part[begin:end] for part in parts))
        for begin, end in ((0, 7), (7, 8), (8, 40), (40, 60))
    ]
    for place in range(2):
        joined = np.concatenate([piece[place] for piece in pieces])
        assert np.allclose(joined, whole[place], atol=1e-4)


def test_without_style_and_clarity_nothing_is_touched() -> None:
    harmonic, noise, voicing = frames(5)
    same = Timbre(BANDS, Prosody(rate=2.0), 1.5).apply(harmonic, noise, voicing)
    assert same[0] is harmonic
    assert same[1] is noise


@budget(deadline=None, max_examples=40)
@given(
    st.floats(-200, 200, width=32),
    st.floats(-200, 200, width=32),
    st.sampled_from(Style),
    st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=5),
)
def test_whatever_a_voice_file_gives_envelopes_stay_numbers(
    high: float, low: float, style: Style, hertz: list[float]
) -> None:
    shape = (3, len(hertz))
    harmonic, noise = np.full(shape, high, np.float32), np.full(shape, low, np.float32)
    prosody = Prosody(style=style, clarity=Clarity.ON)
    timbre = Timbre(bands(np.asarray(hertz)), prosody, 100.0)
    for found in timbre.apply(harmonic, noise, np.asarray([1, 0, 1], np.float32)):
        assert np.isfinite(found).all()
        assert found.max() < 80
