"""The silence between sentences is found where they begin."""

from __future__ import annotations

import numpy as np
import pytest

from sotto_bench.orca_reading import silences
from sotto_measure.heard import Recording

RATE = 1000


def test_the_longest_silence_around_each_beginning() -> None:
    samples = np.full(2000, 0.5, np.float32)
    for begin, end in ((480, 500), (900, 980), (1450, 1490)):
        samples[begin:end] = 0
    found = silences(Recording(samples, 10.0, RATE), [10.5, 11.5])
    assert found == pytest.approx([21, 41])


def test_without_a_silence_it_is_one_sample() -> None:
    samples = np.full(1000, 0.5, np.float32)
    assert silences(Recording(samples, 0.0, RATE), [0.5]) == pytest.approx([1])
