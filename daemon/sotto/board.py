"""The settings as clients see and change them: which values there are, and which cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from sotto.audio.devices import KnownOutputs
from sotto.dbus.settings import SettingsBoard
from sotto.preferences import Preferences
from sotto.settings.programs import read_programs
from sotto.settings.values import Settings
from sotto.voice.catalogue import Catalogue
from sotto.voice.shaping.pace import words_a_minute


def settings_board(preferences: Preferences, catalogue: Catalogue) -> SettingsBoard:
    """For voices and sound devices as they come and go."""
    outputs = KnownOutputs()

    def choices(name: str) -> Sequence[str]:
        if name == "voice":
            return ["", *(v.identifier for v in catalogue.voices())]
        return ["", *outputs.names()] if name == "device" else []

    def check(name: str, value: object) -> None:
        for voice in _voices_named(name, str(value)):
            catalogue.find(voice)

    def pace() -> float:
        settings = preferences.current
        chosen = settings.voice_of_language()
        return words_a_minute(catalogue.default(chosen, settings.voice, preferences.language))

    return SettingsBoard(preferences.store, choices, check, pace, preferences.words)


def _voices_named(name: str, value: str) -> Sequence[str]:
    """The voices that a value of a setting names, each of which there has to be."""
    if name == "voices":
        return list(Settings(voices=value).voice_of_language().values())
    if name == "programs":
        return [each["voice"] for each in read_programs(value).values() if each.get("voice")]
    return [value] if name == "voice" and value else []
