"""Measures of speech against natural speech: warped cepstral distance, pitch, duration."""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from sotto_models.config import HOP, SAMPLE_RATE
from sotto_models.latents import FloatArray
from sotto_models.pitch import track_pitch
from sotto_models.spectrum import frame_levels, log_mel, mel_filters

Array = npt.NDArray[np.float64]

ACTIVE_RANGE = 40.0
# Decibels below the loud frames at which a frame still counts as speech.


@numba.njit(cache=True)  # type: ignore[misc, untyped-decorator, unused-ignore]
def _warped_mean(distance: Array) -> float:
    rows, columns = distance.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    length = np.zeros((rows + 1, columns + 1))
    total[0, 0] = 0.0
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            a, b = i - 1, j - 1
            if total[i - 1, j] < total[a, b]:
                a, b = i - 1, j
            if total[i, j - 1] < total[a, b]:
                a, b = i, j - 1
            total[i, j] = total[a, b] + distance[i - 1, j - 1]
            length[i, j] = length[a, b] + 1
    return float(total[rows, columns] / length[rows, columns])


def cepstra(sound: FloatArray) -> Array:
    """Return 24 mel cepstra of the frames that hold speech, scaled to decibels."""
    mel = log_mel(sound, mel_filters()).astype(np.float64) / 2.0
    bands = mel.shape[1]
    angles = np.pi * (np.arange(bands) + 0.5) / bands
    basis = 2.0 / bands * np.cos(np.arange(1, 25)[:, None] * angles)
    levels = frame_levels(sound)[: len(mel)]
    active = levels > np.percentile(levels, 95) - ACTIVE_RANGE
    return np.asarray(10.0 / np.log(10.0) * np.sqrt(2.0) * (mel[active] @ basis.T))


def warped_distortion(one: FloatArray, other: FloatArray) -> float:
    """Return the mel-cepstral distance in decibels along the best warping of two sounds."""
    first, second = cepstra(one), cepstra(other)
    products = first @ second.T
    squares = (first**2).sum(1)[:, None] + (second**2).sum(1) - 2.0 * products
    return float(_warped_mean(np.sqrt(np.maximum(squares, 0.0))))


@dataclass(frozen=True, slots=True)
class Prosody:
    """Median pitch in Hertz, its spread in semitones, and seconds of speech."""

    median: float
    spread: float
    seconds: float


def measure_prosody(sound: FloatArray, lowest_pitch: float) -> Prosody:
    """Measure pitch over voiced frames, and the time from first to last speech."""
    pitch = track_pitch(sound, lowest_pitch)
    voiced = pitch.log_f0[pitch.voicing > 0.5]
    levels = frame_levels(sound)
    active = np.flatnonzero(levels > np.percentile(levels, 95) - ACTIVE_RANGE)
    seconds = float(active[-1] + 1 - active[0]) * HOP / SAMPLE_RATE
    if not len(voiced):
        return Prosody(0.0, 0.0, seconds)
    spread = float(np.std(voiced)) * 12.0 / float(np.log(2.0))
    return Prosody(float(np.exp(np.median(voiced))), spread, seconds)
