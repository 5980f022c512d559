"""Spiel's arguments and tags, without a bus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.dbus.spiel.request import read_request, spiel_pitch, spiel_rate
from sotto.dbus.spiel.voices import canonical_tag, spiel_voices, voice_of
from sotto.messages import PITCH_RANGE, RATE_RANGE, Kind, Options, Punctuation, VoiceInfo

inside = st.floats(0.1, 10)


@given(inside, inside)
def test_faster_is_faster_over_the_whole_range(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert RATE_RANGE[0] <= spiel_rate(low) <= spiel_rate(high) <= RATE_RANGE[1]
    if high - low > 1e-6:
        assert spiel_rate(low) < spiel_rate(high)


@given(st.floats(0.5, 3))
def test_usual_rates_are_exact(rate: float) -> None:
    assert spiel_rate(rate) == rate


@given(st.floats())
def test_any_number_is_something(value: float) -> None:
    assert RATE_RANGE[0] <= spiel_rate(value) <= RATE_RANGE[1]
    assert PITCH_RANGE[0] <= spiel_pitch(value) <= PITCH_RANGE[1]


def test_the_ends_are_the_voices_own() -> None:
    assert (spiel_rate(0.1), spiel_rate(10)) == RATE_RANGE
    assert (spiel_pitch(0), spiel_pitch(1), spiel_pitch(2)) == (PITCH_RANGE[0], 1, PITCH_RANGE[1])


@given(st.text(), st.text(), st.floats(), st.floats(), st.booleans(), st.text())
def test_nothing_is_refused(  # noqa: PLR0913, PLR0917 - the arguments of the call
    text: str, voice: str, pitch: float, rate: float, is_ssml: bool, language: str
) -> None:
    request = read_request(text, voice, pitch, rate, is_ssml, language, Options())
    assert request.text == text
    assert (request.options.kind is Kind.SSML) is is_ssml


def test_one_character_is_named_and_some_punctuation_too() -> None:
    request = read_request("<", "automatic", 1, 1, False, "", Options())
    assert request.options.kind is Kind.CHARACTER
    assert request.options.punctuation is Punctuation.SOME
    louder = Options(punctuation=Punctuation.ALL)
    request = read_request("ab", "automatic", 1, 1, False, "", louder)
    assert request.options.kind is Kind.TEXT
    assert request.options.punctuation is Punctuation.ALL


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en_us", "en-US"),
        ("EN", "en"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("en-029", "en-029"),
        ("en-gb-x-rp", "en-GB-x-rp"),
    ],
)
def test_tags(tag: str, expected: str) -> None:
    assert canonical_tag(tag) == expected


def test_identifiers_lead_back() -> None:
    assert voice_of("automatic#events") == ("", True)
    assert voice_of("sotto:linda") == ("sotto:linda", False)


def test_names_that_voices_share_are_told_apart() -> None:
    voices = [
        VoiceInfo("a:ann", "ann", "neural", ("en",)),
        VoiceInfo("b:ann", "ann", "neural", ("de",)),
        VoiceInfo("espeak:de", "espeak-ng German", "espeak-ng", ("de",)),
        VoiceInfo("espeak:de", "espeak-ng Other", "espeak-ng", ("de",)),
    ]
    names = [str(voice[0]) for voice in spiel_voices(voices, 24_000, "de")]
    assert names[::2] == ["Sotto", "Sotto Ann", "Sotto Ann (b:ann)", "espeak-ng German"]
    assert sorted(names)[0] == "Sotto"
