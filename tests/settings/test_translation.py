"""Settings in the user's language: every text in every language, and English without one."""

from __future__ import annotations

import json
import string

import pytest

from bus import private_bus
from sotto.settings.translation import translation, user_languages
from sotto.settings.values import describe_all

LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_and_help_is_translated_and_nothing_else(language: str) -> None:
    known = translation({"LANG": f"{language}_XX.UTF-8"})
    needed = {text for each in describe_all() for text in (each.label, each.help)}
    assert set(known) == needed
    for text, other in known.items():
        assert other.strip() == other != ""
        assert (text[-1] == ".") == (other[-1] == "."), other
        assert "\ufffd" not in other
        # An example is the same in every language.
        assert set(text) & set("=;") <= set(other) | set(string.ascii_letters)
    labels = [known[each.label] for each in describe_all()]
    assert len(labels) == len(set(labels)), "two settings are called the same"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "de_AT.UTF-8"}, "Stimme"),
        ({"LANG": "pt_BR.UTF-8"}, "Voz"),
        ({"LANG": "de_DE@euro"}, "Stimme"),
        ({"LANGUAGE": "xx:nl", "LANG": "de_DE.UTF-8"}, "Stem"),
        ({"LANGUAGE": "en:de", "LANG": "de_DE.UTF-8"}, ""),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, ""),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "../../etc"}, ""),
        ({}, ""),
    ],
)
def test_the_sessions_language_is_taken(environment: dict[str, str], expected: str) -> None:
    assert translation(environment).get("Voice", "") == expected


def test_the_order_of_languages() -> None:
    given = {"LANGUAGE": "fr:de", "LC_ALL": "it_IT.UTF-8", "LANG": "de_DE"}
    assert user_languages(given) == ["fr", "de", "it"]


def test_the_daemon_describes_settings_in_the_language_of_the_session() -> None:
    with private_bus(LANG="fr_FR.UTF-8") as bus:
        bus.serve()
        found = {each["name"]: each for each in json.loads(bus.sotto("settings", "--json").stdout)}
        assert found["rate"]["label"] == "Vitesse"
        assert "silence" in found["emoji"]["help"]
        assert found["rate"]["unit"] == "times"
        assert found["style"]["choices"][0] == "neutral"
