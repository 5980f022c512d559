"""Noise at a known ratio, and sounds laid over each other."""

import numpy as np
import pytest

from sotto_models.config import FFT, SAMPLE_RATE
from sotto_models.latents import FloatArray
from sotto_models.noise import Maskers, aligned, at_level, level, mean_spectrum
from sotto_models.spectrum import SPEECH_LEVEL

RNG = np.random.default_rng(1)


def speech(seconds: float = 1.0) -> FloatArray:
    count = int(seconds * SAMPLE_RATE)
    swell = np.sin(np.linspace(0, 9, count)) ** 2
    return (0.3 * swell * np.random.default_rng(2).standard_normal(count)).astype(np.float32)


def maskers() -> Maskers:
    return Maskers({"hiss": RNG.standard_normal(5 * SAMPLE_RATE).astype(np.float32)})


def test_speech_is_brought_to_one_level() -> None:
    for gain in (0.01, 1.0, 4.0):
        assert level(at_level(speech() * np.float32(gain))) == pytest.approx(SPEECH_LEVEL, abs=0.01)


@pytest.mark.parametrize("ratio", [0.0, -5.0, 12.0])
def test_noise_has_the_ratio_asked_for(ratio: float) -> None:
    noisy = maskers().mix("hiss", speech() * np.float32(7), ratio, 3)
    assert level(noisy - at_level(speech())) == pytest.approx(SPEECH_LEVEL - ratio, abs=0.2)


def test_two_ways_to_say_a_sentence_meet_the_same_noise() -> None:
    noises = maskers()
    first = noises.mix("hiss", speech(), 0.0, 4) - at_level(speech())
    second = noises.mix("hiss", speech()[::-1] * np.float32(0.5), 0.0, 4) - at_level(speech()[::-1])
    assert np.allclose(first, second, atol=1e-5)
    other = noises.mix("hiss", speech(), 0.0, 5) - at_level(speech())
    assert not np.allclose(first, other, atol=1e-2)


@pytest.mark.parametrize("shift", [-700, -1, 0, 1, 900])
def test_a_moved_sound_is_laid_over_the_other(shift: int) -> None:
    whole = speech(1.2)
    like = whole[2000:20000]
    sound = whole[2000 + shift : 20000 + shift // 2]
    laid = aligned(sound, like)
    assert len(laid) == len(like)
    inner = slice(1000, 16000)
    assert np.allclose(laid[inner], like[inner])


def test_the_mean_spectrum_shows_a_tone() -> None:
    tone = np.sin(2 * np.pi * 2000 * np.arange(SAMPLE_RATE) / SAMPLE_RATE).astype(np.float32)
    found = mean_spectrum([tone, tone])
    assert found.argmax() == pytest.approx(2000 / SAMPLE_RATE * FFT, abs=1)
