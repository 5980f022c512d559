"""Pitch tracking: normalised cross-correlation searched by dynamic programming.

The method is Talkin's ("A robust algorithm for pitch tracking", 1995) on a grid of frequencies.
"""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt
from scipy.signal import butter, sosfiltfilt

from sotto_models.config import HOP, SAMPLE_RATE

Array = npt.NDArray[np.float64]

DECIMATION = 2
GRID = 140
HIGHEST_PITCH = 400.0
MAXIMUM_STEP = 12
# Grid places that the pitch may move in a frame.
STEP_COST = 0.015
VOICING_COST = 0.35
UNVOICED_SCORE = 0.55
SHORT_LAG_BONUS = 0.04
# Keeps the tracker from halving the pitch.
SILENCE_RANGE = 38.0
# Decibels below the loud frames at which a frame counts as silent.


@dataclass(frozen=True, slots=True)
class Pitch:
    """Natural log of the pitch in Hertz, filled across gaps, and voicing 0 or 1, a frame each."""

    log_f0: npt.NDArray[np.float32]
    voicing: npt.NDArray[np.float32]


@numba.njit(cache=True)  # type: ignore[misc, untyped-decorator, unused-ignore]
def _correlate(audio: Array, hop: int, frames: int, width: int, low: int, high: int) -> Array:
    out = np.zeros((frames, high - low + 1))
    for frame in range(frames):
        for lag in range(low, high + 1):
            start = frame * hop - (width + lag) // 2
            if start < 0 or start + lag + width > len(audio):
                continue
            product, first, second = 0.0, 1e-4, 1e-4
            for i in range(start, start + width):
                product += audio[i] * audio[i + lag]
                first += audio[i] * audio[i]
                second += audio[i + lag] * audio[i + lag]
            out[frame, lag - low] = product / np.sqrt(first * second)
    return out


@numba.njit(cache=True)  # type: ignore[misc, untyped-decorator, unused-ignore]
def _search(score: Array, unvoiced: Array) -> npt.NDArray[np.int32]:
    frames, places = score.shape
    total = np.zeros((frames, places + 1))
    back = np.zeros((frames, places + 1), np.int32)
    total[0, :places] = score[0]
    total[0, places] = unvoiced[0]
    for t in range(1, frames):
        best = np.argmax(total[t - 1, :places])
        total[t, places], back[t, places] = total[t - 1, places], places
        if total[t - 1, best] - VOICING_COST > total[t, places]:
            total[t, places], back[t, places] = total[t - 1, best] - VOICING_COST, best
        total[t, places] += unvoiced[t]
        for k in range(places):
            value, source = total[t - 1, places] - VOICING_COST, places
            for j in range(max(0, k - MAXIMUM_STEP), min(places, k + MAXIMUM_STEP + 1)):
                moved = total[t - 1, j] - STEP_COST * abs(k - j)
                if moved > value:
                    value, source = moved, j
            total[t, k], back[t, k] = value + score[t, k], source
    path = np.zeros(frames, np.int32)
    state = np.argmax(total[frames - 1])
    for t in range(frames - 1, -1, -1):
        path[t] = state
        state = back[t, state]
    return path


def _refine(correlation: Array, lag: float, lowest: int) -> float:
    """Move a lag in samples to the top of the parabola through its neighbours."""
    near = round(lag) - lowest
    if not 1 <= near < len(correlation) - 1:
        return lag
    first = max(1, near - 2)
    top = first + int(np.argmax(correlation[first : min(len(correlation) - 1, near + 3)]))
    left, mid, right = correlation[top - 1 : top + 2]
    if mid <= left or mid < right:
        return lag
    return float(top + lowest + 0.5 * (left - right) / (left - 2 * mid + right))


def _levels(audio: Array, frames: int) -> Array:
    hop, reach = HOP // DECIMATION, 100
    spans = [audio[max(0, t * hop - reach) : t * hop + reach] for t in range(frames)]
    return np.array([10.0 * np.log10(np.mean(span**2) + 1e-12) for span in spans])


def track_pitch(audio: npt.NDArray[np.floating], lowest: float) -> Pitch:
    """Track the pitch of speech at SAMPLE_RATE; `lowest` is the lowest pitch in Hertz."""
    band = butter(4, [60.0, 1500.0], "band", fs=SAMPLE_RATE, output="sos")
    low_band = np.ascontiguousarray(sosfiltfilt(band, audio.astype(np.float64))[::DECIMATION])
    rate, frames = SAMPLE_RATE / DECIMATION, len(audio) // HOP
    low, high = int(rate / HIGHEST_PITCH), int(rate / lowest) + 1
    raw = _correlate(low_band, HOP // DECIMATION, frames, int(0.018 * rate), low, high)
    grid = np.exp(np.linspace(np.log(lowest), np.log(HIGHEST_PITCH), GRID))
    place = rate / grid - low
    left = np.clip(np.floor(place).astype(int), 0, raw.shape[1] - 2)
    part = place - left
    score = raw[:, left] * (1 - part) + raw[:, left + 1] * part
    score += SHORT_LAG_BONUS * np.log(grid / lowest) / np.log(HIGHEST_PITCH / lowest)
    levels = _levels(low_band, frames)
    silence = (np.percentile(levels, 95) - SILENCE_RANGE - levels) / 10.0
    path = _search(np.ascontiguousarray(score), UNVOICED_SCORE + np.clip(silence, 0.0, 1.0))
    voiced = np.flatnonzero(path < GRID)
    if not len(voiced):
        return Pitch(np.full(frames, np.log(lowest * 2), np.float32), np.zeros(frames, np.float32))
    hertz = [rate / _refine(raw[t], rate / grid[path[t]], low) for t in voiced]
    log_f0 = np.interp(np.arange(frames), voiced, np.log(hertz)).astype(np.float32)
    return Pitch(log_f0, (path < GRID).astype(np.float32))
