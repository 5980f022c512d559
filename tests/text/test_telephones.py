"""Telephone numbers: figure by figure, every one in its order; nothing else is one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.messages import Options
from text.reading import check_sound, heard, words


def dialled(text: str, language: str = "en") -> str:
    return re.sub(r"\D", "", heard(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "555-1234"), ("en", "(212) 555-0187"), ("en", "1-800-555-0199"),
        ("en", "+44 20 7946 0958"), ("en", "123-456-0987"), ("en", "123.456.7890"),
        ("en", "135-4567-8900"), ("en", "call 911"), ("en", "dial 112 now"),
        ("de", "+49 30 123456"), ("de", "0171 2345678"), ("de", "(030) 555-1234"),
        ("de", "0171/2345678"), ("de", "Notruf 110"), ("nl", "020 123 4567"),
        ("nl", "06-12345678"), ("nl", "+31 6 12345678"), ("fr", "06 12 34 56 78"),
        ("fr", "01.23.45.67.89"), ("fr", "0 800 123 456"), ("fr", "+33 6 12 34 56 78"),
        ("es", "612 345 678"), ("es", "91 555 12 34"), ("es", "+34 612 345 678"),
        ("it", "333 123 4567"), ("it", "06 1234567"), ("it", "+39 333 1234567"),
        ("pt", "(11) 98765-4321"), ("pt", "21 234 5678"), ("pt", "912 345 678"),
        ("pl", "601 234 567"), ("pl", "601-234-567"), ("pl", "22 555 12 34"),
        ("pl", "pod 800 123 456"),
    ],
)  # fmt: skip
def test_each_figure_is_a_word_in_its_order(language: str, text: str) -> None:
    said = [word.text for word in words(check_sound(text, Options(), language))]
    told = [word for word in said if word.isdecimal()]
    assert "".join(told) == re.sub(r"\D", "", text)
    assert all(len(word) == 1 for word in told)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "pages 555-1234"), ("en", "1,234,567"), ("en", "in 1999-2005"), ("en", "12/31/2024"),
        ("en", "call 100 people"), ("en", "call 911.5"), ("en", "911"), ("en", "747-400"),
        ("de", "1.234.567"), ("de", "12.05.2024"), ("de", "0,05 Euro"), ("fr", "1 234 567"),
        ("es", "612 345 678 euros"), ("es", "600 000 000 de euros"), ("pl", "601 234 567 osób"),
        ("pt", "912 345 678 reais"), ("it", "3.331.234"), ("nl", "2024-05-06"),
    ],
)  # fmt: skip
def test_amounts_dates_and_pages_are_none(language: str, text: str) -> None:
    said = heard(text, language).split()
    assert any(len(re.sub(r"\D", "", word)) > 1 for word in said), said


@given(
    st.sampled_from(["en", "de", "nl", "fr", "es", "it", "pt", "pl", "sv", "ru"]),
    st.integers(1, 99),
    st.lists(st.integers(100, 9999), min_size=2, max_size=3),
    st.sampled_from([" ", "-", "."]),
)
def test_a_number_abroad_is_told_whole_in_every_language(
    language: str, country: int, groups: list[int], sign: str
) -> None:
    text = f"+{country} {sign.join(map(str, groups))}"
    if sign == "." and all(100 <= group < 1000 for group in groups):
        return
    assert dialled(text, language) == re.sub(r"\D", "", text)


@given(st.integers(200, 999), st.integers(0, 9999), st.sampled_from("-."))
def test_american_numbers_keep_their_noughts(area: int, line: int, sign: str) -> None:
    text = f"{area}{sign}{area}{sign}{line:04}"
    said = heard(text).replace(",", "").split()
    assert "".join(said) == f"{area}{area}{line:04}"


def test_a_breath_stands_between_the_parts() -> None:
    (clause,) = check_sound("555-867-5309", Options(), "en")
    stops = [word.text for word in clause.words if word.stop.value]
    assert stops == ["5", "7"]
