"""The plain form says the same words at the same places, with the same marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.messages import AudioChunk, Capitals, Kind, MarkCue, Options, WordCue
from sotto.text.clauses import clauses
from sotto.text.dictionary.dictionary import Dictionary, DictionaryEntry
from sotto.text.markup.plain import Restorer, plain_form

SSML = Options(kind=Kind.SSML)
TYPED = (Kind.KEY, Kind.CHARACTER)


def told(text: str, options: Options) -> list[object]:
    """Words with what they say and where, and marks, in the order of the voice."""
    found: list[object] = []
    for clause in clauses(text, options, "en"):
        marks = list(clause.marks)
        for index, word in enumerate(clause.words):
            while marks and marks[0].word <= index:
                found.append(marks.pop(0).name)
            found.append((word.text, word.start, word.end, word.letter))
        found.extend(mark.name for mark in marks)
    return found


def told_plainly(text: str) -> list[object]:
    """The same, by way of the plain form and the sound's cues."""
    plain = plain_form(text, SSML)
    words = [
        (word, index)
        for index, word in enumerate(
            word for clause in clauses(plain.text, plain.options, "en") for word in clause.words
        )
    ]
    restorer = Restorer(plain)
    found: list[object] = []
    for word, index in words:
        cues = (WordCue(index, word.start, word.end),)
        for cue in restorer.chunk(AudioChunk(np.zeros(1, np.float32), 8000, cues)).cues:
            if isinstance(cue, MarkCue):
                found.append(cue.name)
            else:
                found.append((word.text, cue.start, cue.end, word.letter))
    return found + [mark.name for mark in restorer.rest()]


ORCA = (
    '<speak><mark name="0:5"/>First <mark name="6:13"/>message <mark name="14:18"/>from '
    '<mark name="19:24"/>Cleo.<mark name="__spd_0"/></speak>'
)


@pytest.mark.parametrize(
    "text",
    [
        ORCA,
        '<speak><mark name="0:1"/>a </speak>',
        "<speak>Tom &amp; Jerry &lt;3</speak>",
        '<speak>&lt;<mark name="x"/>&gt;</speak>',
        '<mark name="a"/> <mark name="b"/>Hello',
        "<speak><speak>doubled</speak>",
        '<speak>3<mark name="m"/>.5 kg</speak>',
        "<speak>,</speak>",
        "<speak> </speak>",
        "",
        "Is it 1 &lt; 2? Yes.",
    ],
)
def test_orcas_forms(text: str) -> None:
    assert told_plainly(text) == told(text, SSML)


words = st.sampled_from(["Hello", "world.", "3.5", "a", "&amp;", "&lt;b&gt;", "don't", "x?", ","])
marks = st.sampled_from(["", '<mark name="m"/>', '<mark name="n"/>'])


@given(st.lists(st.tuples(marks, words), max_size=8), st.booleans())
def test_any_words_and_marks(parts: list[tuple[str, str]], is_wrapped: bool) -> None:
    body = " ".join(mark + word for mark, word in parts)
    text = f"<speak>{body}</speak>" if is_wrapped else body
    assert told_plainly(text) == told(text, SSML)


def test_marks_do_not_make_another_text() -> None:
    assert plain_form(ORCA, SSML).text == "First message from Cleo."
    assert plain_form(ORCA, SSML).options == Options()
    assert plain_form(" First message from Cleo. ", Options()).text == "First message from Cleo."


@pytest.mark.parametrize(
    "text",
    [
        "<speak><prosody rate='2'>x</prosody></speak>",
        "<break/>",
        "<p>x</p>",
        '<speak xml:lang="de">x</speak>',
        "x" * 3000,
    ],
)
def test_other_markup_is_left_alone(text: str) -> None:
    plain = plain_form(text, SSML)
    assert (plain.text, plain.options, plain.marks) == (text, SSML, ())


def test_letters_and_keys_are_left_alone() -> None:
    for text, kind in ((" ", Kind.CHARACTER), ("shift_a", Kind.KEY), ("a", Kind.SPELL)):
        assert plain_form(text, Options(kind=kind)).options.kind is kind


@pytest.mark.parametrize("language", ["en-us", "de", "ru", "ja", "ar", "xx"])
@pytest.mark.parametrize("capitals", Capitals)
def test_a_typed_character_is_the_same_text_as_a_key_and_as_a_character(
    language: str, capitals: Capitals
) -> None:
    own = Dictionary([DictionaryEntry("a", "alpha"), DictionaryEntry("B", "bravo")])
    as_key, as_character = (Options(kind=kind, capitals=capitals) for kind in TYPED)
    for text in (*map(chr, range(1, 0x250)), *"жИ七あب€☺", "space"):
        assert plain_form(text, as_key) == plain_form(text, as_character)
        one, other = (list(clauses(text, each, language, own)) for each in (as_key, as_character))
        assert one == other
