"""The server's settings and the daemon's options."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_speechd.settings import (
    Settings,
    pitch_factor,
    range_factor,
    rate_factor,
    volume_factor,
)

SCALE = range(-100, 101)


def test_rate_covers_the_whole_range() -> None:
    assert rate_factor(-100) == pytest.approx(0.3)
    assert rate_factor(0) == 1.0
    assert rate_factor(100) == pytest.approx(6.0)
    assert rate_factor(100) >= 4.5


def test_rate_is_smooth_and_rises_everywhere() -> None:
    steps = [rate_factor(b) / rate_factor(a) for a, b in itertools.pairwise(SCALE)]
    assert all(1.005 < step < 1.03 for step in steps)
    assert all(abs(b - a) < 0.001 for a, b in itertools.pairwise(steps))


def test_the_other_factors() -> None:
    assert [pitch_factor(value) for value in (-100, 0, 100)] == [0.5, 1, 2]
    assert [range_factor(value) for value in (-100, 0, 100)] == [0, 1, 2]
    assert [volume_factor(value) for value in (-100, 0, 100)] == [0, 0.5, 1]


def test_lines_as_recorded() -> None:
    lines = (
        "pitch=10\npitch_range=-5\nrate=30\nvolume=90\npunctuation_mode=some\nspelling_mode=on\n"
        "cap_let_recogn=icon\nvoice=female2\nlanguage=pt-br\nsynthesis_voice=Some voice"
    ).split("\n")
    assert Settings().updated(lines) == Settings(
        rate=30,
        pitch=10,
        pitch_range=-5,
        volume=90,
        punctuation_mode="some",
        spelling_mode=True,
        cap_let_recogn="icon",
        voice="female2",
        language="pt-br",
        synthesis_voice="Some voice",
    )


def test_null_means_nothing_wanted() -> None:
    before = Settings(synthesis_voice="x", language="de")
    after = before.updated(["synthesis_voice=NULL", "language=NULL"])
    assert (after.synthesis_voice, after.language) == ("", "")


def test_a_voice_type_clears_the_voice_of_before() -> None:
    assert Settings(synthesis_voice="x").updated(["voice=female1"]).synthesis_voice == ""


@pytest.mark.parametrize("tag", ["c", "C", "posix", "", "12", "a b", "en_", "../x", "en\0"])
def test_what_is_no_language_is_none(tag: str) -> None:
    assert Settings(language="de").updated([f"language={tag}"]).language == ""


def test_nonsense_changes_nothing() -> None:
    before = Settings(rate=5, punctuation_mode="all", spelling_mode=True, cap_let_recogn="spell")
    lines = ["rate=fast", "rate", "=", "punctuation_mode=loud", "spelling_mode=2",
             "cap_let_recogn=pitch", "unheard=of"]  # fmt: skip
    assert before.updated(lines) == before


def test_numbers_are_clipped() -> None:
    assert Settings().updated(["rate=1000", "pitch=-1000"]) == Settings(rate=100, pitch=-100)


@given(st.lists(st.text()))
def test_no_lines_raise(lines: list[str]) -> None:
    settings = Settings().updated(lines)
    assert -100 <= settings.rate <= 100
