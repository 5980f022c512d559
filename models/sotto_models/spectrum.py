"""Log-mel spectra and level of speech, in numpy alone."""

import numpy as np
import numpy.typing as npt

from sotto_models.config import BANDS, FFT, HOP, SAMPLE_RATE

Array = npt.NDArray[np.float64]
FloatArray = npt.NDArray[np.float32]

POWER_FLOOR = 1e-7
SPEECH_LEVEL = -20.0
# Decibels re full scale, over the frames that hold speech.
PEAK_LIMIT = 0.9


def to_mel(frequency: npt.ArrayLike) -> Array:
    """Convert Hertz to mel after Slaney's Auditory Toolbox (1998): linear below 1 kHz."""
    hertz = np.asarray(frequency, dtype=np.float64)
    high = 15.0 + 27.0 * np.log(np.maximum(hertz, 1e-9) / 1000.0) / np.log(6.4)
    return np.where(hertz < 1000.0, hertz * 3.0 / 200.0, high)


def from_mel(mel: npt.ArrayLike) -> Array:
    """Convert mel to Hertz, the inverse of `to_mel`."""
    value = np.asarray(mel, dtype=np.float64)
    high = 1000.0 * np.exp(np.log(6.4) * (value - 15.0) / 27.0)
    return np.where(value < 15.0, value * 200.0 / 3.0, high)


def mel_frequencies(count: int = BANDS) -> Array:
    """Return `count` frequencies, equally spaced in mel from 0 Hz to half the sample rate."""
    return from_mel(np.linspace(0.0, float(to_mel(SAMPLE_RATE / 2)), count))


def mel_filters() -> Array:
    """Return triangular filters [BANDS, FFT // 2 + 1], each summing to one."""
    edges = mel_frequencies(BANDS + 2)
    bins = np.linspace(0.0, SAMPLE_RATE / 2, FFT // 2 + 1)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    weights = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def hann(length: int) -> Array:
    """Return a periodic Hann window."""
    return np.asarray(np.hanning(length + 1)[:length], dtype=np.float64)


def log_mel(audio: npt.NDArray[np.floating], filters: Array) -> FloatArray:
    """Return the log power [len(audio) // HOP, BANDS] of frames centred on multiples of HOP."""
    padded = np.pad(audio.astype(np.float64), (FFT // 2, FFT // 2), mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP][: len(audio) // HOP]
    power = np.abs(np.fft.rfft(frames * hann(FFT))) ** 2
    return np.log(np.maximum(power @ filters.T, POWER_FLOOR)).astype(np.float32)


def frame_levels(audio: npt.NDArray[np.floating]) -> Array:
    """Return the level in decibels re full scale of each whole hop of the audio."""
    hops = audio[: len(audio) // HOP * HOP].reshape(-1, HOP).astype(np.float64)
    return np.asarray(10.0 * np.log10(np.mean(hops**2, axis=1) + 1e-12), dtype=np.float64)


def active_level(audio: npt.NDArray[np.floating]) -> float:
    """Return the mean level, in decibels re full scale, of the frames that hold speech."""
    levels = frame_levels(audio)
    active = levels[levels > np.percentile(levels, 95) - 25.0]
    return float(10.0 * np.log10(np.mean(10.0 ** (active / 10.0))))


def speech_gain(audio: npt.NDArray[np.floating]) -> float:
    """Return the factor that brings the speech in a clip to SPEECH_LEVEL below PEAK_LIMIT."""
    gain = float(10.0 ** ((SPEECH_LEVEL - active_level(audio)) / 20.0))
    return min(gain, PEAK_LIMIT / float(np.max(np.abs(audio)) + 1e-9))


def speech_span(audio: npt.NDArray[np.floating], margin: int) -> tuple[int, int]:
    """Return the samples from `margin` before the first speech to `margin` after the last."""
    levels = frame_levels(audio)
    floor, top = np.percentile(levels, 5), np.percentile(levels, 95)
    active = np.flatnonzero(levels > max(floor + 0.25 * (top - floor), top - 40.0))
    if not len(active):
        return 0, len(audio)
    return max(0, active[0] * HOP - margin), min(len(audio), (active[-1] + 1) * HOP + margin)
