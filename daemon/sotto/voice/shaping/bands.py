"""The bands of spectral envelopes: their power, and slopes across them. Pure numpy."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float32]
"""Natural log of amplitude, [frames, bands]."""

NEPERS = math.log(10.0) / 20.0
"""A decibel in natural log of amplitude."""

_SLOPE_AROUND = 1000.0
_SLOPE_WITHIN = (100.0, 8000.0)


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """`hertz` [bands] in the middle of each band, `share` [bands] of the spectrum in it."""

    hertz: NDArray[np.float64]
    share: Frames

    def level(self, harmonic: Frames, noise: Frames, voiced: NDArray[np.bool_]) -> Frames:
        """Log amplitude [frames] of the sound of each frame; unvoiced ones have no pulses."""
        power = np.exp(2 * noise) + voiced[:, None] * np.exp(2 * harmonic)
        return np.asarray(0.5 * np.log(power @ self.share + 1e-12), np.float32)

    def slope(self, decibels: float) -> Frames:
        """Log amplitude [bands] of a slope in decibels an octave; 0 at 1 kHz."""
        octaves = np.log2(np.clip(self.hertz, *_SLOPE_WITHIN) / _SLOPE_AROUND)
        return np.asarray(NEPERS * decibels * octaves, np.float32)


def bands(frequencies: NDArray[np.float64]) -> Bands:
    """The bands with these middles in hertz, up to half the sample rate; any numbers will do."""
    width = np.abs(np.gradient(frequencies))
    share = width / max(float(width.sum()), 1.0)
    return Bands(np.maximum(frequencies, 0.0), np.asarray(share, np.float32))


def together(harmonic: Frames, noise: Frames, voiced: NDArray[np.bool_]) -> Frames:
    """The envelope of pulses and noise together; of noise alone where nothing is voiced."""
    return np.where(voiced[:, None], 0.5 * np.logaddexp(2 * harmonic, 2 * noise), noise)
