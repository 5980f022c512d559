"""Where clauses end, how long they are, and what they carry."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sotto.messages import (
    Break,
    Clause,
    ClauseMark,
    Mark,
    Options,
    Prosody,
    ProsodyChange,
    Stop,
    Word,
)
from sotto.text.build import FIRST, LATER, Token, build, spoken
from sotto.text.clauses import clauses
from sotto.text.tokens.items import Boundary
from text.reading import marks, phrased, read, read_ssml


def tokens(text: str) -> Iterator[Token]:
    """Words; `,` and `.` are boundaries, `#x` is a mark, `~` a break of 100 ms."""
    at = 0
    for part in text.split():
        if part in (",", "."):
            yield Boundary(Stop(part), 150 if part == "," else 350)
        elif part == "~":
            yield Break(100)
        elif part.startswith("#"):
            yield Mark(part[1:])
        else:
            yield spoken(Word(part, at, at + len(part)), "en")
        at += len(part) + 1


def built(text: str) -> list[Clause]:
    return list(build(tokens(text), Prosody()))


def sizes(text: str) -> list[int]:
    return [len(clause.words) for clause in built(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a , b .", "a, b.350"),
        ("a . . b", "a.350 b"),
        ("a , . b", "a.350 b"),
        (", . a", "a"),
        ("a ~ b", "a,100 b"),
        ("a . ~ b", "a.450 b"),
        ("a ~ ~ b", "a,200 b"),
        ("~ a", "100 a"),
        ("a . ~", "a.450"),
        ("a ~ . b", "a.350 b"),
    ],
)
def test_stops_and_pauses(text: str, expected: str) -> None:
    assert phrased(built(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#1 a", [("1", "a")]),
        ("a #1 b", [("1", "b")]),
        ("a #1 #2 b #3", [("1", "b"), ("2", "b"), ("3", "")]),
        ("a #1 . b", [("1", "")]),
        ("a . #1 b", [("1", "b")]),
        ("a . #1 ~ #2 b", [("1", ""), ("2", "b")]),
        ("#1", [("1", "")]),
        ("a . #1", [("1", "")]),
        ("#1 ~ #2", [("1", ""), ("2", "")]),
    ],
)
def test_marks(text: str, expected: list[tuple[str, str]]) -> None:
    assert marks(built(text)) == expected


def test_a_mark_between_silences_parts_them() -> None:
    assert [(c.pause, c.marks) for c in built("a . #1 ~ #2 ~")] == [
        (350, ()),
        (100, (ClauseMark(0, "1"),)),
        (100, (ClauseMark(0, "2"),)),
    ]


def test_the_first_clause_is_short_where_a_place_exists() -> None:
    text = "one two three four five and six" + " word" * (FIRST.words + FIRST.slack)
    assert sizes(text)[0] == 5


def test_the_last_joining_word_that_fits_is_taken() -> None:
    assert sizes("a b c and d e or f" + " word" * 14)[0] == 6


def test_a_long_clause_is_cut_behind_a_comma() -> None:
    text = "one two three , four five and six" + " word" * (FIRST.words + FIRST.slack)
    first, *_ = built(text)
    assert phrased([first]) == "one two three,150"


def test_a_clause_that_is_long_enough_ends_at_its_comma() -> None:
    long = "x" * (FIRST.joined - 2)
    assert phrased(built(f"a , {long} , b c")) == f"a, {long},150 b c"


def test_a_comma_at_the_end_is_the_clauses_own() -> None:
    (clause,) = built("one , two ,")
    assert [word.stop for word in clause.words] == [Stop.COMMA, Stop.NONE]
    assert clause.stop is Stop.COMMA


def test_without_a_place_the_first_clause_is_cut_by_length() -> None:
    found = sizes("x" + " word" * 99)
    assert found[0] <= FIRST.words
    assert all(size <= LATER.words for size in found)
    assert sum(found) == 100


def test_a_text_that_is_only_a_little_longer_is_not_cut() -> None:
    assert sizes(" ".join(["word"] * (FIRST.words + FIRST.slack))) == [FIRST.words + FIRST.slack]


def test_long_words_make_short_clauses() -> None:
    found = built(" ".join(["x" * 30] * 10))
    assert all(
        sum(len(word.text) for word in clause.words) <= LATER.weight * 1.6 for clause in found
    )


def test_marks_go_with_the_word_behind_a_cut() -> None:
    text = " ".join(f"#{index} w{index}x" for index in range(50))
    found = built(text)
    assert len(found) > 2
    assert marks(found) == [(str(index), f"w{index}x") for index in range(50)]


def test_words_for_one_place_stay_together() -> None:
    amounts = [spoken(Word(t, i, i + 1), "en") for i in range(40) for t in ("5", "dollars")]
    for clause in build(iter(amounts), Prosody()):
        assert [word.text for word in clause.words[:1]] == ["5"]
        assert len(clause.words) % 2 == 0


def test_a_change_of_language_parts_without_a_pause() -> None:
    found = read_ssml("one <lang xml:lang='de'>zwei</lang>, three")
    assert [(c.language, c.stop, c.pause) for c in found] == [
        ("en", Stop.NONE, 0),
        ("de", Stop.COMMA, 150),
        ("en", Stop.NONE, 0),
    ]


def test_a_change_of_prosody_parts_and_multiplies() -> None:
    found = list(
        build(
            iter([*tokens("a b"), ProsodyChange(Prosody(rate=2)), *tokens("c")]),
            Prosody(rate=1.5, volume=0.5),
        )
    )
    assert [clause.prosody for clause in found] == [
        Prosody(rate=1.5, volume=0.5),
        Prosody(rate=3.0, volume=0.5),
    ]


def test_punctuation_behind_an_element_belongs_to_its_words() -> None:
    found = read_ssml("<prosody rate='fast'>quick</prosody>. Next")
    assert phrased(found) == "quick.350 Next"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi, you", "Hi, you"),
        ("Hi; you: they", "Hi, you, they"),
        ("Hi. You", "Hi.350 You"),
        ("Hi! You?", "Hi!350 You?350"),
        ("Really?! Yes", "Really?350 Yes"),
        ("Well... yes", "Well.350 yes"),
        ("Well… yes", "Well.350 yes"),
        ("one\n\ntwo", "one.500 two"),
        ("one.\n\ntwo", "one.500 two"),
        ("one\ntwo", "one.350 two"),
        ("one\r\n\r\ntwo", "one.500 two"),
        ("one - two – three — four—five", "one, two, three, four, five"),
        ('He said "no." Then', "He said no.350 Then"),
        ("Save (Ctrl) now", "Save, Ctrl, now"),
        ("f(x) g[0]", "f x g 0"),
        ("a,b", "a, b"),
        ("你好。再见！", "你好.350 再见!350"),
        ("كيف؟ نعم", "كيف?350 نعم"),
        ("नमस्ते। हाँ", "नमस्ते.350 हाँ"),
        ("¿Qué? Sí", "Qué?350 Sí"),
    ],
)
def test_punctuation(text: str, expected: str) -> None:
    assert phrased(read(text)) == expected


def test_paragraph_and_sentence_elements() -> None:
    assert phrased(read_ssml("<p>One</p><p>Two</p>")) == "One.500 Two.500"
    assert phrased(read_ssml("<s>One</s><s>Two</s>")) == "One.350 Two.350"


def test_the_options_prosody_is_every_clauses() -> None:
    prosody = Prosody(rate=2.0, pitch=1.2)
    found = clauses("One. Two.", Options(prosody=prosody), "en")
    assert [clause.prosody for clause in found] == [prosody, prosody]
