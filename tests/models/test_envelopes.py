"""How far two voices' spectral envelopes are apart."""

import numpy as np
import pytest

from sotto.messages import Clause, Phoneme, PhonemeRun, Stop, Word
from sotto.voice.catalogue import CHECKOUT
from sotto_models.envelopes import Envelopes, cepstral_distance, envelope_distance

HELLO = PhonemeRun(
    Clause((Word("hello", 0, 5),), "en-us", Stop.FULL),
    (tuple(Phoneme(symbol) for symbol in ("h", "ə", "l", "oʊ")),),
)


def levels(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, 3.0, (20, 80))


def test_the_same_envelopes_are_not_apart() -> None:
    one = levels(1)
    assert envelope_distance(one, one) == cepstral_distance(one, one) == 0.0


def test_a_louder_copy_is_apart_by_its_level_and_has_the_same_cepstra() -> None:
    one = levels(1)
    assert envelope_distance(one, one + 4.0) == pytest.approx(4.0)
    assert cepstral_distance(one, one + 4.0) == pytest.approx(0.0, abs=1e-9)


def test_what_is_far_below_the_loudest_band_does_not_count() -> None:
    one = levels(1)
    one[:, -1] = -90.0
    other = one.copy()
    other[:, -1] = -120.0
    assert envelope_distance(one, other) == 0.0


def test_both_distances_are_the_same_both_ways() -> None:
    one, other = levels(1), levels(2)
    for distance in (envelope_distance, cepstral_distance):
        assert distance(one, other) == pytest.approx(distance(other, one))
        assert distance(one, other) > 1.0


def test_a_voice_keeps_the_durations_it_is_given() -> None:
    voice = Envelopes(CHECKOUT / "sotto", is_light=False)
    own, frames = voice.of(HELLO, None)
    again, _ = voice.of(HELLO, frames)
    assert np.array_equal(own, again)
    longer, kept = voice.of(HELLO, frames * 2)
    assert np.array_equal(kept, frames * 2)
    assert len(longer) == 2 * frames.sum()
