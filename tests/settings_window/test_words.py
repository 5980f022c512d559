"""The window's translations: whole, well-formed, and found by the user's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sotto_window.own_words import ALL_LANGUAGES, ALL_VOICES, CASE, WHERE
from sotto_window.words import window_words
from sotto_words import read_translations

FOLDER = Path(__file__).parents[2] / "settings_window" / "sotto_window"
PAGES_SOURCE = (FOLDER / "pages.py").read_text()
LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")
_TRANSLATING = {"words", "_words", "_field"}


def _literals(source: str) -> Iterator[str]:
    """Texts that are given to what translates them."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        for given in call.args if name in _TRANSLATING else ():
            nodes = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
            for node in nodes:
                if isinstance(node, ast.Constant) and node.value:
                    yield str(node.value)


def needed() -> set[str]:
    """What the window says, as far as the source shows it, and the values of all settings."""
    from sotto.settings.values import describe_all

    sources = [file.read_text() for file in FOLDER.glob("*.py")]
    found = {each for source in sources for each in _literals(source)}
    found |= {*WHERE.values(), *CASE.values(), ALL_LANGUAGES, ALL_VOICES}
    found |= {title for _, title in re.findall(r'\("(\w+)", "([^"]+)"\),', PAGES_SOURCE)}
    found |= {
        "Behind it all",
        "Version",
        "Text",
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
    assert window_words(environment)("Voice") == wanted
    assert window_words(environment)("not translated") == "not translated"
