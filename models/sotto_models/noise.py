"""Maskers made of the readers' natural speech, and speech mixed with them at a known ratio.

Speech-shaped noise has the long-term spectrum of all readers; babble is many of their clips at
once. Everything is seeded. ESTOI after Jensen & Taal, "An algorithm for predicting the
intelligibility of speech masked by modulated noise maskers" (2016).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sotto_models.clips import load_audio
from sotto_models.config import FFT, SAMPLE_RATE, SEED, Paths
from sotto_models.latents import FloatArray
from sotto_models.readers import READERS, Split, read_clips
from sotto_models.spectrum import SPEECH_LEVEL, hann

SECONDS = 30
TALKERS = 10
# Clips of a babble at any time.
CLIPS = 10
# Clips of each reader that the maskers are made of.
MOST_SHIFT = SAMPLE_RATE // 5


@dataclass(frozen=True, slots=True)
class Maskers:
    """Noises [n] of unit root mean square, by name."""

    sounds: dict[str, FloatArray]

    def mix(self, name: str, speech: FloatArray, ratio: float, place: int) -> FloatArray:
        """Return speech with noise, `ratio` decibels of speech to noise.

        The speech is brought to SPEECH_LEVEL first; `place` chooses the stretch of noise, so that
        two ways to say a sentence meet the same.
        """
        whole = self.sounds[name]
        start = place * 7919 * 13 % (len(whole) - len(speech))
        amplitude = 10.0 ** ((SPEECH_LEVEL - ratio) / 20.0)
        noisy = at_level(speech) + amplitude * whole[start : start + len(speech)]
        return np.asarray(noisy, np.float32)


def level(speech: npt.NDArray[np.floating]) -> float:
    """Return the root mean square in decibels re full scale."""
    return float(10.0 * np.log10(np.mean(np.square(speech, dtype=np.float64)) + 1e-12))


def at_level(speech: FloatArray) -> FloatArray:
    """Return speech with a root mean square of SPEECH_LEVEL."""
    return np.asarray(speech * 10.0 ** ((SPEECH_LEVEL - level(speech)) / 20.0), np.float32)


def mean_spectrum(sounds: Sequence[FloatArray]) -> npt.NDArray[np.float64]:
    """Return the mean power [FFT // 2 + 1] of Hann-windowed frames of all sounds."""
    whole = np.concatenate(list(sounds)).astype(np.float64)
    frames = np.lib.stride_tricks.sliding_window_view(whole, FFT)[:: FFT // 2]
    return np.asarray(np.mean(np.abs(np.fft.rfft(frames * hann(FFT))) ** 2, axis=0))


def make_maskers(paths: Paths) -> Maskers:
    """Make both maskers from clips that the voices learned from, which are not judged."""
    clips = _natural(paths)
    return Maskers({"speech-shaped": _unit(_shaped(clips)), "babble": _unit(_babble(clips))})


def _natural(paths: Paths) -> list[FloatArray]:
    found = []
    for reader in READERS:
        listed = [c for c in read_clips(paths.data, reader) if c.split is Split.TRAIN]
        files = [paths.clips(reader.name) / f"{clip.name}.npz" for clip in listed]
        found += [load_audio(path) for path in files if path.exists()][:CLIPS]
    return found


def _shaped(clips: Sequence[FloatArray]) -> npt.NDArray[np.float64]:
    """White noise through the mean spectrum of all clips."""
    powers = mean_spectrum([at_level(clip) for clip in clips])
    count = SECONDS * SAMPLE_RATE
    bins = np.linspace(0.0, 1.0, count // 2 + 1)
    amplitude = np.interp(bins, np.linspace(0.0, 1.0, FFT // 2 + 1), np.sqrt(powers))
    white = np.fft.rfft(np.random.default_rng(SEED).standard_normal(count))
    return np.fft.irfft(white * amplitude, count)


def _babble(clips: Sequence[FloatArray]) -> npt.NDArray[np.float64]:
    """TALKERS streams of clips in an order of their own, each wrapped around."""
    rng = np.random.default_rng(SEED)
    count = SECONDS * SAMPLE_RATE
    whole = np.zeros(count)
    for _ in range(TALKERS):
        order = rng.permutation(len(clips))
        stream = np.concatenate([at_level(clips[place]) for place in order])
        whole += np.resize(np.roll(stream, int(rng.integers(len(stream)))), count)
    return whole


def _unit(sound: npt.NDArray[np.float64]) -> FloatArray:
    return np.asarray(sound / np.sqrt(np.mean(sound**2)), np.float32)


def aligned(sound: FloatArray, like: FloatArray) -> FloatArray:
    """Return `sound` moved and cut to lie over `like`; both say the same at the same rate."""
    size = len(sound) + len(like)
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(like, size))
    correlation = np.roll(np.fft.irfft(spectrum, size), len(like) - 1)
    lags = np.arange(size) - (len(like) - 1)
    near = np.abs(lags) <= MOST_SHIFT
    lag = int(lags[near][np.argmax(correlation[near])])
    moved = np.pad(sound, (max(-lag, 0), len(like)))[max(lag, 0) :]
    return np.asarray(moved[: len(like)], np.float32)


def understood(clean: FloatArray, noisy: FloatArray) -> float:
    """Return ESTOI, 0 to 1, of noisy speech that lies over the same speech in quiet."""
    from pystoi import stoi

    return float(stoi(clean, noisy, SAMPLE_RATE, extended=True))
