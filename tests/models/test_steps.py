"""Durations spread over decoder steps."""

import numpy as np
import pytest

from sotto.voice.neural.score import expand as daemon_expand
from sotto_models.steps import expand


def test_a_step_belongs_to_the_token_at_its_middle() -> None:
    index, _ = expand([3, 1, 4])
    assert index.tolist() == [0, 1, 2, 2]


def test_an_odd_number_of_frames_gets_a_last_half_step() -> None:
    index, position = expand([2, 3])
    assert index.tolist() == [0, 1, 1]
    assert position.shape == (3, 4)


def test_position_tells_fraction_arch_length_and_age() -> None:
    _, position = expand([4, 4])
    np.testing.assert_allclose(position[1, 0], 0.75)
    np.testing.assert_allclose(position[1, 1], np.sin(np.pi * 0.75), rtol=1e-6)
    np.testing.assert_allclose(position[1, 2], np.log(4) / 2 - 1, rtol=1e-6)
    np.testing.assert_allclose(position[1, 3], 3 / 8, rtol=1e-6)


def test_a_token_without_frames_gets_no_step() -> None:
    index, _ = expand([2, 0, 2])
    assert 1 not in index


def test_age_is_bounded() -> None:
    _, position = expand([60])
    assert position[:, 3].max() == pytest.approx(2.0)


def test_the_daemon_lays_out_time_as_training_did() -> None:
    frames = np.array([3, 1, 0, 7, 12, 5, 1, 1, 30, 2])
    ours, theirs = expand(frames), daemon_expand(frames, 2)
    np.testing.assert_array_equal(ours[0], theirs[0])
    np.testing.assert_allclose(ours[1], theirs[1], rtol=1e-6)
