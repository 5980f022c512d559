"""How a listener wants to be read to: digits, the letter of it, languages, capitals."""

from __future__ import annotations

import pytest

from sotto.messages import (
    Capitals,
    Clause,
    Kind,
    Numbers,
    Options,
    Reading,
    Switching,
    Wording,
)
from sotto.text.clauses import clauses


def read(text: str, reading: Reading, language: str = "en", kind: Kind = Kind.TEXT) -> list[Clause]:
    return list(clauses(text, Options(kind=kind, reading=reading), language))


def said(text: str, reading: Reading, language: str = "en") -> str:
    return " ".join(word.text for clause in read(text, reading, language) for word in clause.words)


DIGITS = Reading(numbers=Numbers.DIGITS)
LITERAL = Reading(wording=Wording.LITERAL)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1984", "1 9 8 4"),
        ("room 407b", "room 4 0 7 b"),
        ("1,234.5", "1 comma 2 3 4 dot 5"),
        ("12:30", "1 2 colon 3 0"),
        ("٣٤", "3 4"),
    ],
)
def test_numbers_digit_by_digit(text: str, wanted: str) -> None:
    assert said(text, DIGITS) == wanted
    covered = {
        i for clause in read(text, DIGITS) for w in clause.words for i in range(w.start, w.end)
    }
    assert covered == {i for i, char in enumerate(text) if not char.isspace()}


@pytest.mark.parametrize(
    ("text", "language", "natural"),
    [
        ("Dr. Smith", "en", "Doctor"),
        ("5 km", "en", "kilometres"),
        ("2024-03-01", "en", "March"),
        ("am 3.4.2024", "de", "April"),
        ("z. B. so", "de", "Beispiel"),
    ],
)
def test_what_is_written_is_read_to_the_letter(text: str, language: str, natural: str) -> None:
    assert natural.lower() in said(text, Reading(), language).lower()
    literal = said(text, LITERAL, language)
    assert natural.lower() not in literal.lower()
    letters = [char for char in text if char.isalnum()]
    assert [char for char in literal if char.isalnum() and char in letters][: len(letters)]


def test_marked_languages_are_followed_or_not() -> None:
    text = '<speak>One <lang xml:lang="de">zwei</lang> three</speak>'
    followed = [clause.language for clause in read(text, Reading(), kind=Kind.SSML)]
    assert followed == ["en", "de", "en"]
    off = read(text, Reading(switching=Switching.OFF), kind=Kind.SSML)
    assert {clause.language for clause in off} == {"en"}
    assert [w.text for clause in off for w in clause.words] == ["One", "zwei", "three"]


def test_a_capital_is_as_high_as_wanted() -> None:
    options = Options(capitals=Capitals.PITCH, reading=Reading(capital_pitch=1.6))
    (clause,) = clauses("Paris now", options, "en")
    assert [word.pitch for word in clause.words] == [1.6, 1.0]
