"""From durations in frames to the decoder's steps; the daemon makes the same arrays."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sotto_models.config import FRAMES_PER_STEP


def expand(
    durations: Sequence[int] | npt.NDArray[np.integer],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Return, a step each, the token it belongs to [T] and where it lies in it [T, 4].

    A step is FRAMES_PER_STEP frames and belongs to the token at its middle. Its position is:
    the fraction of the token that has passed, a; sin(pi a); log(frames of the token) / 2 - 1;
    and min(frames passed / 8, 2).
    """
    frames = np.asarray(durations, dtype=np.int64)
    ends = np.concatenate([[0], np.cumsum(frames)])
    count = -(-int(ends[-1]) // FRAMES_PER_STEP)
    middle = np.arange(count) * FRAMES_PER_STEP + FRAMES_PER_STEP / 2
    index = np.clip(np.searchsorted(ends, middle, side="right") - 1, 0, len(frames) - 1)
    passed = middle - ends[index]
    length = np.maximum(frames[index], 1)
    fraction = passed / length
    position = [fraction, np.sin(np.pi * fraction), np.log(length) / 2 - 1]
    position.append(np.minimum(passed / 8, 2.0))
    return index.astype(np.int64), np.stack(position, axis=1).astype(np.float32)
