"""When sound begins and ends in a recording; plain functions over samples and their times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AUDIBLE = 0.004
"""Fraction of full scale above which a sample counts as heard."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A stretch of mono sound: `samples` [n] in -1..1, of which the first was heard at `start`.

    `start` is in seconds of the monotonic clock; `rate` in hertz.
    """

    samples: NDArray[np.float32]
    start: float
    rate: int

    def time_of(self, index: int) -> float:
        """Seconds of the monotonic clock at which that sample was heard."""
        return self.start + index / self.rate

    def between(self, begin: float, end: float) -> Recording:
        """The part between two times of the monotonic clock, as far as it was recorded."""
        first = max(0, round((begin - self.start) * self.rate))
        last = max(first, round((end - self.start) * self.rate))
        return Recording(self.samples[first:last], self.time_of(first), self.rate)


def first_sound(recording: Recording) -> float | None:
    """The time of the first audible sample; None when all is silent."""
    loud = _audible(recording)
    return recording.time_of(int(loud[0])) if loud.size else None


def last_sound(recording: Recording) -> float | None:
    """The time of the last audible sample; None when all is silent."""
    loud = _audible(recording)
    return recording.time_of(int(loud[-1])) if loud.size else None


def longest_gap(recording: Recording) -> float:
    """Seconds of the longest silence between two audible samples."""
    loud = _audible(recording)
    return float(np.diff(loud).max()) / recording.rate if loud.size > 1 else 0.0


def _audible(recording: Recording) -> NDArray[np.int64]:
    return np.flatnonzero(np.abs(recording.samples) > AUDIBLE)
