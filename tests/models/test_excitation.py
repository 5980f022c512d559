"""The pulse train."""

import numpy as np

from sotto_models.excitation import pulse_train
from sotto_models.interpolation import band_interpolation


def test_pulses_have_unit_power_and_the_asked_period() -> None:
    log_f0 = np.full(60, np.log(147.0), np.float32)
    train = pulse_train(log_f0, np.ones(60, np.float32), 256, 22050, 60 * 256)
    assert 0.9 < np.mean(train[2000:-2000] ** 2) < 1.1
    spectrum = np.abs(np.fft.rfft(train[1000:14230] * np.hanning(13230)))
    assert abs(int(spectrum[40:200].argmax()) + 40 - 147 * 13230 / 22050) <= 1


def test_unvoiced_frames_are_silent_and_the_train_repeats_exactly() -> None:
    log_f0, voicing = np.full(40, 5.0, np.float32), np.zeros(40, np.float32)
    assert not pulse_train(log_f0, voicing, 256, 22050, 40 * 256).any()
    voicing[10:30] = 1.0
    once = pulse_train(log_f0, voicing, 256, 22050, 40 * 256)
    assert once.any()
    np.testing.assert_array_equal(once, pulse_train(log_f0, voicing, 256, 22050, 40 * 256))


def test_interpolation_weights_sum_to_one_and_keep_a_line_straight() -> None:
    weights = band_interpolation(512)
    assert weights.shape == (80, 257)
    np.testing.assert_allclose(weights.sum(axis=0), 1.0, atol=1e-5)
