"""Amplitude: a fixed gain and a soft knee, so that no sample is ever clipped."""

from __future__ import annotations

import numpy as np

from sotto.messages import Samples

KNEE = 0.8
"""Amplitude above which peaks are bent instead of cut, of full scale."""


def amplify(samples: Samples, gain: float) -> Samples:
    """Samples [n] times `gain`; what would pass the knee approaches 1 and never reaches it.

    Memoryless, so the same samples always give the same result.
    """
    scaled = samples * np.float32(gain)
    loud = np.abs(scaled)
    over = loud > KNEE
    if not over.any():
        return scaled
    bent = KNEE + (1.0 - KNEE) * np.tanh((loud[over] - KNEE) / (1.0 - KNEE))
    scaled[over] = np.sign(scaled[over]) * bent * np.float32(0.9999)
    return scaled


def trimmed(samples: Samples, threshold: float, margin: int) -> tuple[int, int]:
    """First and one-past-last sample worth hearing, `margin` samples kept around them.

    A stretch with nothing above `threshold` gives (0, 0).
    """
    heard = np.flatnonzero(np.abs(samples) > threshold)
    if not heard.size:
        return 0, 0
    return max(int(heard[0]) - margin, 0), min(int(heard[-1]) + 1 + margin, len(samples))
