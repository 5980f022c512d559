"""What a dash says: to, minus, or nothing but a pause; a range keeps both its ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.text.signs.dashes import is_minus, joins
from sotto.text.tables import table_for
from text.reading import heard

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")
MINUS = dict(zip(EIGHT, "minus minus min moins menos meno menos minus".split(), strict=True))


@given(st.sampled_from(EIGHT), st.integers(1, 98), st.integers(1, 40), st.sampled_from("-–"))
def test_rising_numbers_are_a_range(language: str, low: int, more: int, dash: str) -> None:
    said = heard(f"x {low}{dash}{low + more} x", language).split()
    assert said[1:4] == [str(low), table_for(language).to, str(low + more)]


@given(st.sampled_from(EIGHT), st.integers(101, 9000), st.integers(1, 99))
def test_long_falling_numbers_are_none(language: str, high: int, less: int) -> None:
    if 1900 <= high < 2100 or high - less < 100:
        return
    said = heard(f"x {high}-{high - less} x", language).split()
    assert table_for(language).to not in said
    assert str(high) in said
    assert str(high - less) in said


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("text", ["-5", "−5", "–5", "-0.5", "-½", "(-5)", "x = -5", "-3 °C"])
def test_minus_before_a_number(language: str, text: str) -> None:
    assert MINUS[language] in heard(text, language).split()


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("text", ["5 - 3 = 2", "5 – 3 = 2", "7-4-2", "1e-5", "3E-10"])
def test_no_sign_of_a_sum_is_lost(language: str, text: str) -> None:
    said = heard(text, language).split()
    assert len(said) >= 2 * len(re.findall(r"\d+", text)) - 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "10 divided by 2 equals 5"), ("de", "10 geteilt durch 2 gleich 5"),
        ("nl", "10 gedeeld door 2 is gelijk aan 5"), ("fr", "10 divisé par 2 égale 5"),
        ("es", "10 dividido por 2 igual 5"), ("it", "10 diviso 2 uguale 5"),
        ("pt", "10 dividido por 2 igual 5"), ("pl", "10 podzielić przez 2 równa się 5"),
    ],
)  # fmt: skip
def test_both_ways_to_write_a_division(language: str, said: str) -> None:
    assert heard("10 : 2 = 5", language) == heard("10 / 2 = 5", language) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A-Z", "A~ to Z"), ("a-z", "a to z~"), ("A-level", "A~ level"), ("T-shirt", "T~ shirt"),
        ("C-", "C~ minus"), ("a B- grade", "a B~ minus grade"), ("C-section", "C~ section"),
        ("vitamin C - good", "vitamin C~ good"), ("Ratio 5 : 3", "Ratio 5 colon 3"),
        ("well-known", "well known"), ("1990-1995", "1990 to 1995"), ("3-2", "3 to 2"),
        ("Boeing 747-400", "Boeing 747 dash 400"), ("ISO-8859-1", "ISO 8859 dash 1"),
        ("UTC-5", "UTC minus 5"), ("UTC+3", "UTC plus 3"), ("5th–7th", "5th to 7th"),
        ("Mon-Fri", "Monday to Friday"), ("A1-A4", "A1 to A4"), ("pages IV-VI", "pages 4 to 6"),
    ],
)  # fmt: skip
def test_dashes_of_words_letters_and_codes(text: str, said: str) -> None:
    told = heard(text)
    assert told.replace("~", "") == said.replace("~", "")


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("de", "Mo.–Fr.", "Montag bis Freitag"), ("de", "1.–3. Mai", "erster bis dritter Mai"),
        ("pl", "pn.-pt.", "poniedziałek do piątku"),
        ("pl", "od pn. do śr.", "od poniedziałku do środy"),
        ("fr", "9h-17h", "9 heures à 17 heures"), ("nl", "ma-vr", "maandag tot vrijdag"),
        ("de", "8 – 17 Uhr", "8 bis 17 Uhr"), ("it", "lun-ven", "lunedì a venerdì"),
        ("fr", "1er-3 mai", "premier à 3 mai"), ("es", "3.º-5.º", "3º a 5º"),
    ],
)  # fmt: skip
def test_days_and_ordinals(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@given(st.text("0123456789-–−~ ./:$€ABab", max_size=14))
def test_any_line_of_figures_and_dashes_keeps_its_figures(text: str) -> None:
    written = re.findall(r"\d", text)
    said = re.findall(r"\d", heard(text))
    assert len(said) <= len(written) + text.count("$") * 2
    for language in ("de", "pl"):
        heard(text, language)


def test_a_dash_at_the_edge_is_neither() -> None:
    table = table_for("en")
    assert not joins("-5", 0, table, "")
    assert not joins("5-", 1, table, "")
    assert is_minus("-5", 0, table)
    assert not is_minus("-x", 0, table)
    assert not is_minus("5", 0, table)
