"""Units of the student: rates, frames, and the mel scale. Numpy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 24_000
HOP = 300
FFT = 1200
BINS = FFT // 2 + 1
LEAD = 2
"""Frames by which a token's features come after its sound, as in the teacher's own alignment."""


def mel_triangles(count: int, fft: int) -> NDArray[np.float64]:
    """Triangles [count, fft // 2 + 1], even steps on the mel scale up to half the rate."""
    top = 2595 * np.log10(1 + RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, count + 2) / 2595) - 1)
    hertz = np.linspace(0, RATE / 2, fft // 2 + 1)
    up = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.minimum(up, down).clip(min=0), np.float64)
