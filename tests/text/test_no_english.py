"""Languages without a table of their own: signs, figures and units are not told in English.

libespeak-ng marks with `(en)` where it says something in English.
"""

from __future__ import annotations

import re

import pytest

from sotto.messages import Kind, Punctuation
from sotto.phonemes.binding import EspeakLibrary
from sotto.text.tables import table_for
from text.reading import Wishes, read

LIBRARY = EspeakLibrary()
LISTED = {
    tag.partition("-")[0] for voice in LIBRARY.voices() for tag in voice.languages if tag != "en"
}
UNKNOWN = frozenset("bpy chr grc hak haw hyw jbo mi ne om py qdb quc qya shn sjn tn ug".split())
"""Languages that nobody named signs for, and whose letters or numbers libespeak-ng itself tells in
English: they are left to it."""

CHINESE = frozenset("zh cmn yue ja".split())
"""Some Chinese characters have no sound in Debian's libespeak-ng, so that it names them."""

LOANS = frozenset("euro Euro kilômét kilôoát".split())
"""Words of the language itself that libespeak-ng pronounces as English ones."""

SIGNS = "½ ¼ ¾ # % & = + × ÷ ± < > ° → ← * / _ | ~ € £ $ § …".split()
TEXTS = ("50 %", "1/2", "20 °C", "3 m²", "72 km/h", "-5", "5 kWh", "14:30", "5 €", "$5")
LANGUAGES = sorted(LISTED - UNKNOWN - CHINESE - {"en"})
_ENGLISH = re.compile(r"\(en[a-z-]*\)")
_LATIN = re.compile(r"[A-Za-z]")
"""In what was written so: `kWh` in Amharic text is told by its letters."""


def _english(text: str, language: str, **wishes: object) -> list[str]:
    """The words of a reading for which libespeak-ng goes over to English."""
    LIBRARY.set_voice(language)
    options: Wishes = {"punctuation": Punctuation.ALL, **wishes}  # type: ignore[typeddict-item]
    return [
        word.text
        for clause in read(text, language, **options)
        for word in clause.words
        if clause.language == language and not word.letter and word.text not in LOANS
        if not (_LATIN.search(word.text) and word.text in text)
        if _ENGLISH.search("".join(LIBRARY.phoneme_groups(word.text)))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_told_in_the_language_or_a_neighbours(language: str) -> None:
    found = {sign: said for sign in SIGNS if (said := _english(sign, language))}
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_and_units_are_told_without_english_words(language: str) -> None:
    found = {text: said for text in TEXTS if (said := _english(text, language))}
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_that_has_no_name_is_told_by_figures(language: str) -> None:
    assert _english("☰", language) == []


@pytest.mark.parametrize("language", sorted(LISTED - UNKNOWN - {"en"}))
def test_the_space_is_named_in_the_language_where_it_is_known(language: str) -> None:
    (clause,) = read(" ", language, kind=Kind.CHARACTER)
    if " " in table_for(language).symbols:
        assert clause.language == language
        assert "space" not in {word.text for word in clause.words}


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("an", "A & B", "A y B"), ("cv", "5 + 5", "5 плюс 5"), ("hbs", "5 %", "5 posto"),
        ("lb", "x = y", "x gleich y"), ("az", "72 km/h", "72 kilometr saat"),
        ("eo", "5 %", "5 procento"), ("ru", "☰", "9 7 7 6"), ("ht", "½", "un demi"),
        ("la", "50 %", "50 centesimae"),
    ],
)  # fmt: skip
def test_neighbours_lend_their_words(language: str, text: str, said: str) -> None:
    spoken = read(text, language, punctuation=Punctuation.ALL)
    assert " ".join(word.text for clause in spoken for word in clause.words) == said
