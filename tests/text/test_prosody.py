"""Prosody, emphasis and break attributes, sound and unsound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.messages import (
    INFLECTION_RANGE,
    PITCH_RANGE,
    RATE_RANGE,
    VOLUME_RANGE,
    Prosody,
)
from sotto.text.markup.prosody import LONGEST_BREAK, break_milliseconds, emphasis, prosody


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("fast", 1.4), ("x-slow", 0.5), ("default", 1), (" FAST ", 1.4), ("150%", 1.5),
        ("+50%", 1.5), ("-25%", 0.75), ("2", 2), ("0.5", 0.5), (".5", 0.5), ("+0.5", 1.5),
        ("9000%", 6), ("0", 0.3), ("", 1), ("soon", 1), ("1e9", 1), ("--5%", 1), ("nan", 1),
    ],
)  # fmt: skip
def test_rate(value: str, expected: float) -> None:
    assert prosody({"rate": value}).rate == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("high", 1.2), ("+12st", 2), ("-12st", 0.5), ("+0st", 1), ("150Hz", 1), ("+15Hz", 1.1),
        ("300hz", 2), ("+10%", 1.1), ("+99999st", 2), ("-99999st", 0.5),
    ],
)  # fmt: skip
def test_pitch(value: str, expected: float) -> None:
    assert prosody({"pitch": value}).pitch == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("low", 0.6), ("0%", 0), ("200%", 2), ("x-high", 1.8)],
)
def test_range(value: str, expected: float) -> None:
    assert prosody({"range": value}).pitch_range == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("silent", 0), ("loud", 1.4), ("50", 0.5), ("100", 1), ("+10", 1.1), ("50%", 0.5),
        ("+6dB", 1.995), ("-6db", 0.501), ("+999dB", 2), ("", 1),
    ],
)  # fmt: skip
def test_volume(value: str, expected: float) -> None:
    assert prosody({"volume": value}).volume == pytest.approx(expected, abs=0.001)


def test_emphasis() -> None:
    assert emphasis({"level": "none"}) == Prosody()
    assert emphasis({}) == emphasis({"level": "moderate"}) == emphasis({"level": "odd"})
    assert emphasis({"level": "strong"}).pitch > emphasis({}).pitch > 1
    assert emphasis({"level": "reduced"}).volume < 1


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"time": "500ms"}, 500), ({"time": "1.5s"}, 1500), ({"time": "300"}, 300),
        ({"time": "+2s"}, 2000), ({"time": "99999s"}, LONGEST_BREAK), ({"time": "soon"}, 250),
        ({}, 250), ({"strength": "none"}, 0), ({"strength": "x-strong"}, 1000),
        ({"strength": "odd"}, 250), ({"time": "-1s"}, 250),
    ],
)  # fmt: skip
def test_breaks(attributes: dict[str, str], expected: int) -> None:
    assert break_milliseconds(attributes) == expected


@given(st.fixed_dictionaries({key: st.text() for key in ("rate", "pitch", "range", "volume")}))
def test_any_value_gives_factors_a_voice_can_do(attributes: dict[str, str]) -> None:
    found = prosody(attributes)
    assert RATE_RANGE[0] <= found.rate <= RATE_RANGE[1]
    assert PITCH_RANGE[0] <= found.pitch <= PITCH_RANGE[1]
    assert INFLECTION_RANGE[0] <= found.pitch_range <= INFLECTION_RANGE[1]
    assert VOLUME_RANGE[0] <= found.volume <= VOLUME_RANGE[1]


@given(st.dictionaries(st.sampled_from(("time", "strength")), st.text()))
def test_any_break_is_bounded(attributes: dict[str, str]) -> None:
    assert 0 <= break_milliseconds(attributes) <= LONGEST_BREAK
