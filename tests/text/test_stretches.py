"""Own words in long texts: found wherever they stand, with little work before the first sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from sotto.messages import Kind, Options
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered
from sotto.text.dictionary.dictionary import (
    MOST_PATTERNS,
    MOST_WORDS,
    Dictionary,
    DictionaryEntry,
    Match,
)
from sotto.text.markup.parse import LONGEST_TEXT
from sotto.text.own_words import OwnWords, read_words, write_words
from sotto.text.stretches import FIRST, LATER

PROSE = "The quick brown fox jumps over a lazy dog near word7 and runs on. "
LONG = {
    "prose": PROSE,
    "no punctuation": "hello world ",
    "one word": "x",
    "figures": "1",
    "no blanks": "a.b/c@",
    "ideographs": "日本語",
    "signs": "=-",
    "marks": '<mark name="m"/>word ',
}


@pytest.fixture(scope="module")
def full() -> Dictionary:
    """As many words as there may be, and as many expressions, none of them easy to look for."""
    patterns = [
        DictionaryEntry(rf"[a-z]+ [0-9]{{1,{n % 30 + 2}}} [a-z]*!{n}", "x", match=Match.PATTERN)
        for n in range(MOST_PATTERNS)
    ]
    words = [DictionaryEntry(f"word{n}", f"said {n}") for n in range(MOST_WORDS - MOST_PATTERNS)]
    return Dictionary([*patterns, *words])


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.SSML])
@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_the_first_words_of_a_megabyte_cost_little(
    full: Dictionary, piece: str, kind: Kind
) -> None:
    looks, searched = full.looks, full.searched
    text = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    first = next(clauses(text, Options(kind=kind), "en", full))
    assert first.words
    # 300 characters each for prose; 8,192 where there is no blank to part it at.
    assert full.searched - searched <= MOST_PATTERNS * (1000 if " " in piece else 8192)
    assert full.looks - looks <= 8192


@pytest.mark.parametrize("shift", range(0, 40, 3))
def test_an_entry_of_several_words_is_found_wherever_it_stands(shift: int) -> None:
    entries = [
        DictionaryEntry("New York City", "gotham"),
        DictionaryEntry(r"\bsixty (one|two) three", "counted", match=Match.PATTERN),
        DictionaryEntry("lazy dog", "/haʊnd/"),
    ]
    text = "x" * shift + " In New York City some sixty one three meet a lazy dog today. " * 60
    spoken = list(clauses(text, Options(), "en", Dictionary(entries)))
    said = [word.ipa or word.text for clause in spoken for word in clause.words]
    assert [said.count(word) for word in ("gotham", "counted", "haʊnd")] == [60, 60, 60]
    assert not {"York", "three", "dog"} & set(said)
    assert uncovered(text, Options(), spoken) == []


def test_parts_of_a_run_are_read_as_the_whole_would_be() -> None:
    text = "Dr. Smith paid $5.50 for 12 km, e.g. by train (No. 7), and it's 14:30 now. " * 40
    nothing = Dictionary([DictionaryEntry("never there", "x y")])
    assert len(text) > FIRST + 2 * LATER
    plain = [clause.words for clause in clauses(text, Options(), "en")]
    assert [clause.words for clause in clauses(text, Options(), "en", nothing)] == plain


def test_marks_and_sounds_keep_their_places_in_the_parts_of_a_run() -> None:
    piece = 'some words <mark name="{}"/>before <phoneme ph="wɪn">Nguyen</phoneme> came home, '
    text = "".join(piece.format(number) for number in range(80))
    words = Dictionary([DictionaryEntry("came home", "arrived")])
    spoken = list(clauses(text, Options(kind=Kind.SSML), "en", words))
    marks = [
        (mark.name, clause.words[mark.word].text) for clause in spoken for mark in clause.marks
    ]
    assert marks == [(str(number), "before") for number in range(80)]
    said = [word for clause in spoken for word in clause.words]
    assert [word.ipa for word in said].count("wɪn") == 80
    assert [word.text for word in said].count("arrived") == 80
    assert all(text[word.start : word.end] == "Nguyen" for word in said if word.ipa)


def test_a_change_reads_no_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []

    def counted(path: Path) -> tuple[list[DictionaryEntry], list[str]]:
        reads.append(path)
        return read_words(path)

    monkeypatch.setattr("sotto.text.own_words.read_words", counted)
    path = tmp_path / "words.tsv"
    own = OwnWords(path)
    for number in range(5):
        own.add(DictionaryEntry(f"w{number}", "x"))
        assert len(own.current().entries) == number + 1
    assert own.undo()
    assert reads == []
    write_words(path, [DictionaryEntry("other", "y")])
    assert [entry.written for entry in own.current().entries] == ["other"]
    assert len(reads) == 1
