"""A message and the settings become a request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_speechd.request import request, without_stray_word
from sotto_speechd.settings import Settings
from sotto_speechd.voices import Voice

VOICES = (Voice("s:anna", "Anna", ("en-us",), "female"),)


@pytest.mark.parametrize(
    ("command", "text", "kind", "said"),
    [
        ("SPEAK", "<speak>a</speak>", "ssml", "<speak>a</speak>"),
        ("CHAR", "a", "character", "a"),
        ("CHAR", "space", "character", " "),
        ("CHAR", " ", "character", " "),
        ("CHAR", " dot ", "character", "dot"),
        ("KEY", "shift_a", "key", "shift_a"),
        ("KEY", "space", "key", "space"),
        ("KEY", " ", "key", " "),
        ("KEY", "_", "key", "_"),
        ("SOUND_ICON", "new-mail_arrived", "text", "new mail arrived"),
    ],
)
def test_kinds(command: str, text: str, kind: str, said: str) -> None:
    made = request(command, text, Settings(), VOICES)
    assert (made.kind, made.text) == (kind, said)


def test_options_have_only_what_is_wanted() -> None:
    options = request("SPEAK", "a", Settings(), VOICES).options()
    assert options == {
        "kind": "ssml",
        "rate": 1.0,
        "pitch": 1.0,
        "pitch_range": 1.0,
        "volume": 1.0,
        "punctuation": "none",
        "capitals": "none",
    }
    named = request("SPEAK", "a", Settings(synthesis_voice="Anna", language="en-us"), VOICES)
    assert named.options().items() >= {"voice": "s:anna", "language": "en-us"}.items()


def test_spelling_spells_and_keeps_marks() -> None:
    made = request("SPEAK", '<mark name="0:2"/>ab', Settings(spelling_mode=True), VOICES)
    assert made.text == '<say-as interpret-as="spell-out"><mark name="0:2"/>ab</say-as>'


def test_a_childs_pitch_stays_in_the_range() -> None:
    settings = Settings(voice="child_female", language="en", pitch=100)
    assert request("SPEAK", "a", settings, VOICES).pitch == 2.0


def test_what_was_heard_is_not_said_again() -> None:
    made = request("SPEAK", "<speak>one two</speak>", Settings(), VOICES)
    assert made.since(11).text == "two</speak>"


PAUSED = '<speak>First one. <mark name="__spd_0"/>Second one. <mark name="__spd_1"/></speak>'


@pytest.mark.parametrize(
    ("resumed", "said"),
    [
        ("<speak>speak First one. Second one.</speak>", "<speak> First one. Second one.</speak>"),
        ("<speak>speak Second one. </speak>", "<speak> Second one. </speak>"),
        ("<speak><speak>speak Second one.</speak>", "<speak><speak> Second one.</speak>"),
        ("<speak>Second one.</speak>", "<speak>Second one.</speak>"),
        ("<speak>speak up now</speak>", "<speak>speak up now</speak>"),
        ("<speak>speak</speak>", "<speak>speak</speak>"),
        ("", ""),
    ],
)
def test_the_stray_word_after_a_resume(resumed: str, said: str) -> None:
    assert without_stray_word(resumed, PAUSED) == said


def test_a_text_that_begins_with_that_word_keeps_it() -> None:
    text = "<speak>speak to me</speak>"
    assert without_stray_word(text, text) == text


@given(st.sampled_from(["SPEAK", "CHAR", "KEY", "SOUND_ICON"]), st.text())
def test_no_text_raises(command: str, text: str) -> None:
    made = request(command, text, Settings(), VOICES)
    assert without_stray_word(made.text, text) is not None
    assert 0.3 <= made.rate <= 6
