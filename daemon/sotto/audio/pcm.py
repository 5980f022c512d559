"""Samples as programs outside take them."""

from __future__ import annotations

import numpy as np

from sotto.messages import Samples


def to_pcm16(samples: Samples) -> bytes:
    """Little-endian 16 bit PCM, rounded, clipped to full scale."""
    return np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()
