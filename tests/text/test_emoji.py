"""Emoji as whole sequences, by their name in the language; nothing of one is told twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.messages import Options, Punctuation
from sotto.text.signs.emoji import emoji, may_have_pictures, picture_end, without_pictures
from sotto.text.tables.cldr import data_for, name_of
from text.reading import check_sound, heard, words

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")
SEQUENCES = "👩‍🚒 🧑‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 🇩🇪 🇺🇦 1️⃣ #️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 🤷🏿‍♀️ 🩷 🫠 🪿".split()
TONES = [chr(0x1F3FB + tone) for tone in range(5)]


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("sequence", SEQUENCES)
def test_a_sequence_is_one_place_and_has_a_name(language: str, sequence: str) -> None:
    spoken = words(check_sound(f"a {sequence} b", Options(), language))
    inner = [word for word in spoken if 2 <= word.start < 2 + len(sequence)]
    assert inner
    assert all(not word.text.startswith("U+") for word in inner)
    assert " ".join(word.text for word in spoken).split()[-1] == "b"
    assert not any(char in "\u200d\ufe0f\u20e3" for word in inner for char in word.text)


@pytest.mark.parametrize("language", EIGHT)
def test_every_name_of_cldr_is_what_is_said(language: str) -> None:
    data = data_for(language)
    assert data is not None
    pictures = [sign for sign in data.names if len(sign) > 1 and sign[0] > "\U0001f000"]
    assert len(pictures) > 500
    for sign in pictures[::7]:
        told = heard(sign, language).replace("~", "")
        assert told.casefold() == data.names[sign].casefold(), sign


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("tone", TONES)
def test_a_tone_is_told_behind_what_has_it(language: str, tone: str) -> None:
    said = heard(f"👍{tone}", language)
    assert said == f"{heard('👍', language)} {name_of(tone, language)}"


@pytest.mark.parametrize("language", ["sv", "ru", "ja", "tr", "be", "hi", "sw"])
def test_in_further_languages_too(language: str) -> None:
    assert heard("🎂", language) == name_of("🎂", language)
    assert heard("👩‍🚒", language) == name_of("👩‍🚒", language)


def test_passed_over_where_nobody_wants_them() -> None:
    assert without_pictures("a 👍🏽b 🇩🇪 1️⃣ c") == "a b  1️⃣ c"
    assert picture_end("👨‍👩‍👧‍👦x", 0) == 7
    assert picture_end("x", 0) == 0
    assert picture_end("1️⃣", 0) == 0


def test_what_may_have_one_is_quickly_told() -> None:
    assert not may_have_pictures("plain text, 5")
    assert may_have_pictures("a 🦊")
    assert may_have_pictures("1️⃣")
    assert emoji("abc", 0, "en") is None
    assert emoji("🦊", 0, "en") is None  # a single sign is any sign's business


def test_repeated_ones_are_counted_and_few_are_told() -> None:
    assert heard("⭐⭐⭐⭐⭐") == "5 star"
    assert heard("😂😂") == "face with tears of joy face with tears of joy"


@given(st.lists(st.sampled_from([*SEQUENCES, "a", " ", "\u200d", "\ufe0f", *TONES]), max_size=10))
def test_any_row_of_parts_is_covered(parts: list[str]) -> None:
    for level in (Punctuation.NONE, Punctuation.ALL):
        check_sound("".join(parts), Options(punctuation=level), "en")
        check_sound("".join(parts), Options(punctuation=level), "de")
