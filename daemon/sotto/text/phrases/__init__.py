"""What an interface says all day, in the languages of the voices: characters, words, keys.

Texts are written as screen readers send them; what is written otherwise is another text.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

from sotto.messages import Kind
from sotto.text.keys import CHARACTER_KEYS, MODIFIERS
from sotto.text.scripts import base
from sotto.text.tables import table_for

_FOLDER = Path(__file__).parent
_FURTHER_LETTERS = {"en": "", "de": "äöüß", "nl": "éëï"}

LANGUAGES = frozenset(_FURTHER_LETTERS)


def phrases(language: str) -> Iterator[tuple[Kind, str]]:
    """Each once, those that are heard most come first; nothing in other languages."""
    known = base(language)
    if known not in LANGUAGES:
        return
    letters = string.ascii_lowercase + _FURTHER_LETTERS[known]
    small = [*letters, *string.digits, " ", *string.punctuation]
    yield from ((Kind.CHARACTER, character) for character in small)
    # Some screen readers name a typed key as if it were a text.
    yield from ((Kind.TEXT, character) for character in small if character.isalnum())
    yield from ((Kind.TEXT, text) for text in words(known))
    capitals = dict.fromkeys(letter.upper() for letter in letters if len(letter.upper()) == 1)
    yield from ((Kind.CHARACTER, capital) for capital in capitals)
    names = dict.fromkeys((*MODIFIERS, *table_for(known).keys, *CHARACTER_KEYS))
    yield from ((Kind.KEY, name) for name in sorted(names))


def words(language: str) -> Iterator[str]:
    """The words and messages of one of LANGUAGES, each once."""
    lines = (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    yield from dict.fromkeys(line for line in lines if line and not line.startswith("#"))
