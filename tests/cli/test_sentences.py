"""A stream of text is cut where a sentence ends, as soon as it is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sotto.cli.sentences import LONGEST, Sentences


def cut(*pieces: str) -> list[str]:
    sentences = Sentences()
    return [s for piece in pieces for s in sentences.feed(piece)] + list(sentences.finish())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        ("It is 3.5 or v1.2.3 now. Next.", ["It is 3.5 or v1.2.3 now. ", "Next."]),
        ("Dr. Smith met Mr. Jones. Then left.", ["Dr. Smith met Mr. Jones. ", "Then left."]),
        ("A title\n\nThe text", ["A title\n\n", "The text"]),
        ("one line\nthe same sentence.", ["one line\nthe same sentence."]),
        ('He said "No." Then left.', ['He said "No." ', "Then left."]),
        ("你好。再见。", ["你好。", "再见。"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_sentence_comes_before_the_next_is_there() -> None:
    sentences = Sentences()
    assert list(sentences.feed("One. T")) == ["One. "]
    assert list(sentences.feed("wo")) == []
    assert list(sentences.feed(".\n\n")) == ["Two.\n\n"]


def test_text_without_an_end_is_cut_at_a_blank() -> None:
    pieces = cut("word " * 2000)
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(piece.endswith(" ") for piece in pieces)
    assert "".join(pieces) == "word " * 2000


texts = st.text(st.sampled_from(". !?\nabD r…。\"'é😀"), max_size=200)


@settings(deadline=None)
@given(st.lists(texts, max_size=8))
def test_nothing_is_lost_however_it_comes(pieces: list[str]) -> None:
    assert "".join(cut(*pieces)) == "".join(pieces)


@settings(deadline=None, max_examples=20)
@given(st.text(st.sampled_from("a .b"), min_size=3000, max_size=9000))
def test_no_piece_is_longer_than_allowed(text: str) -> None:
    pieces = cut(text)
    assert "".join(pieces) == text
    assert all(len(piece) <= LONGEST for piece in pieces)
