"""Log-mel spectra and levels."""

import numpy as np

from sotto_models.config import BANDS, HOP, SAMPLE_RATE
from sotto_models.spectrum import (
    SPEECH_LEVEL,
    FloatArray,
    from_mel,
    log_mel,
    mel_filters,
    mel_frequencies,
    speech_gain,
    speech_span,
    to_mel,
)


def tone(hertz: float, seconds: float, amplitude: float = 0.3) -> FloatArray:
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def test_mel_and_hertz_are_inverse() -> None:
    hertz = np.array([0.0, 440.0, 999.0, 1001.0, 8000.0])
    np.testing.assert_allclose(from_mel(to_mel(hertz)), hertz, atol=1e-6)


def test_band_frequencies_run_from_zero_to_half_the_rate() -> None:
    frequencies = mel_frequencies()
    assert len(frequencies) == BANDS
    assert frequencies[0] == 0.0
    np.testing.assert_allclose(frequencies[-1], SAMPLE_RATE / 2)
    assert (np.diff(frequencies) > 0).all()


def test_filters_sum_to_one() -> None:
    np.testing.assert_allclose(mel_filters().sum(axis=1), 1.0)


def test_a_tone_lights_the_band_nearest_to_it() -> None:
    frames = log_mel(tone(1500.0, 0.5), mel_filters())
    centres = mel_frequencies(BANDS + 2)[1:-1]
    assert frames.shape == (int(0.5 * SAMPLE_RATE) // HOP, BANDS)
    assert abs(centres[frames[20].argmax()] - 1500.0) < 80.0


def test_gain_brings_speech_to_the_level_but_not_over_the_peak() -> None:
    quiet = tone(300.0, 1.0, 0.01)
    level = 20 * np.log10(np.sqrt(np.mean((quiet * speech_gain(quiet)) ** 2)))
    np.testing.assert_allclose(level, SPEECH_LEVEL, atol=0.1)
    spiky = np.copy(quiet)
    spiky[5000] = 0.5
    assert np.max(np.abs(spiky * speech_gain(spiky))) <= 0.9 + 1e-6


def test_span_keeps_a_margin_around_the_sound() -> None:
    silence = np.zeros(SAMPLE_RATE, np.float32)
    sound = np.concatenate([silence, tone(300.0, 0.5), silence])
    sound += 1e-5 * np.random.default_rng(1).standard_normal(len(sound)).astype(np.float32)
    start, end = speech_span(sound, 2000)
    assert abs(start - (SAMPLE_RATE - 2000)) <= 2 * HOP
    assert abs(end - (SAMPLE_RATE * 1.5 + 2000)) <= 2 * HOP
