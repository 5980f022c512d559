"""When sound begins and ends in a recording."""

from __future__ import annotations

import numpy as np
import pytest

from sotto_measure.heard import AUDIBLE, Recording, first_sound, last_sound, longest_gap


def recording(*loud: int, size: int = 1000) -> Recording:
    samples = np.full(size, AUDIBLE / 2, np.float32)
    samples[list(loud)] = -0.5
    return Recording(samples, start=10.0, rate=1000)


def test_silence_has_neither_a_beginning_nor_an_end() -> None:
    assert first_sound(recording()) is None
    assert last_sound(recording()) is None
    assert longest_gap(recording()) == 0.0


def test_times_are_those_of_the_first_and_the_last_loud_sample() -> None:
    heard = recording(20, 25, 125)
    assert first_sound(heard) == pytest.approx(10.020)
    assert last_sound(heard) == pytest.approx(10.125)
    assert longest_gap(heard) == pytest.approx(0.100)


def test_a_part_keeps_the_clock() -> None:
    part = recording(20, 500, 900).between(10.4, 10.6)
    assert part.samples.size == 200
    assert first_sound(part) == pytest.approx(10.5)


def test_a_part_outside_the_recording_is_empty() -> None:
    assert recording(1).between(8.0, 9.0).samples.size == 0
    assert recording(1).between(12.0, 13.0).samples.size == 0
