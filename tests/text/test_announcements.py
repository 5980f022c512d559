"""What the daemon says of its own accord is in the listener's language."""

from __future__ import annotations

import pytest

from sotto.errors import SettingsError, SinkError, TextTooLongError, VoiceDamagedError
from sotto.text.announcements import announcement

SAID = (VoiceDamagedError.hears, SettingsError.hears, TextTooLongError.hears)


@pytest.mark.parametrize("language", ["de", "de-AT", "nl", "fr", "fr-ca", "es", "it", "pt-br"])
@pytest.mark.parametrize("english", SAID)
def test_it_is_in_the_listeners_language(english: str, language: str) -> None:
    text, told = announcement(english, language)
    assert told == language
    assert text != english


@pytest.mark.parametrize("language", ["en", "en-gb", "ja", "", "xx"])
def test_it_is_english_elsewhere(language: str) -> None:
    assert announcement(VoiceDamagedError.hears, language) == (VoiceDamagedError.hears, "en")


def test_what_nobody_translated_is_english() -> None:
    assert announcement(SinkError.hears, "de") == (SinkError.hears, "en")
