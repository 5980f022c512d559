"""What is set, and what the daemon is asked for because of it."""

from __future__ import annotations

import pytest

from sotto_emacspeak.protocol import Command
from sotto_emacspeak.state import FASTEST, SLOWEST, State
from sotto_emacspeak.styles import Style


def after(*lines: tuple[str, str]) -> State:
    state = State()
    for name, argument in lines:
        state = state.updated(Command(name, argument))
    return state


def test_what_was_never_set_is_left_to_the_user() -> None:
    assert State().options(216.0) == {}


@pytest.mark.parametrize(
    ("rate", "factor"), [("216", 1.0), ("432", 2.0), ("1", SLOWEST), ("99999", FASTEST)]
)
def test_words_a_minute_become_a_factor(rate: str, factor: float) -> None:
    assert after(("tts_set_speech_rate", rate)).options(216.0)["rate"] == factor


def test_letters_have_a_scale_of_their_own_and_tell_their_capitals() -> None:
    state = after(("tts_set_speech_rate", "216"), ("tts_set_character_scale", "1.5"))
    assert state.letter_options("a", 216.0) == {"rate": 1.5, "capitals": "none"}
    assert state.letter_options("A", 216.0) == {"rate": 1.5, "capitals": "pitch"}
    beeping = state.updated(Command("tts_allcaps_beep", "1"))
    assert beeping.letter_options("Ä", 216.0)["capitals"] == "icon"


@pytest.mark.parametrize("mode", ["none", "some", "all"])
def test_punctuation(mode: str) -> None:
    assert after(("tts_set_punctuations", mode)).options(216.0) == {"punctuation": mode}


def test_all_is_set_in_one_go() -> None:
    state = after(("tts_sync_state", "all 1 0 1 432"))
    assert state.options(216.0) == {"punctuation": "all", "capitals": "pitch", "rate": 2.0}
    assert state.updated(Command("tts_sync_state", "none 0 0")).options(216.0) == {
        "punctuation": "none",
        "rate": 2.0,
    }


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("tts_set_speech_rate", "fast"),
        ("tts_set_speech_rate", "-5"),
        ("tts_set_speech_rate", "nan"),
        ("tts_set_speech_rate", "1e999"),
        ("tts_set_speech_rate", ""),
        ("tts_set_character_scale", "0"),
        ("tts_set_character_scale", "{}"),
        ("tts_set_punctuations", "every"),
        ("tts_capitalize", "maybe"),
        ("tts_sync_state", "x y z"),
        ("set_lang", "../etc"),
        ("set_lang", "nil"),
        ("nothing", "1"),
    ],
)
def test_what_makes_no_sense_changes_nothing(name: str, argument: str) -> None:
    before = after(("tts_set_speech_rate", "300"), ("set_lang", "de"))
    changed = before.updated(Command(name, argument))
    assert changed == before or (name, argument) == ("set_lang", "nil")


@pytest.mark.parametrize(
    ("code", "style"),
    [
        ("", Style()),
        ('<voice gender="male" variant="1">', Style()),
        ('<prosody pitch="50">', Style()),
        ('<prosody pitch="100">', Style(pitch=1.414)),
        ('<prosody range="0">', Style(pitch_range=0.0)),
        ('<prosody volume="60">', Style(volume=0.6)),
        ('<prosody volume="0">', Style(volume=0.2)),
        ('<voice gender="female" variant="5"><prosody range="100">', Style(1.2, 2.0)),
        (' <prosody pitch="80"> <prosody range="30">', Style(1.231, 0.6)),
        ('<prosody pitch="high">', Style()),
        ("[:np :dv ap 160] `vb50 <b>", Style()),
    ],
)
def test_codes_of_voices(code: str, style: Style) -> None:
    assert Style().after(code) == style
    assert Style(pitch=2.0).after('<voice gender="male" variant="1">' + code) == style
