"""What an interface says all day, in the languages of the voices: characters, words, keys.

Texts are written as screen readers send them; what is written otherwise is another text.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

from sotto.messages import Kind
from sotto.text.keys import CHARACTER_KEYS, MODIFIERS
from sotto.text.tables import table_for
from sotto.text.tokens.scripts import base

_FOLDER = Path(__file__).parent
_FURTHER_LETTERS = {
    "en": "",
    "de": "äöüß",
    "nl": "éëï",
    "fr": "éèàçêâîôûëïùüœæ",
    "es": "ñáéíóúü¿¡",
    "it": "àèéìíòóùú",
    "pt": "ãõáâàçéêíóôúü",
}

LANGUAGES = frozenset({"en", "de", "nl"})
"""Those whose interface phrases are listed here."""


def phrases(language: str) -> Iterator[tuple[Kind, str]]:
    """Each once, those that are heard most come first; nothing in other languages."""
    known = base(language)
    if known not in LANGUAGES:
        return
    yield from _small(known)
    yield from ((Kind.TEXT, text) for text in words(known))
    yield from _capitals_and_keys(known)


def letters_and_keys(language: str) -> Iterator[tuple[Kind, str]]:
    """Letters, digits, signs, the names of keys; in any language, those that are known of it."""
    known = base(language)
    yield from _small(known)
    yield from _capitals_and_keys(known)


def characters(language: str) -> Iterator[str]:
    """Letters, digits, signs and capitals of any language, those that are known of it."""
    known = base(language)
    yield from _small_characters(known)
    yield from _capitals(known)


def _small_characters(language: str) -> list[str]:
    return [*_letters(language), *string.digits, " ", *string.punctuation]


def _capitals(language: str) -> dict[str, None]:
    upper = (letter.upper() for letter in _letters(language))
    return dict.fromkeys(each for each in upper if len(each) == 1 and each.isalpha())


def _small(language: str) -> Iterator[tuple[Kind, str]]:
    small = _small_characters(language)
    yield from ((Kind.CHARACTER, character) for character in small)
    # Some screen readers name a typed key as if it were a text.
    yield from ((Kind.TEXT, character) for character in small if character.isalnum())


def _capitals_and_keys(language: str) -> Iterator[tuple[Kind, str]]:
    yield from ((Kind.CHARACTER, capital) for capital in _capitals(language))
    # A table may lack names that its language takes from English.
    keys = (*table_for(language).keys, *table_for("en").keys)
    names = dict.fromkeys((*MODIFIERS, *keys, *CHARACTER_KEYS))
    yield from ((Kind.KEY, name) for name in sorted(names))


def _letters(language: str) -> str:
    return string.ascii_lowercase + _FURTHER_LETTERS.get(language, "")


def words(language: str) -> Iterator[str]:
    """The words and messages of one of LANGUAGES, each once."""
    lines = (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    yield from dict.fromkeys(line for line in lines if line and not line.startswith("#"))
