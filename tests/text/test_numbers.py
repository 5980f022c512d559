"""Times, dates, money, versions, ordinals and units, in three languages."""

from __future__ import annotations

import pytest

from sotto.messages import Options
from text.reading import check_sound, heard, read, words

ENGLISH = {
    "14:30": "14 30",
    "9:05": "9 oh 5",
    "9:00": "9 o'clock",
    "2:30pm": "2 30 P~ M~",
    "23:59:59": "23 59 59",
    "16:9": "16 colon 9",
    "25:00": "25 colon 00",
    "3.5": "3.5",
    "3 .5": "3.5",
    "It costs 3 .5.": "It costs 3.5",
    "1,000,000": "1,000,000",
    "1,000.25": "1,000.25",
    "1,2,3": "1 comma 2 comma 3",
    "1.2.3": "1 dot 2 dot 3",
    "v1.2.3": "v1 dot 2 dot 3",
    "192.168.0.1": "192 dot 168 dot 0 dot 1",
    "2024-05-03": "May 3rd 2024",
    "2024-12-11": "December 11th 2024",
    "2024-13-45": "2024 dash 13 dash 45",
    "1st 2nd 3rd 11th": "1st 2nd 3rd 11th",
    "$5": "5 dollars",
    "$1": "1 dollar",
    "$5.50": "5 dollars 50 cents",
    "$1,000,000": "1,000,000 dollars",
    "$0.01": "1 cent",
    "$0.99": "99 cents",
    "£3.20": "3 pounds 20 pence",
    "5 €": "5 euros",
    "$5 million": "5 million dollars",
    "-5": "minus 5",
    "5-10": "5 to 10",
    "555-1234": "5 5 5 1 2 3 4",
    "+49 30 1234": "plus 4 9 3 0 1 2 3 4",
    "1/2": "one half",
    "5km": "5 kilometres",
    "1 km": "1 kilometre",
    "20°C": "20 degrees Celsius",
    "10 GB": "10 gigabytes",
    "90 km/h": "90 kilometres per hour",
    "5 m": "5 m~",
    "5m": "5 metres",
    "5 in the box": "5 in the box",
    "5kmx": "5 kmx",
    "50%": "50 percent",
    "½ cup": "one half cup",
    "x²": "x~ squared",
    "007": "007",
    "3 apples.": "3 apples",
    "٣": "3",
    "1234567890123456": "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6",
}
GERMAN = {
    "14:30": "14 Uhr 30",
    "14:30 Uhr": "14 Uhr 30",
    "9:00": "9 Uhr",
    "9:05": "9 Uhr 5",
    "3,5": "3,5",
    "3 ,5": "3,5",
    "1.000.000": "1.000.000",
    "1.2.3": "1 Punkt 2 Punkt 3",
    "3. Mai": "dritter Mai",
    "am 3. Mai": "am dritten Mai",
    "der 21. Platz": "der einundzwanzigste Platz",
    "Ich bin 30. Er kommt": "Ich bin 30 Er kommt",
    "03.05.2024": "dritter Mai 2024",
    "am 03.05.2024": "am dritten Mai 2024",
    "2024-05-03": "dritter Mai 2024",
    "5,50 €": "5 Euro 50",
    "0,50 €": "50 Cent",
    "5 €": "5 Euro",
    "5 Mio. €": "5 Millionen Euro",
    "5km": "5 Kilometer",
    "1 min": "eine Minute",
    "2 min": "2 Minuten",
    "-5 °C": "minus 5 Grad Celsius",
    "50 %": "50 Prozent",
}
DUTCH = {
    "14:30": "14 uur 30",
    "9:00 uur": "9 uur",
    "3e": "derde",
    "2de": "tweede",
    "1ste": "eerste",
    "40ste": "veertigste",
    "3-5-2024": "3 mei 2024",
    "2024-05-03": "3 mei 2024",
    "€ 5,50": "5 euro 50",
    "€ 0,05": "5 cent",
    "3,5 km": "3,5 kilometer",
    "5 km/u": "5 kilometer per uur",
    "50%": "50 procent",
}


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items())
def test_english(text: str, expected: str) -> None:
    assert heard(text) == expected


@pytest.mark.parametrize(("text", "expected"), GERMAN.items())
def test_german(text: str, expected: str) -> None:
    assert heard(text, "de") == expected


@pytest.mark.parametrize(("text", "expected"), DUTCH.items())
def test_dutch(text: str, expected: str) -> None:
    assert heard(text, "nl") == expected


def test_a_language_without_a_table_keeps_its_figures() -> None:
    assert heard("14:30 3,5 1%", "om") == "14:30 3,5 1 %"
    assert heard("1.2.3", "fr") == "1 point 2 point 3"


def test_all_words_of_an_expansion_stand_for_the_whole_number() -> None:
    spans = {(word.start, word.end) for word in words(read("x $5.50 y"))[1:-1]}
    assert spans == {(2, 7)}


def test_every_part_of_a_version_has_its_own_place() -> None:
    assert [(word.text, word.start, word.end) for word in words(read("1.22"))] == [("1.22", 0, 4)]
    spans = [(word.text, word.start, word.end) for word in words(read("1.22.3"))]
    assert spans == [("1", 0, 1), ("dot", 1, 2), ("22", 2, 4), ("dot", 4, 5), ("3", 5, 6)]


@pytest.mark.parametrize("language", ["ja", "th", "vi", "ar", "he", "ru", "en"])
@pytest.mark.parametrize("text", ["0¥", "1¥", "¥1", "THB 1", "$1", "€ 1", "1 €", "฿1"])
def test_money_whose_singular_is_unknown_is_said(text: str, language: str) -> None:
    check_sound(text, Options(language=language), language)
