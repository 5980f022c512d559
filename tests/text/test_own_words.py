"""Own words in full: where they are looked for, expressions that cannot hang, what is imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from sotto.errors import InvalidOptionError
from sotto.messages import Options
from sotto.text.clauses import clauses
from sotto.text.coverage import uncovered
from sotto.text.dictionary.dictionary import (
    MOST_PATTERNS,
    Dictionary,
    DictionaryEntry,
    Match,
    read_entry,
)
from sotto.text.dictionary.import_words import import_words
from sotto.text.dictionary.patterns import bounded
from sotto.text.own_words import OwnWords, said_with
from sotto.text.tokens.normalise import normalise


def said(text: str, *entries: DictionaryEntry, language: str = "en", voice: str = "") -> str:
    options = Options(voice=voice)
    spoken = list(clauses(text, options, language, Dictionary(entries)))
    assert uncovered(text, options, spoken) == []
    return " ".join(word.text for clause in spoken for word in clause.words)


@pytest.mark.parametrize(
    ("text", "entry", "wanted"),
    [
        (
            "microsoft, the micro",
            DictionaryEntry("micro", "mike ", match=Match.START),
            "mike soft the mike",
        ),
        ("a nanomicro", DictionaryEntry("micro", "mike", match=Match.START), "a nanomicro"),
        ("unhappyly", DictionaryEntry("app", "ap", match=Match.ANYWHERE), "unhapyly"),
        ("5→6", DictionaryEntry("→", "to", match=Match.ANYWHERE), "5 to 6"),
        ("STRASSE", DictionaryEntry("straße", "x", match=Match.ANYWHERE), "STRASSE"),
        ("İstanbul", DictionaryEntry("stan", "x", match=Match.ANYWHERE), "İxbul"),
        (
            "see v12 now",
            DictionaryEntry(r"\bv(\d+)", r"version \1", match=Match.PATTERN),
            "see version 12 now",
        ),
        ("colour color", DictionaryEntry("colou?r", "tint", match=Match.PATTERN), "tint tint"),
        ("Mr X", DictionaryEntry("(Mr|Mrs) X", r"\1 Unknown", match=Match.PATTERN), "Mr Unknown"),
        ("AB ab", DictionaryEntry("[A-Z]{2}", "caps", "", True, Match.PATTERN), "caps ab"),
    ],
)
def test_where_an_entry_is_looked_for(text: str, entry: DictionaryEntry, wanted: str) -> None:
    assert said(text, entry) == wanted


def test_an_entry_may_be_of_one_voice() -> None:
    entry = DictionaryEntry("gif", "jiff", voice="sotto:kerstin")
    assert said("gif", entry, voice="Sotto:Kerstin") == "jiff"
    assert said("gif", entry, voice="espeak:de") == "gif"


def test_at_the_end_of_a_text_a_longer_entry_is_not_looked_for() -> None:
    words = Dictionary([DictionaryEntry("\ufffdn", "odd n"), DictionaryEntry(".n.i", "dot n i")])
    for text in ("see \ufffdn", "\ufffdn", ".n.i", "a.b of .n.i\t\ufffdn"):
        assert not uncovered(text, Options(), clauses(text, Options(), "en", words))


def test_the_first_place_wins_and_there_the_longest() -> None:
    entries = (
        DictionaryEntry("b c", "never"),
        DictionaryEntry("a b", "short"),
        DictionaryEntry("a b+", "long", match=Match.PATTERN),
    )
    assert said("a bbb c", *entries) == "long c"
    assert said("a b c", *entries) == "short c"


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b", "(a*)*", "(a|aa)+", ".*x", ".*.*=", r"\w+ing", "(?=a)b", "(?<!a)b", r"(a)\1",
        "a**", "a++", "a{1,999}", "a{5,2}", "[", "[]", "(", ")", "a)", "x*", "", "a|", "^", r"\b",
        "(?P<n>a)",
        "(?i)a", "(a|b)(a|b)(a|b)(a|b)(a|b)", r"a?b?c?d?e?f?g?h", "[a-z]*[a-m]+", "é*é",
    ],
)  # fmt: skip
def test_an_expression_that_could_be_slow_or_never_fits_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidOptionError):
        DictionaryEntry(pattern, "x", match=Match.PATTERN)


@pytest.mark.parametrize(
    "pattern", ["a{0,32}b", r"[a-z]+ [0-9]*!", "((aa|a)(aa|a))?b", r"\S+\s", "[^x]+x"]
)
def test_the_hardest_texts_for_an_expression_are_read_through(pattern: str) -> None:
    # An engine that tried all ways would not come back from this in a lifetime.
    found = bounded(pattern).search("a" * 4000)
    assert found is None


def test_a_group_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="group 2"):
        DictionaryEntry(r"v(\d)", r"version \2", match=Match.PATTERN)


@pytest.mark.parametrize(
    "entry",
    [("!", "bang", Match.ANYWHERE), ("->", "x", Match.WHOLE), ("-a", "x", Match.START)],
)
def test_what_could_not_be_meant_is_refused(entry: tuple[str, str, Match]) -> None:
    with pytest.raises(InvalidOptionError):
        DictionaryEntry(entry[0], entry[1], match=entry[2])


def test_a_line_of_the_file_keeps_everything() -> None:
    entry = DictionaryEntry(r"v(\d+)", r"version \1", "en", True, Match.PATTERN, "sotto:heart")
    assert entry.line == "v(\\d+)\tversion \\1\ten\tcase pattern voice=sotto:heart"
    assert read_entry(entry.line) == entry
    assert read_entry("gif\tjiff") == DictionaryEntry("gif", "jiff")


def test_ten_thousand_words_cost_one_look_for_each_word_of_the_text() -> None:
    many = [DictionaryEntry(f"new{n} york", f"x{n}") for n in range(9000)]
    many += [DictionaryEntry(f"pre{n}x", "y", match=Match.START) for n in range(900)]
    words = Dictionary(
        [*many, *(DictionaryEntry(f"in{n}z", "y", match=Match.ANYWHERE) for n in range(100))]
    )
    text = "the quick brown fox jumps over a lazy dog and new8999 york, pre5xy " * 4
    found = words.rewrite(normalise(text), "en")
    assert "x8999" in found.text and "yy" in found.text
    # So much for words and candidates, whatever the number of entries.
    assert words.looks <= 3 * len(text.split())


def test_expressions_are_bounded_in_number(tmp_path: Path) -> None:
    own = OwnWords(tmp_path / "words.tsv")
    own.add(*(DictionaryEntry(f"a{n}", "x", match=Match.PATTERN) for n in range(MOST_PATTERNS)))
    with pytest.raises(InvalidOptionError, match="at most"):
        own.add(DictionaryEntry("b", "x", match=Match.PATTERN))
    own.add(DictionaryEntry("b", "x"))
    assert len(own.current().entries) == MOST_PATTERNS + 1


NVDA = (
    "\ufeff# comments\nNguyen\twin\t0\t2\n(\\d+)km\t\\1 kilometres\t0\t1\n"
    "GIF\tjiff\t1\t0\n(a+)+\tx\t0\t1\n"
)
SYMBOLS = (
    "locale:\ncomplexSymbols:\nx.y\t(?<=a)b\n\n"
    "symbols:\n→\tright arrow\tsome\n!\tbang\tall\tnever\n"
    "# remark\n≠\tnot equal\tnone\nw/\twith\tsome\n"
)


def test_nvdas_dictionaries_are_imported() -> None:
    entries, problems = import_words(NVDA, "en")
    assert [(each.written, each.match, each.keeps_case) for each in entries] == [
        ("Nguyen", Match.WHOLE, False),
        ("(\\d+)km", Match.PATTERN, False),
        ("GIF", Match.ANYWHERE, True),
    ]
    assert len(problems) == 1
    assert problems[0].startswith("line 5: a group cannot be repeated")
    assert said("Nguyen ran 5km", *entries) == "win ran 5 kilometres"


def test_speech_dispatchers_symbols_are_imported() -> None:
    entries, problems = import_words(SYMBOLS, "en")
    assert [each.written for each in entries] == ["→", "≠", "w/"]
    assert [problem.split(":")[0] for problem in problems] == ["line 7"]
    assert said("a → b ≠ c", *entries) == "a right arrow b not equal c"


def test_an_export_is_imported_again() -> None:
    entries = [
        DictionaryEntry("gif", "jiff", "de", True),
        DictionaryEntry("a+b", "x", match=Match.PATTERN),
    ]
    content = "".join(f"{each.line}\n" for each in entries)
    assert import_words(content) == (entries, [])


def test_a_change_is_taken_back_as_a_whole(tmp_path: Path) -> None:
    own = OwnWords(tmp_path / "words.tsv")
    assert not own.undo()
    own.add(DictionaryEntry("gif", "jiff"))
    own.add(DictionaryEntry("a", "b"), DictionaryEntry("c", "d"))
    own.remove("gif", "")
    assert own.undo() and len(own.current().entries) == 3
    assert own.undo()
    assert [each.written for each in own.current().entries] == ["gif"]


def test_an_entry_is_tried_without_being_added() -> None:
    others = [DictionaryEntry("gif", "old"), DictionaryEntry("dog", "hound")]
    shown, markup = said_with(DictionaryEntry("gif", "jiff"), others, "a gif, a dog")
    assert shown == "a jiff, a hound"
    assert markup == "<speak>a jiff, a hound</speak>"
