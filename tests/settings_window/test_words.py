"""The window's translations: whole, well-formed, and found by the user's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sotto_window.words import Words, languages, read_translations

FOLDER = Path(__file__).parents[2] / "settings_window" / "sotto_window"
PAGES_SOURCE = (FOLDER / "pages.py").read_text()
LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")
_LITERAL = re.compile(r'words\(\s*"([^"]+)"\s*\)')


def needed() -> set[str]:
    """What the window says, as far as the source shows it, and the values of all settings."""
    from sotto.settings.values import describe_all

    found = {each for file in FOLDER.glob("*.py") for each in _LITERAL.findall(file.read_text())}
    found |= {title for _, title in re.findall(r'\("(\w+)", "([^"]+)"\),', PAGES_SOURCE)}
    found |= {
        "Behind it all",
        "Version",
        "Text",
        "It speaks with Sotto.",
        "It does not speak with Sotto.",
    }
    found.add(re.findall(r'^SAMPLE = "(.+)"$', PAGES_SOURCE, re.MULTILINE)[0])
    for each in describe_all():
        found |= {*([each.unit] if each.unit else []), *each.choices}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    known = read_translations((FOLDER / "po" / f"{language}.po").read_text())
    assert sorted(needed() - set(known)) == []
    assert "\ufffd" not in "".join(known.values())


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"LANG": "de_AT.UTF-8"}, "Stimme"),
        ({"LANGUAGE": "xx:nl", "LANG": "de_DE.UTF-8"}, "Stem"),
        ({"LANG": "C.UTF-8"}, "Voice"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "en:de"}, "Voice"),
        ({}, "Voice"),
    ],
)
def test_the_users_language_is_taken(environment: dict[str, str], wanted: str) -> None:
    assert Words(environment)("Voice") == wanted
    assert Words(environment)("not translated") == "not translated"


def test_the_order_of_languages() -> None:
    assert languages({"LANGUAGE": "fr:de", "LC_ALL": "it_IT.UTF-8"}) == ["fr", "de", "it"]


def test_a_translation_may_be_parted_and_hold_quotes() -> None:
    text = 'msgid "a \\"b\\""\nmsgstr "x "\n"\\"y\\""\n\nmsgid "c"\nmsgstr ""\n'
    assert read_translations(text) == {'a "b"': 'x "y"'}
