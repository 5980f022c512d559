"""Amounts of money: nothing of the amount is lost, its currency is told once, in the language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.text.figures.money import is_coded, is_money, money
from sotto.text.tables import table_for
from text.reading import heard

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")
NAMES = {
    "en": ("dollar", "cent"), "de": ("dollar", "cent"), "nl": ("dollar", "cent"),
    "fr": ("dollar", "cent"), "es": ("dólar", "centavo"), "it": ("dollar", "centesim"),
    "pt": ("dólar", "centavo"), "pl": ("dolar", "cent"),
}  # fmt: skip
MINUS = {
    "en": "minus", "de": "minus", "nl": "min", "fr": "moins", "es": "menos", "it": "meno",
    "pt": "menos", "pl": "minus",
}  # fmt: skip

languages = st.sampled_from(EIGHT)


def figures(said: str) -> str:
    return re.sub(r"\D", "", said)


@given(languages, st.integers(3, 999))
def test_whole_amounts_before_and_behind_are_told_alike(language: str, amount: int) -> None:
    if amount % 10 in (1, 2):  # told in the gender of the currency
        return
    first, last = heard(f"${amount}", language), heard(f"{amount} $", language)
    assert first == last
    assert figures(first) == str(amount)
    assert first.lower().count(NAMES[language][0][:5]) == 1


@given(languages, st.integers(20, 99), st.integers(13, 19))
def test_hundredths_are_told_as_hundredths(language: str, whole: int, part: int) -> None:
    point = table_for(language).decimal
    said = heard(f"${whole}{point}{part}", language)
    assert said.split()[0] == str(whole) or not figures(said.split()[0])
    assert said.split().index(str(part)) > 1
    assert not said.endswith(point)


@given(languages, st.integers(3, 99))
def test_less_than_one_is_told_in_hundredths_alone(language: str, part: int) -> None:
    said = heard(f"$0{table_for(language).decimal}{part:02}", language)
    assert NAMES[language][1] in said.lower()
    assert NAMES[language][0] not in said.lower()


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("written", ["-$50", "$-50", "−$50", "–$50", "-50 $", "−50 $"])
def test_the_minus_is_never_lost(language: str, written: str) -> None:
    said = heard(written, language).split()
    assert said[0] == MINUS[language]
    assert said[1] == "50"
    assert len(said) == 3


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "$5 million", "5 million dollars"), ("en", "£1.2m", "1.2 million pounds"),
        ("en", "$10-million deal", "10 million dollar deal"), ("en", "€3bn", "3 billion euros"),
        ("de", "3 Mrd. €", "3 Milliarden Euro"), ("de", "750 Tsd. €", "750 Tausend Euro"),
        ("nl", "€ 5 miljoen", "5 miljoen euro"), ("fr", "3 M€", "3 millions d'euros"),
        ("fr", "2 millions de $", "2 millions de dollars"), ("es", "1 M€", "un millón de euros"),
        ("es", "2,5 millones de €", "2,5 millones de euros"),
        ("it", "3 miliardi di $", "3 miliardi di dollari"),
        ("it", "€ 2,5 mld", "2,5 miliardi di euro"),
        ("pt", "R$ 2,5 bi", "2,5 bilhões de reais"), ("pt", "R$ 3 tri", "3 trilhões de reais"),
        ("pl", "3 mld €", "3 miliardy euro"), ("pl", "2,5 mln zł", "2,5 miliona złotych"),
    ],
)  # fmt: skip
def test_the_magnitude_comes_before_the_currency(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "$100 USD", "100 dollars"), ("en", "$50 CAD each", "50 Canadian dollars each"),
        ("es", "$1.500 MXN", "1.500 pesos mexicanos"), ("fr", "$50 CAD", "50 dollars canadiens"),
        ("en", "$5 FOR all", "5 dollars FOR all"), ("en", "US$ 3", "3 US dollars"),
        ("en", "A$20", "20 Australian dollars"), ("pt", "US$ 100", "100 dólares americanos"),
        ("de", "CHF 20.–", "20 Franken"), ("en", "50¢", "50 cents"),
    ],
)  # fmt: skip
def test_a_code_tells_which_currency_it_is(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "$5/month", "5 dollars per month"), ("fr", "5 €/mois", "5 euros par mois"),
        ("de", "5 €/Monat", "5 Euro pro Monat"), ("nl", "€ 5/maand", "5 euro per maand"),
        ("es", "5 €/mes", "5 euros por mes"), ("it", "5 €/mese", "5 euro per mese"),
        ("pt", "5 €/mês", "5 euros por mês"),
    ],
)  # fmt: skip
def test_what_is_paid_for_what(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("text", ["$5-10", "$5–$10", "$20 - $30", "20 € - 30 €"])
def test_both_ends_of_a_range_of_money(language: str, text: str) -> None:
    said = heard(text, language).split()
    low, high = re.findall(r"\d+", text)
    assert said.index(low) < said.index(table_for(language).to) < said.index(high)


@given(st.text("0123456789.,$€ -–k", max_size=12))
def test_any_amount_is_read_without_losing_a_figure(text: str) -> None:
    said = heard(text, "en")
    assert sorted(figures(said)) <= sorted(figures(text)) or "0" in text


def test_what_begins_an_amount_and_what_does_not() -> None:
    table = table_for("en")
    assert is_money("$5", 0, table)
    assert not is_money("$HOME", 0, table)
    assert not is_money("$", 0, table)
    assert is_coded("EUR 20", 0, table)
    assert is_coded("R$ 5", 0, table)
    assert not is_coded("TRY 5", 0, table)
    assert money("$x", 0, table) is None
