"""Numbers with a letter or a word behind them: how many of what, how often, how large."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.text.tables import table_for
from text.reading import heard

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")


@given(st.integers(2, 300), st.sampled_from(["ago", "old", "left", "later", "remaining"]))
def test_short_times_in_english(count: int, behind: str) -> None:
    names = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks",
             "mo": "months", "y": "years"}  # fmt: skip
    for sign, name in names.items():
        assert heard(f"{count}{sign} {behind}") == f"{count} {name} {behind}"
    assert heard(f"1d {behind}") == f"1 day {behind}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12m followers", "12 million followers"), ("5k views", "5 thousand views"),
        ("1.5M users", "1.5 million users"), ("2b parameters", "2 billion parameters"),
        ("12m long", "12 minutes long"), ("5m 30s", "5 minutes 30 seconds"),
        ("1h 20m", "1 hour 20 minutes"), ("100m race", "100 metres race"),
        ("5 ft 10 in tall", "5 feet 10 inches tall"), ("6 ft 2 in.", "6 feet 2 inches"),
        ("5'10\"", "5 feet 10 inches"), ("1,500 sq ft", "1,500 square feet"),
        ("12 fl oz", "12 fluid ounces"), ("3 cu ft", "3 cubic feet"),
        ("16 min. remaining", "16 minutes remaining"), ("iPhone 15s", "i Phone 15 s~"),
        ("wait 30s", "wait 30 seconds"), ("seat 12b", "seat 12 b~"),
    ],
)  # fmt: skip
def test_english_quantities(text: str, said: str) -> None:
    assert heard(text) == said


@pytest.mark.parametrize(
    ("language", "often", "by"),
    [
        ("de", "3 mal", "mal"), ("nl", "3 keer", "bij"), ("fr", "3 fois", "par"),
        ("es", "3 veces", "por"), ("it", "3 volte", "per"), ("pt", "3 vezes", "por"),
        ("pl", "3 razy", "na"),
    ],
)  # fmt: skip
def test_how_often_and_how_large(language: str, often: str, by: str) -> None:
    assert heard("3x abc", language) == f"{often} abc"
    assert heard("1920x1080", language) == f"1920 {by} 1080"
    assert heard("3x4x5", language) == f"3 {by} 4 {by} 5"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3x a day", "3 times a day"), ("10x faster", "10 times faster"),
        ("2x speed", "2 x~ speed"), ("4x4", "4 by 4"), ("0x10", "0 x10"), ("x86", "x86"),
    ],
)  # fmt: skip
def test_english_times(text: str, said: str) -> None:
    assert heard(text) == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "1x par an", "une fois par an"), ("es", "1x al día", "una vez al día"),
        ("it", "1x al giorno", "una volta al giorno"), ("pt", "1x por dia", "uma vez por dia"),
        ("de", "50%ige Chance", "50 prozentige Chance"), ("de", "50 %iger", "50 prozentiger"),
        ("pl", "ul. Długa 5 m. 3", "ulica Długa 5 mieszkania 3"),
        ("pl", "5 m. dalej", "5 metrów dalej"),
        ("de", "20 min. später", "20 Minuten später"),
        ("fr", "5 min. plus tard", "5 minutes plus tard"),
    ],
)  # fmt: skip
def test_of_one_language(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@pytest.mark.parametrize("language", EIGHT)
def test_every_loose_unit_is_told_in_words_behind_two(language: str) -> None:
    table = table_for(language)
    for sign in sorted(table.loose_units):
        if not sign.isalpha():
            continue
        said = heard(f"2 {sign}", language).split()
        forms = {form for form in table.units[sign] if form}
        assert " ".join(said[1:]) in forms, (sign, said)


@given(st.sampled_from(EIGHT), st.integers(0, 10**7), st.text("abcdefhkmnoprstuvxyz", max_size=3))
def test_whatever_letters_follow_the_figures_are_kept(
    language: str, count: int, letters: str
) -> None:
    said = heard(f"{count}{letters}", language)
    told = "".join(char for char in said if char.isdecimal())
    assert told in (str(count), "") or str(count).endswith(told)
