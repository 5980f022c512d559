"""Words and scripts: borders, humps, compatibility forms, languages."""

from __future__ import annotations

import pytest

from sotto.text.tokens.scripts import LATIN, base, is_latin, language_of, script
from sotto.text.tokens.words import LONGEST_WORD, say_word, word_end
from text.reading import heard, read, words

SCRIPTS = {
    "Привет": "ru", "Ελληνικά": "el", "שלום": "he", "مرحبا": "ar", "नमस्ते": "hi",
    "สวัสดี": "th", "你好": "zh", "こんにちは": "ja", "カタカナ": "ja", "안녕": "ko",
    "Հայ": "hy", "ქართ": "ka", "বাংলা": "bn", "தமிழ்": "ta", "తెలుగు": "te",
    "ಕನ್ನಡ": "kn", "മലയാളം": "ml", "ગુજરાતી": "gu", "ਪੰਜਾਬੀ": "pa", "සිංහල": "si",
    "አማርኛ": "am", "မြန်မာ": "my",
}  # fmt: skip


@pytest.mark.parametrize(("word", "language"), SCRIPTS.items())
@pytest.mark.parametrize("voice", ["en", "de", "nl"])
def test_a_script_has_its_language(word: str, language: str, voice: str) -> None:
    spoken = read(f"see {word} here", voice)
    assert [clause.language for clause in spoken] == [voice, language, voice]
    assert "".join(w.text for w in spoken[1].words) == word


@pytest.mark.parametrize(
    ("word", "current", "expected"),
    [
        ("привіт", "uk", "uk"), ("привет", "bg-BG", "bg-BG"), ("سلام", "fa", "fa"),
        ("日本", "ja", "ja"), ("日本", "en", "zh"), ("日の", "en", "ja"), ("日本", "ko", "ko"),
        ("नमस्ते", "mr", "mr"), ("hello", "ru", "en"), ("hello", "fr", "fr"), ("5", "ru", "ru"),
        ("hello", "de", "de"),
    ],
)  # fmt: skip
def test_shared_scripts_keep_the_language_of_their_text(
    word: str, current: str, expected: str
) -> None:
    assert language_of(word, current, "en") == expected


def test_latin_words_in_foreign_text_are_the_voices_own() -> None:
    assert language_of("hallo", "ru", "nl") == "nl"
    assert language_of("hallo", "ru", "ru") == "en"


def test_script_of_single_characters() -> None:
    assert script("a") == script("é") == script("ẞ") == LATIN
    assert script("1") == script(".") == script("😀") == script("ᚠ") == ""
    assert is_latin("pl") and not is_latin("ru-RU")
    assert base("EN-us") == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("word two", "word"), ("it's", "it's"), ("it’s", "it’s"), ("dogs' tail", "dogs"),
        ("e\u0301t\u0301 x", "e\u0301t\u0301"), ("so\xadft", "so\xadft"), ("MP3!", "MP3"),
        ("aжb", "a"), ("жab", "ж"), ("kana", "kana"), ("日本語日本語日本語", "日本語日本語"),
        ("x²", "x"), ("naïve.", "naïve"), ("ᚠa", "ᚠ"), ("aᚠ", "a"),
    ],
)  # fmt: skip
def test_where_words_end(text: str, expected: str) -> None:
    assert text[: word_end(text, 0)] == expected


def test_apostrophes_part_words_on_request() -> None:
    assert word_end("it's", 0, apostrophes=False) == 2


def test_long_words_are_cut() -> None:
    assert word_end("x" * 1000, 0) == LONGEST_WORD
    assert word_end("x" + "\u0301" * 1000, 0) <= LONGEST_WORD + 8


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ﬁne", "fine"), ("ｈｉ", "hi"), ("𝓗𝓲", "Hi"), ("don’t", "don't"), ("so\xadft", "soft"),
        ("cafe\u0301", "café"), ("ſo", "so"),
    ],
)  # fmt: skip
def test_compatibility_forms_are_plain_letters(written: str, expected: str) -> None:
    said = say_word(written, 0, len(written), "en", "en")
    assert said is not None
    assert [(say.text, say.start, say.end) for say in said] == [(expected, 0, len(written))]


def test_a_script_without_a_language_is_no_word() -> None:
    assert say_word("ᚠ", 0, 1, "en", "en") is None
    assert heard("aᚠb") == "a runic letter fehu feoh fe f b~"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("camelCase", ["camel", "Case"]), ("HTMLParser", ["HTML", "Parser"]),
        ("GmbH", ["GmbH"]), ("PhD", ["PhD"]), ("PCs", ["PCs"]), ("MacArthur", ["MacArthur"]),
        ("USA", ["USA"]), ("straßeName", ["straße", "Name"]), ("aB", ["aB"]),
        ("getXMLHttp", ["get", "XML", "Http"]),
    ],
)  # fmt: skip
def test_humps(written: str, expected: list[str]) -> None:
    said = say_word(written, 0, len(written), "en", "en")
    assert said is not None
    assert [written[say.start : say.end] for say in said] == expected


def test_figures_follow_the_word_before_them() -> None:
    assert [clause.language for clause in read("Привет 5 мир 6")] == ["ru"]
    assert [clause.language for clause in read("Привет. 5 apples")] == ["ru", "en"]


def test_german_acronyms_are_spelled() -> None:
    assert heard("die USA", "de") == "die U~ S~ A~"
    assert heard("USA") == "USA"


def test_mixed_scripts_in_one_string_lose_nothing() -> None:
    assert heard("helloпривет") == "hello ru:привет"


def test_positions_of_humps() -> None:
    assert [(w.start, w.end) for w in words(read("see camelCase"))] == [(0, 3), (4, 9), (9, 13)]


def test_figures_in_a_language_that_keeps_them_silent_are_the_voices_own() -> None:
    assert [clause.language for clause in read("שלום 5 x")] == ["he", "en"]
    assert heard("5", "he") == "en:5"


def test_a_mark_of_another_script_is_named() -> None:
    assert heard("fೖ x") == "f~ kannada ai length mark x~"


def test_figures_of_other_scripts_beside_ours() -> None:
    assert heard("5৩ x") == "5 3 x~"


def test_accents_that_no_letter_exists_with_are_left_out_of_words() -> None:
    assert heard("x\u0330yz") == "xyz"
    assert heard("n\u0303a") == "ña"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("'t huis", "'t huis"), ("’s morgens", "'s morgens"), ("foto's", "foto's"), ("'tot'", "tot")],
)
def test_dutch_words_behind_an_apostrophe(text: str, expected: str) -> None:
    assert heard(text, "nl") == expected


def test_a_consonant_alone_is_a_letter() -> None:
    assert heard("press x now") == "press x~ now"
    assert heard("a plan") == "a plan"
    assert heard("в доме", "ru") == "в доме"


@pytest.mark.parametrize("language", ["en", "fr", "de", "pl", "ru"])
def test_words_in_scripts_that_no_voice_reads_are_told_by_their_sounds(language: str) -> None:
    said = heard("ᏣᎳᎩ", language)
    assert said == ("en:tsalagi" if language == "ru" else "tsalagi")


def test_a_letter_of_such_a_script_alone_is_told_by_its_name_or_number() -> None:
    assert heard("Ꮳ") == "cherokee letter tsa"
    assert heard("Ꮳ", "fr") == "caractère 1 3 E 3"
    assert heard("Ꮳ", "cs") == "U 1 3 E 3"
