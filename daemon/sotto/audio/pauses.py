"""Silence of an exact length."""

from __future__ import annotations

import numpy as np

from sotto.messages import AudioChunk


def silence(milliseconds: float, rate: int) -> AudioChunk:
    """A chunk of digital silence, rounded to the next sample at `rate` hertz."""
    return AudioChunk(np.zeros(round(milliseconds * rate / 1000), np.float32), rate)
