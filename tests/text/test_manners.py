"""Emoji, spelling alphabets and capitals in words, as the listener wants them."""

from __future__ import annotations

import pytest

from sotto.messages import (
    Capitals,
    Emoji,
    Kind,
    Punctuation,
    Reading,
    SpellingAlphabet,
    WordCapitals,
)
from sotto.text.signs.alphabet import spelling_words
from text.reading import heard, read, words

QUIET = Reading(emoji=Emoji.OFF)
PHONETIC = Reading(alphabet=SpellingAlphabet.PHONETIC)
TOLD = Reading(word_capitals=WordCapitals.WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello 😀 world", "Hello world"),
        ("Well done 👩🏽‍💻👍🏿!", "Well done"),
        ("Fly to 🇫🇷🇩🇪 now", "Fly to now"),
        ("I ❤️ tea ☕", "I tea"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿 won", "won"),
        ("no emoji: © 2024 → 1️⃣", heard("no emoji: © 2024 → 1️⃣")),
        ("5 ✓ and 7 ×", heard("5 ✓ and 7 ×")),
    ],
)
def test_emoji_are_passed_over(text: str, expected: str) -> None:
    assert heard(text, reading=QUIET) == expected


@pytest.mark.parametrize("text", ["👍", "😀😀", "❤️", " 🎉! "])
def test_a_message_of_emoji_alone_says_something(text: str) -> None:
    assert heard(text, reading=QUIET) == heard(text, punctuation=Punctuation.ALL)
    assert heard(text, reading=QUIET)


def test_a_character_that_is_passed_is_named() -> None:
    assert heard("😀", kind=Kind.CHARACTER, reading=QUIET) == heard("😀", kind=Kind.CHARACTER)


def test_emoji_in_markup_are_passed_over_and_marks_stay() -> None:
    text = '<speak>a <mark name="x"/>😀 <mark name="y"/>bit</speak>'
    clauses = read(text, kind=Kind.SSML, reading=QUIET)
    assert [word.text for word in words(clauses)] == ["a", "bit"]
    assert [mark.name for clause in clauses for mark in clause.marks] == ["x", "y"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "abx", "alpha bravo x-ray"),
        ("en-GB", "z9", "zulu 9"),
        ("de", "äß", "Umlaut Aachen Eszett"),
        ("nl", "pq", "Pieter Quotiënt"),
        ("fr", "éz", "Émile Zoé"),
        ("es", "ñw", "Ñoño Washington"),
        ("it", "jk", "Jolly Kappa"),
        ("pt-BR", "ae", "alfa eco"),
        ("pt-PT", "ae", "Aveiro Évora"),
        ("pl", "bq", "Barbara Quebec"),
        ("sv", "ab", "a~ b~"),
        ("pl", "ą", "ą~"),
    ],
)
def test_letters_are_spelled_with_words(language: str, text: str, expected: str) -> None:
    assert heard(text, language, kind=Kind.SPELL, reading=PHONETIC) == expected


@pytest.mark.parametrize("language", ["en", "de", "nl", "fr", "es", "it", "pt", "pt-PT", "pl"])
def test_every_letter_has_a_word_that_begins_with_it(language: str) -> None:
    for letter in "abcdefghijklmnopqrstuvwxyz":
        word = spelling_words(letter, language)
        first = word[0].lower().translate(str.maketrans("áàâéèêíìîóòôúùû", "aaaeeeiiiooouuu"))
        assert first == letter or (language, word) == ("pt", "quilo"), word


def test_marked_characters_are_spelled_but_a_typed_one_is_its_name() -> None:
    text = '<say-as interpret-as="characters">ab</say-as>'
    assert heard(text, kind=Kind.SSML, reading=PHONETIC) == "alpha bravo"
    assert heard("a", kind=Kind.CHARACTER, reading=PHONETIC) == "a~"
    assert heard("a bit", reading=PHONETIC) == "a bit"


def test_capitals_are_told_before_the_words_of_the_alphabet() -> None:
    options = {"kind": Kind.SPELL, "capitals": Capitals.SPELL}
    assert heard("aB", reading=PHONETIC, **options) == "alpha capital bravo"  # type: ignore[arg-type]
    assert heard("Ü", "de", reading=PHONETIC, **options) == "groß Umlaut Unna"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Hello big World", "cap Hello big cap World"),
        ("en", "the UNICEF or A", "the all cap UNICEF or cap A"),
        ("en", "my iPhone", "my mixed cap i Phone"),
        ("en", "parseHTMLText", "mixed cap parse HTML Text"),
        ("en", "figures 5 and %", "figures 5 and percent"),
        ("de", "Das HAUS", "groß Das alles groß HAUS"),
        ("nl", "Een", "hoofdletter Een"),
        ("fr", "UNICEF", "tout en majuscules UNICEF"),
        ("es", "Hola", "mayúscula Hola"),
        ("it", "Ciao", "maiuscola Ciao"),
        ("pt", "Bom", "maiúscula Bom"),
        ("pl", "Tak", "wielka Tak"),
        ("sv", "Hej", "stort Hej"),
    ],
)
def test_capitals_in_words_are_told_by_words(language: str, text: str, expected: str) -> None:
    assert heard(text, language, reading=TOLD) == expected


def test_capitals_of_letters_are_another_matter() -> None:
    spell = Capitals.SPELL
    assert heard("A", kind=Kind.CHARACTER, reading=TOLD, capitals=spell) == "capital A~"
    none = Reading(word_capitals=WordCapitals.NONE)
    assert heard("Hello World", reading=none, capitals=spell) == "Hello World"
    assert heard("A", kind=Kind.CHARACTER, reading=none, capitals=spell) == "capital A~"
