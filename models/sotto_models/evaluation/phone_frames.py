"""What the phone recogniser hears: log-mel frames freed of their channel, and varied in training.

A channel is the mean frame of one speaker or system; level and noise floor are made alike.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sotto_models.config import BANDS
from sotto_models.spectrum import log_mel, mel_filters

FloatArray = npt.NDArray[np.float32]

DECIBEL = np.log(10.0) / 10.0
FLOOR = 50.0
# Decibels below the loud parts of the spectrum; whatever is weaker is lifted to this.
SCALE = 2.5
EDGE = 12
# Frames of silence put before and after a sound.


def levelled(mel: FloatArray, floor: float = FLOOR) -> FloatArray:
    """Bring log-mel frames [n, BANDS] to one level and one noise floor, in nepers of power."""
    loud = float(np.percentile(mel, 95))
    return np.asarray(np.logaddexp(mel - loud, -floor * DECIBEL), np.float32)


def channel_of(mels: Sequence[FloatArray]) -> FloatArray:
    """Return the channel [BANDS] of a speaker: the mean over the frames that hold speech."""
    frames = np.concatenate([levelled(mel) for mel in mels])
    power = frames.max(axis=1)
    active = frames[power > np.percentile(power, 95) - 30.0 * DECIBEL]
    return np.asarray(active.mean(axis=0), np.float32)


def heard_frames(mel: FloatArray, channel: FloatArray) -> FloatArray:
    """Return what the network reads of log-mel frames."""
    return np.asarray((levelled(mel) - channel) / SCALE, np.float32)


def sound_frames(sound: npt.NDArray[np.floating]) -> FloatArray:
    """Return the log-mel frames of a sound at SAMPLE_RATE between two short silences."""
    quiet = np.zeros(EDGE * 256)
    return log_mel(np.concatenate([quiet, sound, quiet]), mel_filters())


def _warped(frames: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Move the bands up or down, as a longer or shorter vocal tract would."""
    place = np.clip(np.arange(BANDS) * rng.choice([1.0, rng.uniform(0.88, 1.14)]), 0, BANDS - 1.001)
    low = place.astype(int)
    part = (place - low).astype(np.float32)
    return np.asarray(frames[:, low] * (1 - part) + frames[:, low + 1] * part, np.float32)


def _coloured(frames: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Add a smooth colour of a few decibels, and sometimes cut the highest bands off."""
    knots = rng.normal(0.0, 2.5 * DECIBEL, 6)
    colour = np.interp(np.arange(BANDS), np.linspace(0, BANDS - 1, 6), knots)
    frames = np.asarray(frames + colour.astype(np.float32))
    if rng.random() < 0.3:
        frames[:, int(rng.integers(60, BANDS)) :] = -FLOOR * DECIBEL
    return frames


def masked(frames: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Blank some time and some bands, little of both, after Park et al., SpecAugment (2019)."""
    start, width = int(rng.integers(0, max(1, len(frames)))), int(rng.integers(0, 7))
    frames[start : start + width] = 0.0
    band, height = int(rng.integers(0, BANDS)), int(rng.integers(0, 9))
    frames[:, band : band + height] = 0.0
    return frames


def varied(
    mel: FloatArray, labels: npt.NDArray[np.int64], channel: FloatArray, rng: np.random.Generator
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Return frames [m, BANDS] and their labels [m] as another speaker might have said them."""
    count = max(8, round(len(mel) / rng.uniform(0.85, 1.2)))
    place = np.minimum(np.arange(count) * len(mel) // count, len(mel) - 1)
    frames = levelled(mel[place], FLOOR + rng.uniform(-12.0, 8.0))
    frames = _coloured(_warped(frames, rng), rng)
    return masked((frames - channel) / np.float32(SCALE), rng), labels[place]
