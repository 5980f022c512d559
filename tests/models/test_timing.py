"""Natural readers in the form of the teacher's speech: no time is lost, and sounds keep theirs."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sotto.voice.catalogue import CHECKOUT
from sotto.voice.spectral.alphabet import Alphabet
from sotto_models.align import Timed
from sotto_models.student.timing import (
    energy_scale,
    log_energy,
    token_rows,
    whole_frames,
)
from sotto_models.tokens import Token

NUMBERS: dict[str, int] = json.loads((CHECKOUT / "chorus/voice.json").read_text("utf-8"))["tokens"]
LETTERS = {number: token for token, number in NUMBERS.items()}
SCALE = 256 / 22050 * 40
"""Frames of 25 ms in one of the older pipeline's."""

TIMED: Timed = [
    (Token("#"), 8),
    (Token("ɡ", 0, 1), 6),
    (Token("uː", 2), 10),
    (Token("t", 0), 8),
    (Token("_"), 12),
    (Token("a", 0, 1), 9),
    (Token("p", 0), 7),
    (Token(","), 20),
    (Token("t", 0, 1), 5),
    (Token("aɪ", 1), 14),
    (Token("."), 3),
    (Token("#"), 5),
]


def written(timed: Timed) -> list[tuple[str, float]]:
    """Tokens and frames."""
    rows = token_rows(timed, Alphabet("de", NUMBERS), NUMBERS)
    return [(LETTERS.get(row.number, "$"), row.frames) for row in rows]


def test_tokens_are_those_that_the_voice_is_asked_with() -> None:
    assert "".join(token for token, _ in written(TIMED)) == "$ɡˈuːt ap, tˌI.$"


def test_no_time_is_lost() -> None:
    whole = SCALE * sum(frames for _, frames in TIMED)
    assert sum(frames for _, frames in written(TIMED)) == pytest.approx(whole)


def test_a_stress_mark_shares_its_vowels_time_and_a_blank_borrows_from_both_sides() -> None:
    rows = written(TIMED)
    assert rows[2][1] + rows[3][1] + rows[4][1] == pytest.approx(10 * SCALE)
    assert rows[2][0] == "ˈ" and rows[2][1] == pytest.approx(5 * SCALE)
    blank = rows[6]
    assert blank[0] == " " and blank[1] > 12 * SCALE
    assert rows[5][1] < 8 * SCALE and rows[7][1] < 9 * SCALE


def test_what_no_token_writes_leaves_its_time_to_the_next() -> None:
    timed: Timed = [
        (Token("#"), 4),
        (Token("\u0361", 0, 1), 6),
        (Token("a", 0), 6),
        (Token("#"), 4),
    ]
    whole = SCALE * 20
    assert sum(frames for _, frames in written(timed)) == pytest.approx(whole)


@pytest.mark.parametrize("seed", range(20))
def test_whole_frames_sum_to_the_sound_and_stay_near(seed: int) -> None:
    generator = np.random.default_rng(seed)
    exact = generator.uniform(0, 4, generator.integers(3, 60))
    frames = int(exact.sum()) + int(generator.integers(0, 2))
    found = whole_frames(exact, frames)
    assert found.sum() == frames and (found >= 0).all()
    assert np.abs(np.cumsum(found) - np.cumsum(exact))[:-1].max() <= 1


def test_energy_follows_loudness_and_finds_the_teachers_scale() -> None:
    generator = np.random.default_rng(5)
    loudness = np.repeat([0.01, 0.1, 0.3, 0.02], 12_000)
    sound = generator.standard_normal(48_000) * loudness
    found = log_energy(sound)
    assert len(found) == 160
    assert found[60] > found[20] + 2 and found[100] > found[60]
    slope, offset = energy_scale([(sound, 0.9 * found + 0.4)])
    assert slope == pytest.approx(0.9) and offset == pytest.approx(0.4)
