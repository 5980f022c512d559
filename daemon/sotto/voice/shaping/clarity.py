"""Speech to be understood in noise: the same level, spent where it is heard.

Spectral shaping and dynamic range compression after Zorila, Kandia & Stylianou 2012,
"Speech-in-noise intelligibility improvement based on spectral shaping and dynamic range
compression" (Interspeech), on the envelopes that are rendered instead of on the sound: formants
sharpened and high frequencies raised by how voiced a frame is, a fixed lift between 1 and 4 kHz,
and then the level of each frame compressed. A frame is longer than the time constants of the
published compressor, so it needs no memory here.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sotto.voice.shaping.bands import NEPERS, Bands, Frames, together

_SHARPEN = 0.3
_PREEMPHASIS = 0.3
_FROM_HERTZ = 1000.0
_LIFT_DECIBELS = 12.0
_LIFT_HERTZ = (1000.0, 4000.0)
_ROLL_OFF_HERTZ = 500.0
_FLOOR = 60.0 * NEPERS
"""Bands further below a frame's strongest do not bend its slope."""

_LEVELS_IN = np.asarray([-80.0, -65.0, -50.0, -20.0, 0.0])
_LEVELS_OUT = np.asarray([-80.0, -65.0, -29.0, -19.0, -13.0])
"""Decibels re full scale, of frames; the slope beyond the ends is 1."""
_USUAL_FRAMES = 30
"""Frames of usual power that the balance begins with: more change the level more slowly."""
_USUAL_POWER = 0.01
_FIRMNESS = 4.0
_MARGIN = 0.8 * NEPERS


def lift(bands: Bands) -> Frames:
    """The fixed part of the shaping: log amplitude [bands]."""
    corners = (0.5 * _LIFT_HERTZ[0], _LIFT_HERTZ[0], _LIFT_HERTZ[1], 1.5 * _LIFT_HERTZ[1])
    raised = np.interp(np.log(bands.hertz + 1.0), np.log(corners), (0.0, 1.0, 1.0, 0.0))
    low = np.minimum(np.log2(np.maximum(bands.hertz, 50.0) / _ROLL_OFF_HERTZ), 0.0)
    return np.asarray(NEPERS * (_LIFT_DECIBELS * raised + 6.0 * low), np.float32)


def shaping(bands: Bands, harmonic: Frames, noise: Frames, voiced: NDArray[np.bool_]) -> Frames:
    """What is to be added to the envelopes [frames, bands], before the level is restored."""
    whole = together(harmonic, noise, voiced)
    whole = np.maximum(whole, whole.max(axis=1, keepdims=True) - _FLOOR)
    sharper = _SHARPEN * (whole - _tilt(whole))
    above = np.maximum(bands.hertz - _FROM_HERTZ, 0.0)
    higher = above / max(above[-1], 1.0)
    higher = np.log1p(_PREEMPHASIS * higher).astype(np.float32)
    return np.asarray(lift(bands) + voiced[:, None] * (sharper + higher), np.float32)


def compression(level: Frames) -> Frames:
    """What draws frames of that log amplitude re full scale [frames] together."""
    decibels = np.clip(level / NEPERS, _LEVELS_IN[0], _LEVELS_IN[-1])
    return np.asarray(
        NEPERS * np.interp(decibels, _LEVELS_IN, _LEVELS_OUT - _LEVELS_IN), np.float32
    )


class Balance:
    """Keeps the power of one clause: what lifting soft frames has cost is taken off later."""

    def __init__(self) -> None:
        self._earned = self._spent = _USUAL_FRAMES * _USUAL_POWER

    def feed(self, before: Frames, after: Frames) -> Frames:
        """What is to be added to the next frames [frames], from their log amplitudes."""
        found = []
        for earned, cost in zip(np.exp(2.0 * before), np.exp(2.0 * after), strict=True):
            self._earned += float(earned)
            found.append(0.5 * _FIRMNESS * math.log(self._earned / self._spent) - _MARGIN)
            self._spent += float(cost) * math.exp(2.0 * found[-1])
        return np.asarray(found, np.float32)


def _tilt(envelope: Frames) -> Frames:
    """The first two cosines through each frame."""
    count = envelope.shape[1]
    cosine = np.cos(np.pi * (np.arange(count) + 0.5) / count).astype(np.float32)
    mean = envelope.mean(axis=1, keepdims=True)
    return np.asarray(mean + (2.0 / count) * (envelope @ cosine)[:, None] * cosine, np.float32)
