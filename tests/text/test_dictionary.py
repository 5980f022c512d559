"""The listener's own words: found as whole words, with their places, and never trusted."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from sotto.errors import InvalidOptionError, SettingsError
from sotto.messages import Options
from sotto.synthesis.memory_cache import cache_key
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered
from sotto.text.dictionary.dictionary import Dictionary, DictionaryEntry, read_entry
from sotto.text.own_words import OwnWords, read_words, write_words


def said(text: str, *entries: DictionaryEntry, language: str = "en") -> str:
    spoken = list(clauses(text, Options(), language, Dictionary(entries)))
    assert uncovered(text, Options(), spoken) == []
    places = [(word.start, word.end) for clause in spoken for word in clause.words]
    assert all(a <= b for a, b in pairwise(places))
    assert all(0 <= start < end <= len(text) for start, end in places)
    return " ".join(word.text for clause in spoken for word in clause.words)


@pytest.mark.parametrize(
    ("text", "entry", "wanted"),
    [
        ("Nguyen came", DictionaryEntry("Nguyen", "win"), "win came"),
        ("NGUYEN came", DictionaryEntry("Nguyen", "win"), "win came"),
        ("nguyen came", DictionaryEntry("Nguyen", "win", keeps_case=True), "nguyen came"),
        ("the GIF file", DictionaryEntry("gif", "jiff"), "the jiff file"),
        ("gifts", DictionaryEntry("gif", "jiff"), "gifts"),
        ("I like C++ most", DictionaryEntry("C++", "see plus plus"), "I like see plus plus most"),
        ("use .NET here", DictionaryEntry(".NET", "dot net"), "use dot net here"),
        ("New York City", DictionaryEntry("New York", "gotham"), "gotham City"),
        ("it is 𝗴𝗶𝗳 x", DictionaryEntry("gif", "jiff"), "it is jiff x"),
    ],
)
def test_a_word_is_said_as_wanted(text: str, entry: DictionaryEntry, wanted: str) -> None:
    assert said(text, entry) == wanted


def test_the_longest_word_wins_and_is_not_read_again() -> None:
    entries = (
        DictionaryEntry("a b", "x"),
        DictionaryEntry("a b c", "a b"),
        DictionaryEntry("x", "never"),
    )
    assert said("a b c", *entries).split() == ["a", "b"]


def test_a_word_may_be_of_one_language() -> None:
    entry = DictionaryEntry("Job", "tschob", language="de")
    assert said("Job", entry, language="de") == "tschob"
    assert said("Job", entry, language="en") == "Job"


@pytest.mark.parametrize(
    "line",
    ["a", "a\t", "\tb", "a\tb\tc\td\te", "a\tb\t!", "...\tb", "a\tb\ten\tbad", "a" * 101 + "\tb"],
)
def test_a_bad_line_is_refused(line: str) -> None:
    with pytest.raises(InvalidOptionError):
        read_entry(line)


def test_a_bad_line_costs_nothing_but_itself(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes(b"# mine\ngif\tjiff\nbad\n\xff\xfe\tx\n\xffa\ty\r\nok\tfine\tde\tcase\n")
    entries, problems = read_words(path)
    assert [entry.said for entry in entries] == ["jiff", "y", "fine"]
    assert len(problems) == 2
    assert "line 3" in problems[0]


def test_a_change_of_the_file_holds_at_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "words.tsv"
    own = OwnWords(path)
    assert own.revision() == ""
    write_words(path, [DictionaryEntry("gif", "jiff")])
    first = own.revision()
    (clause,) = own.clauses("gif", Options(), "en")
    assert [word.text for word in clause.words] == ["jiff"]
    write_words(path, [DictionaryEntry("gif", "guif")])
    assert own.revision() not in ("", first)
    path.unlink()
    assert own.revision() == ""


def test_ten_thousand_words_are_looked_up_by_their_first() -> None:
    many = Dictionary(DictionaryEntry(f"word{number}", "x") for number in range(10_000))
    (clause,) = clauses("word9999 word1x", Options(), "en", many)
    assert [word.text for word in clause.words] == ["x", "word1x"]


def test_words_are_added_changed_and_removed(tmp_path: Path) -> None:
    own = OwnWords(tmp_path / "sotto" / "words.tsv")
    own.add(DictionaryEntry("Nguyen", "win"))
    own.add(DictionaryEntry("Nguyen", "wen"))
    own.add(DictionaryEntry("Nguyen", "wen", "de"))
    assert [entry.said for entry in own.current().entries] == ["wen", "wen"]
    own.remove("Nguyen", "")
    assert [entry.language for entry in own.current().entries] == ["de"]
    with pytest.raises(InvalidOptionError):
        own.remove("Nguyen", "")


def test_lines_that_were_not_understood_are_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("bad\ngif\tjiff\n")
    with pytest.raises(SettingsError, match="line 1"):
        OwnWords(path).add(DictionaryEntry("a", "b"))
    assert path.read_text() == "bad\ngif\tjiff\n"


def test_a_kept_sound_belongs_to_the_words_it_was_made_with(tmp_path: Path) -> None:
    own = OwnWords(tmp_path / "words.tsv")
    before = cache_key("gif", Options(), "v", "en", own.revision())
    own.add(DictionaryEntry("gif", "jiff"))
    after = cache_key("gif", Options(), "v", "en", own.revision())
    assert before != after
    assert before.manner != after.manner
