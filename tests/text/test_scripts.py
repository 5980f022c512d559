"""Which language the letters of a word stand for, where the text does not say it."""

from __future__ import annotations

import pytest

from sotto.phonemes.binding import EspeakLibrary
from sotto.text.tokens.scripts import LATIN, base, is_latin, language_of, script
from text.reading import read


@pytest.mark.parametrize(
    ("char", "found"),
    [
        ("a", LATIN), ("ß", LATIN), ("ł", LATIN), ("ế", LATIN), ("я", "ru"), ("ђ", "ru"),
        ("λ", "el"), ("ἀ", "el"), ("א", "he"), ("ع", "ar"), ("ک", "ar"), ("अ", "hi"), ("ক", "bn"),
        ("あ", "ja"), ("カ", "ja"), ("中", "zh"), ("한", "ko"), ("ก", "th"), ("ა", "ka"),
        ("Ա", "hy"),
        ("1", ""), ("ᚠ", ""), ("ـ", ""), ("🦊", ""),
    ],
)  # fmt: skip
def test_scripts_and_the_language_that_stands_for_each(char: str, found: str) -> None:
    assert script(char) == found


@pytest.mark.parametrize(
    ("word", "current", "default", "spoken"),
    [
        ("Привет", "en", "en", "ru"), ("Привіт", "uk", "en", "uk"), ("здраво", "sr", "sr", "sr"),
        ("γεια", "de", "de", "el"), ("hello", "ru", "de", "de"), ("hello", "ru", "ru", "en"),
        ("dobar", "sr", "sr", "sr"), ("yaxshi", "uz", "uz", "uz"), ("салом", "uz", "uz", "uz"),
        ("roj", "ku", "ku", "ku"), ("salam", "tk", "tk", "tk"), ("салам", "tk", "tk", "ru"),
        ("کورد", "ku", "ku", "ar"), ("東京", "ja", "ja", "ja"), ("東京タワー", "en", "en", "ja"),
        ("北京", "en", "en", "zh"), ("नमस्ते", "mr", "en", "mr"), ("سلام", "fa", "en", "fa"),
        ("ᚠᚢ", "en", "en", "en"),
    ],
)  # fmt: skip
def test_a_word_is_of_its_script_and_else_of_the_text(
    word: str, current: str, default: str, spoken: str
) -> None:
    assert language_of(word, current, default) == spoken


@pytest.mark.parametrize("language", ["sr", "uz", "ku", "tk", "ug"])
def test_latin_letters_are_read_by_every_language_that_is_written_with_them(language: str) -> None:
    """Serbian, Uzbek and others in Latin letters were read by an English voice."""
    assert is_latin(language)
    assert {clause.language for clause in read("Dobar dan 5.", language)} == {language}
    spoken = EspeakLibrary()
    spoken.set_voice(language)
    assert "(en)" not in "".join(spoken.phoneme_groups("dobar"))


@pytest.mark.parametrize("language", ["ru", "ar", "hi", "ja", "zh", "el", "he", "ka", "th"])
def test_latin_words_among_other_scripts_are_of_a_latin_voice(language: str) -> None:
    assert not is_latin(language)
    assert read("Windows", language)[0].language == "en"


def test_the_region_says_nothing_of_the_script() -> None:
    assert base("zh-Hant-TW") == "zh"
    assert is_latin("pt-BR")
    assert not is_latin("ru-RU")
