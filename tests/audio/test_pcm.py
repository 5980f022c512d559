"""Samples for programs outside."""

from __future__ import annotations

import numpy as np

from hearing import tone
from sotto.audio.pcm import to_pcm16


def test_it_is_the_same_sound_within_a_step_of_16_bits() -> None:
    sound = tone(0.5, 16_000)
    found = np.frombuffer(to_pcm16(sound), "<i2") / 32767
    assert len(found) == len(sound)
    assert np.max(np.abs(found - sound)) < 1e-4


def test_what_is_beyond_full_scale_is_clipped() -> None:
    loud = np.asarray([2.0, -2.0, 0.0], np.float32)
    assert np.frombuffer(to_pcm16(loud), "<i2").tolist() == [32767, -32768, 0]
