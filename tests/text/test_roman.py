"""Roman numerals: what their neighbours make of them, value by value, and what is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.text.figures.counting import english_ordinal, german_stem
from sotto.text.figures.roman import roman_value
from sotto.text.tables import table_for
from text.reading import heard

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")
_SIGNS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
HEADING = {
    "en": "Chapter", "de": "Kapitel", "nl": "hoofdstuk", "fr": "chapitre", "es": "capítulo",
    "pt": "capítulo",
}  # fmt: skip


def numeral(count: int) -> str:
    written = ""
    for value, sign in _SIGNS:
        times, count = divmod(count, value)
        written += sign * times
    return written


@given(st.integers(1, 3999))
def test_every_numeral_has_its_value(count: int) -> None:
    assert roman_value(numeral(count)) == count


@pytest.mark.parametrize("word", "IIII VV IC XM LL IIX VX DD MMMMM ABC".split())
def test_what_nobody_writes_is_no_numeral(word: str) -> None:
    assert roman_value(word) is None


@pytest.mark.parametrize("language", HEADING)
def test_behind_a_heading_it_is_a_number(language: str) -> None:
    for count in range(2, 60):
        said = heard(f"{HEADING[language]} {numeral(count)}", language)
        assert said.split()[-1] == str(count), (count, said)


@pytest.mark.parametrize("king", ["Henry", "Charles", "George", "Louis", "Edward", "Pope Pius"])
def test_english_kings_are_counted(king: str) -> None:
    for count in range(2, 24):
        said = heard(f"{king} {numeral(count)} spoke")
        assert said == f"{king} the {english_ordinal(count)} spoke"
        assert heard(f"{king} {numeral(count)}'s son").endswith("'s son")


@pytest.mark.parametrize("king", ["Friedrich", "Heinrich", "Ludwig", "Karl", "Otto"])
def test_german_kings_are_counted_and_end_no_sentence(king: str) -> None:
    for count in range(2, 24):
        said = heard(f"{king} {numeral(count)}. sprach", "de")
        assert said == f"{king} der {german_stem(count)}e sprach"


@pytest.mark.parametrize(
    ("language", "text",
    "said"),
    [
        ("nl", "Willem II", "Willem de tweede"),
        ("nl", "koning Willem III", "koning Willem de derde"),
        ("fr", "François Ier", "François premier"), ("fr", "Louis XIV", "Louis 14"),
        ("fr", "le XXIe siècle", "le 21ème siècle"), ("es", "Felipe VI", "Felipe sexto"),
        ("es", "Isabel II", "Isabel segunda"), ("es", "siglo XXI", "siglo 21"),
        ("it", "Pio XII", "Pio 12º"), ("it", "il XX secolo", "il 20º secolo"),
        ("it", "la II guerra", "la 2ª guerra"), ("pt", "João VI", "João sexto"),
        ("pt", "Dom Pedro II", "Dom Pedro segundo"), ("pt", "II Guerra", "segunda Guerra"),
        ("pl", "Jan III Sobieski", "Jan trzeci Sobieski"), ("pl", "XX wiek", "dwudziesty wiek"),
        ("pl", "Jana Pawła II", "Jana Pawła drugiego"), ("pl", "II wojna", "druga wojna"),
        ("de", "II. Weltkrieg", "zweiter Weltkrieg"), ("de", "im XIX. Jahrhundert",
        "im neunzehnten Jahrhundert"), ("en", "World War II", "World War 2"),
        ("en", "Super Bowl LVIII", "Super Bowl 58"), ("en", "Type II", "Type 2"),
    ],
)  # fmt: skip
def test_rulers_centuries_and_wars(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@pytest.mark.parametrize("language", EIGHT)
def test_two_of_them_with_a_dash_are_two_numbers(language: str) -> None:
    said = heard("IV–VI", language).split()
    assert said == ["4", table_for(language).to, "6"]


@pytest.mark.parametrize(
    ("text",
    "language"),
    [
        ("I am", "en"), ("MIX it", "en"), ("a CD", "en"), ("vitamin C", "en"),
        ("the DC area", "en"),
        ("LCD", "en"), ("MC Hammer", "en"), ("X-ray", "en"), ("Malcolm X", "en"), ("DVI", "en"),
        ("C und D", "de"), ("die CDI", "de"), ("D. Müller", "de"), ("DVD", "de"), ("la CI", "fr"),
        ("MM. Dupont", "fr"), ("MIL", "es"), ("DI", "it"), ("M. Lis", "pl"),
        ("MIDI", "en"), ("CIVIC", "en"), ("LIVID", "en"),
    ],
)  # fmt: skip
def test_words_letters_and_acronyms_are_none(text: str, language: str) -> None:
    said = heard(text, language)
    assert not any(char.isdecimal() for char in said), said


@given(st.sampled_from(EIGHT), st.text("IVXLCDM. -'s", max_size=12))
def test_any_row_of_such_letters_is_said_without_a_sign_too_many(language: str, text: str) -> None:
    said = heard(f"x {text} y", language)
    assert said.split()
    assert all(int(count) < 4000 for count in re.findall(r"\d+", said))
