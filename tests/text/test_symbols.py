"""Punctuation levels, symbols that are always spoken, repeats, emoji, lone punctuation."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sotto.messages import Kind, Punctuation
from sotto.text.signs.symbols import is_blank, name, silent_characters
from sotto.text.tables import table_for
from text.reading import heard, phrased, read, words

LANGUAGES = ("en", "de", "nl")


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Punctuation.NONE, "Hi you x~ y it's 50 percent"),
        (Punctuation.SOME, "Hi you x~ star y it's 50 percent"),
        (Punctuation.MOST, "Hi left paren you right paren x~ star y it's 50 percent"),
        (
            Punctuation.ALL,
            "Hi comma left paren you right paren x~ star y it apostrophe s~ 50 percent exclamation",
        ),
    ],
)
def test_levels(level: Punctuation, expected: str) -> None:
    assert heard("Hi, (you) x*y it's 50%!", punctuation=level) == expected


def test_a_spoken_comma_still_makes_its_pause() -> None:
    assert phrased(read("a, b", punctuation=Punctuation.ALL)) == "a comma, b"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("char", "%&@=+<>#$€£§°©×÷→")
def test_symbols_that_carry_meaning_are_always_spoken(char: str, language: str) -> None:
    assert len(heard(f"x {char} y", language).split()) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("char", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CHARACTER])
def test_lone_punctuation_is_named_in_the_voices_language(
    char: str, language: str, kind: Kind
) -> None:
    spoken = read(char, language, kind=kind)
    assert " ".join(word.text for word in words(spoken)) == table_for(language).symbols[char]
    assert {clause.language for clause in spoken} == {language}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("...", "dot dot dot"),
        ("-----", "5 dash"),
        ("=====", "5 equals"),
        ("***", "star star star"),
        ("?!", "question exclamation"),
        ("( )", "left paren right paren"),
        ("…", "ellipsis"),
        ("—", "em dash"),
        ("'", "apostrophe"),
        ("  ;  ", "semicolon"),
    ],
)
def test_requests_of_punctuation_alone(text: str, expected: str) -> None:
    assert heard(text) == expected


def test_punctuation_alone_in_several_pieces() -> None:
    assert heard('<mark name="a"/>.<break/>;', kind=Kind.SSML) == "dot semicolon"


def test_punctuation_beside_words_is_silent() -> None:
    assert heard('Wait <break/>... <mark name="a"/>; <break/> here', kind=Kind.SSML) == "Wait here"
    assert heard("------ Title ------") == "Title"


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\x00\x01", "\u200b\ufeff"])
def test_text_without_anything_visible_says_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("😀", "grinning face"),
        ("hi 😀 you", "hi grinning face you"),
        ("👨\u200d👩\u200d👧", "family man woman girl"),
        ("👍🏽", "thumbs up medium skin tone"),
        ("5️⃣", "keycap 5"),
        ("🇩🇪", "flag Germany"),
        ("❤️", "red heart"),
        ("😀😀😀😀", "4 grinning face"),
        ("\ue000", "character E 0 0 0"),
        ("ᚠ", "runic letter fehu feoh fe f"),
        ("𓀀", "egyptian hieroglyph a001"),
    ],
)
def test_emoji_and_rare_characters(text: str, expected: str) -> None:
    assert heard(text).replace("thumbs up sign", "thumbs up") == expected


def test_common_emoji_have_names_in_german_and_dutch() -> None:
    assert heard("👍", "de") == "Daumen hoch"
    assert heard("👍", "nl") == "duim omhoog"


def test_names_are_in_the_language_of_the_text() -> None:
    assert heard("a 🦄 b", "de") == "a Einhorn b~"
    assert heard("%", "fr") == "pour cent"


_LISTED = "fr es it pt pl ru tr cs sv fi hu el uk ro ca da nb he hi ja zh ko".split()


@pytest.mark.parametrize("language", [*_LISTED, "eo", "la", "xx"])
def test_no_language_gets_english_words(language: str) -> None:
    text = "5 % 14:30 $3 12 km 7 °C & @ # + = § × → ½ 😀 🧑‍💻 🇩🇪 2024-05-03 -5 € !"
    english = {*"percent kilometres and equals arrow grinning flag technologist".split()}
    spoken = read(text, language)
    assert {clause.language for clause in spoken} <= {language, "en"}
    assert not english & {word.text for word in words(spoken)}


@pytest.mark.parametrize("sign", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
@pytest.mark.parametrize("language", ["fr", "es", "it", "pt", "pl"])
def test_every_sign_has_a_word_in_it(language: str, sign: str) -> None:
    spoken = heard(sign, language, kind=Kind.CHARACTER)
    assert spoken.isprintable() and any(char.isalpha() for char in spoken)


def test_levels_only_ever_add() -> None:
    levels = [silent_characters(level) for level in Punctuation]
    assert all(a > b for a, b in pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quiet_character_has_a_name(language: str) -> None:
    for char in silent_characters(Punctuation.NONE):
        assert name(char, table_for(language))[0]


@pytest.mark.parametrize("char", " \t\n\x00\xa0\xad\u200b\u200d\ufe0f\u2029")
def test_blanks(char: str) -> None:
    assert is_blank(char)


@pytest.mark.parametrize("char", "a1.%\u0301😀\ue000")
def test_not_blank(char: str) -> None:
    assert not is_blank(char)


def test_all_tables_name_the_same_characters() -> None:
    english = set(table_for("en").symbols)
    for language in LANGUAGES:
        assert english <= set(table_for(language).symbols)
        assert set(table_for(language).keys) == set(table_for("en").keys)


@pytest.mark.parametrize("drawing", ["├─┴", "████", "⣾", "╔══╗", "▓▒░", "─" * 80])
@pytest.mark.parametrize(("language", "line"), [("en", "line"), ("de", "Linie"), ("fr", "ligne")])
def test_what_is_drawn_is_silent_or_one_word(drawing: str, language: str, line: str) -> None:
    written = f"{drawing} x1 {drawing}"
    assert heard(written, language) == "x1"
    assert heard(written, language, punctuation=Punctuation.ALL) == f"{line} x1 {line}"
    alone = heard(drawing, language)
    assert alone == line or len(drawing) == 1
