"""Transcripts to tokens."""

from collections.abc import Sequence

import pytest

from sotto_models.tokens import Token, is_letter, make_tokens, split_text


def letters(words: Sequence[str]) -> list[list[tuple[str, int]]]:
    return [[(letter, 2 if place == 0 else 0) for place, letter in enumerate(w)] for w in words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes.", [("Yes", ".")]),
        ("it costs 3.14, no?", [("it", ""), ("costs", ""), ("3.14", ","), ("no", "?")]),
        ("one -- two", [("one", ","), ("two", "")]),
        ("(so) he said: “Go!”", [("so", ","), ("he", ""), ("said", ","), ("Go", "!")]),
        ("don’t", [("don't", "")]),
        ("well-known", [("well-known", "")]),
        ("...", []),
    ],
)
def test_words_and_the_marks_after_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert split_text(text) == expected


def test_a_letter_that_is_named_is_marked_and_no_other_word_is() -> None:
    assert [is_letter(word) for word, _ in split_text("_a, _F 12. a, I _b")] == [
        *(True, True, False, False, False, True)
    ]


def test_tokens_stand_between_silences_and_mark_where_words_start() -> None:
    assert make_tokens("ab, c", letters) == [
        Token("#"),
        Token("a", 2, 1),
        Token("b", 0, 0),
        Token(","),
        Token("c", 2, 1),
        Token("#"),
    ]


def test_a_word_without_phonemes_leaves_no_double_mark() -> None:
    symbols = [token.symbol for token in make_tokens("a, b, c", lambda words: [[("a", 0)], [], []])]
    assert symbols == ["#", "a", ",", "#"]
