"""Characters named one by one: letters by their names, everything else by a name of words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from sotto.messages import SayAsForm, Stop
from sotto.text.figures.counting import fraction
from sotto.text.signs.alphabet import spelling_words
from sotto.text.signs.symbols import is_blank, name
from sotto.text.tables import table_for
from sotto.text.tokens.items import COMMA_PAUSE, Boundary, Item, Say, spread
from sotto.text.tokens.scripts import base, language_of, script
from sotto.text.tokens.words import is_mark

_OF_SEVERAL = "…‥‼⁇⁈⁉№™℠℡½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒ⅡⅢⅣⅥⅦⅧⅨⅪⅫ"
_SIGNS = {unicodedata.normalize("NFKC", sign): sign for sign in _OF_SEVERAL}
"""What Speech Dispatcher makes of single signs (`...`, `No`, `IV`), to the sign."""

_LONGEST_CLUSTER = 16
_PAUSES_IN_DIGITS = "-–./()"


def spell(
    text: str, form: SayAsForm, language: str, default: str, *, with_words: bool = False
) -> Iterator[Item]:
    """The characters of `text`, in order; text that has only blanks is named in any form.

    `with_words`: letters by the words of the language's spelling alphabet.
    """
    names_blanks = form is SayAsForm.GLYPHS or not text.strip()
    is_number = form is SayAsForm.DIGITS and any(char.isdecimal() for char in text)
    at = 0
    while at < len(text):
        pauses = text[at].isspace() or (is_number and text[at] in _PAUSES_IN_DIGITS)
        end = at + 1 if pauses or is_blank(text[at]) else cluster_end(text, at)
        if pauses and not names_blanks:
            yield Boundary(Stop.COMMA, COMMA_PAUSE, at)
        elif with_words and (words := spelling_words(_composed(text[at:end]), language)):
            yield from spread(words, at, end)
        else:
            yield from _character(text, at, end, language, default)
        at = end


def sign_of(text: str) -> str:
    """The sign that was sent as a single character, whatever Speech Dispatcher made of it; ""
    for what is none."""
    return _SIGNS.get(text, "")


def cluster_end(text: str, at: int) -> int:
    """Where the character that begins at `text[at]` ends, its combining marks included."""
    end = at + 1
    while end < len(text) and end - at < _LONGEST_CLUSTER and is_mark(text[end]):
        end += 1
    return end


def _composed(character: str) -> str:
    return unicodedata.normalize("NFC", character)


def _character(text: str, at: int, end: int, language: str, default: str) -> Iterator[Say]:
    composed = _composed(text[at:end])
    yield from _one(composed[0], at, end, language, default)
    for mark in composed[1:]:
        if not is_blank(mark):
            yield from _named(mark, at, end, language)


def _one(char: str, at: int, end: int, language: str, default: str) -> Iterator[Say]:
    plain = unicodedata.normalize("NFKC", char)
    letter = plain if len(plain) == 1 else char
    if letter.isalpha() and script(letter):
        spoken = language_of(letter, language, default)
        first, *words = table_for(spoken).letter_names.get(letter.lower(), letter).split()
        letter = letter if not words else first.upper() if letter.isupper() else first
        yield Say(letter, at, end, letter=True, language="" if spoken == language else spoken)
        for word in words:
            yield Say(word, at, end, language="" if spoken == language else spoken)
    elif char.isdecimal():
        yield Say(str(unicodedata.decimal(char)), at, end)
    elif "\u2160" <= char <= "\u217f":
        yield Say(str(int(unicodedata.numeric(char))), at, end)
    elif found := fraction(char, 0, table_for(language), ""):
        yield from (replace(say, start=at, end=end) for say in found[0] if isinstance(say, Say))
    else:
        yield from _named(char, at, end, language)


def _named(char: str, at: int, end: int, language: str) -> Iterator[Say]:
    words, spoken = name(char, table_for(language))
    other = "" if base(spoken) == base(language) else spoken
    for word in words:
        yield Say(word, at, end, language=other)
