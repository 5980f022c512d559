"""Single characters, spelling, capitals and key names."""

from __future__ import annotations

import unicodedata

import pytest

from sotto.messages import Capitals, Kind, Options, SayAsForm
from sotto.text.clauses import clauses
from sotto.text.signs.letters import cluster_end, spell
from sotto.text.tokens.items import Say
from text.reading import heard, phrased, read, words


@pytest.mark.parametrize("language", ["en", "de", "nl"])
@pytest.mark.parametrize("char", "abcxyzABZñßø")
@pytest.mark.parametrize("kind", [Kind.CHARACTER, Kind.SPELL, Kind.KEY, Kind.TEXT])
def test_a_lone_letter_is_a_letter_in_every_kind(char: str, language: str, kind: Kind) -> None:
    (word,) = words(read(char, language, kind=kind))
    assert word.letter
    assert word.text == char
    assert (word.start, word.end) == (0, 1)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "space"), ("de", "Leerzeichen"), ("nl", "spatie")]
)
def test_the_space_is_named(language: str, expected: str) -> None:
    assert heard(" ", language, kind=Kind.CHARACTER) == expected
    assert heard(" ", language, kind=Kind.SPELL) == expected


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("\t", "tab"),
        ("\n", "new line"),
        ("5", "5"),
        ("<", "less"),
        ("&", "and"),
        ("e\u0301", "é~"),
        ("e\u030a", "e~ combining ring above"),
        ("\u0301", "combining acute accent"),
        ("ж", "ru:ж~"),
        ("ا", "ar:ا~"),
        ("日", "zh:日~"),
        ("Ω", "el:Ω~"),
        ("ａ", "a~"),
        ("٣", "3"),
        ("²", "squared"),
        ("\x01", "character 1"),
        ("space", "space"),
        ("ab", "a~ b~"),
    ],
)
def test_characters(char: str, expected: str) -> None:
    assert heard(char, kind=Kind.CHARACTER) == expected


def test_a_single_grapheme_of_text_is_named() -> None:
    assert heard(" x ") == "x~"
    assert heard("<speak><mark name='1'/>x</speak>", kind=Kind.SSML) == "x~"
    assert heard("a bit") == "a bit"


def test_spelling_pauses_at_spaces() -> None:
    assert phrased(read("ab c.", kind=Kind.SPELL)) == "a b, c dot"


def test_a_lone_letter_with_a_full_stop_is_still_a_letter() -> None:
    assert heard("a.") == "a~"


@pytest.mark.parametrize(
    ("capitals", "language", "expected"),
    [
        (Capitals.NONE, "en", "a~ B~"),
        (Capitals.SPELL, "en", "a~ capital B~"),
        (Capitals.SPELL, "de", "a~ groß B~"),
        (Capitals.SPELL, "nl", "a~ hoofdletter B~"),
        (Capitals.SPELL, "fr", "a~ majuscule B~"),
        (Capitals.PITCH, "en", "a~ B~^"),
        (Capitals.ICON, "en", "a~ *B~"),
    ],
)
def test_capitals_in_spelling(capitals: Capitals, language: str, expected: str) -> None:
    assert heard("aB", language, kind=Kind.SPELL, capitals=capitals) == expected


@pytest.mark.parametrize(
    ("capitals", "expected"),
    [
        (Capitals.NONE, "Hello big World"),
        (Capitals.SPELL, "capital Hello big capital World"),
        (Capitals.PITCH, "Hello^ big World^"),
        (Capitals.ICON, "*Hello big *World"),
    ],
)
def test_capitals_in_text(capitals: Capitals, expected: str) -> None:
    assert heard("Hello big World", capitals=capitals) == expected


def test_the_word_capital_keeps_the_normal_pitch_and_the_letters_place() -> None:
    capital, letter = words(read("A", kind=Kind.CHARACTER, capitals=Capitals.SPELL))
    assert capital.pitch == letter.pitch == 1
    assert (capital.start, capital.end) == (letter.start, letter.end) == (0, 1)


def test_a_capital_is_told_once_for_an_expansion() -> None:
    assert heard("Dr. X", capitals=Capitals.SPELL) == "capital Doctor capital X~"
    assert heard("E.g. x", capitals=Capitals.ICON) == "*for example x~"


def test_figures_and_signs_are_no_capitals() -> None:
    assert heard("5%", kind=Kind.SPELL, capitals=Capitals.SPELL) == "5 percent"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "shift_a", "shift a~"),
        ("en", "shift_A", "shift A~"),
        ("en", "control_alt_delete", "control alt delete"),
        ("de", "control_alt_delete", "Steuerung Alt Entfernen"),
        ("nl", "shift_down", "shift omlaag"),
        ("en", "kp-0", "keypad 0"),
        ("en", "kp-*", "keypad star"),
        ("en", "kp-enter", "keypad enter"),
        ("en", "kp-page-up", "keypad page up"),
        ("en", "F1", "F~ 1"),
        ("en", "f12", "f~ 12"),
        ("en", "alt_F4", "alt F~ 4"),
        ("en", "space", "space"),
        ("de", "space", "Leertaste"),
        ("nl", "space", "spatie"),
        ("en", "underscore", "underscore"),
        ("en", "double-quote", "quote"),
        ("de", "double-quote", "Anführungszeichen"),
        ("en", "_", "underscore"),
        ("en", "shift__", "shift underscore"),
        ("en", "shift_", "shift underscore"),
        ("en", "-", "dash"),
        ("en", " ", "space"),
        ("en", "é", "é~"),
        ("en", "page_down", "page down"),
        ("en", "caps-lock", "caps lock"),
        ("en", "return", "return"),
        ("en", "escape", "escape"),
        ("en", "period", "dot"),
        ("en", "AudioPlay", "Audio Play"),
        ("en", "dead_acute", "dead underscore acute"),
        ("fr", "control_x", "contrôle x~"),
        ("en", "ж", "ru:ж~"),
    ],
)
def test_keys(language: str, text: str, expected: str) -> None:
    assert heard(text, language, kind=Kind.KEY) == expected


def test_digits_are_told_apart_and_separators_pause() -> None:
    items = list(spell("+49-30", SayAsForm.DIGITS, "en", "en"))
    assert [item.text if isinstance(item, Say) else "," for item in items] == [
        "plus", "4", "9", ",", "3", "0",
    ]  # fmt: skip


def test_separators_alone_are_named_as_digits_too() -> None:
    items = list(spell("-", SayAsForm.DIGITS, "en", "en"))
    assert [item.text for item in items if isinstance(item, Say)] == ["dash"]


def test_glyphs_name_their_spaces() -> None:
    items = list(spell("a b", SayAsForm.GLYPHS, "en", "en"))
    assert [item.text for item in items if isinstance(item, Say)] == ["a", "space", "b"]


def test_a_cluster_is_bounded() -> None:
    assert cluster_end("e" + "\u0301" * 100, 0) <= 20


@pytest.mark.parametrize("kind", [Kind.CHARACTER, Kind.TEXT, Kind.SPELL])
@pytest.mark.parametrize(
    ("language", "char", "said"),
    [
        ("es", "ó", "o~ acentuada"), ("es", "y", "i~ griega"), ("fr", "à", "a~ accent grave"),
        ("fr", "Ô", "O~ accent circonflexe"), ("fr", "œ", "e~ dans l'o"),
        ("it", "é", "e~ accento acuto"), ("it", "ù", "u~ accento grave"), ("pt", "á", "a~ agudo"),
        ("pl", "ó", "o~ kreskowane"), ("nl", "é", "e~ accent aigu"), ("en", "à", "a~ grave"),
    ],
)  # fmt: skip
def test_letters_that_sound_like_others_are_told_by_their_accent(
    language: str, char: str, said: str, kind: Kind
) -> None:
    assert heard(char, language, kind=kind) == said


@pytest.mark.parametrize(
    ("char", "language", "said"),
    [("⅔", "en", "two thirds"), ("½", "de", "ein halb"), ("Ⅳ", "en", "4"), ("ⅻ", "de", "12")],
)
def test_a_character_that_is_a_number_is_told_as_one(char: str, language: str, said: str) -> None:
    spoken = clauses(char, Options(kind=Kind.CHARACTER), language)
    assert " ".join(word.text for clause in spoken for word in clause.words) == said


@pytest.mark.parametrize("sign", "…‥№™½⅓¾ⅣⅧⅫ")
@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pl"])
def test_a_sign_that_speech_dispatcher_took_apart_is_named_as_one(sign: str, language: str) -> None:
    """The server sends the compatible form (NFKC) of a character: `...`, `No`, `1⁄2`."""
    sent = unicodedata.normalize("NFKC", sign)
    assert len(sent) > 1
    named = heard(sign, language, kind=Kind.CHARACTER)
    assert named == heard(sent, language, kind=Kind.CHARACTER)
    assert "~" not in named


@pytest.mark.parametrize("text", ["ab", "No.", "IIII", "a…", ".", "I", "fi"])
def test_what_is_no_such_sign_is_named_letter_by_letter(text: str) -> None:
    said = heard(text, kind=Kind.CHARACTER).split()
    assert len(said) == len(text)
