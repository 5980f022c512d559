"""What stands before the first word never holds it up, however much it is: steps are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

import pytest

from sotto.messages import Clause, Kind, Options, Segment, Text
from sotto.text.clauses import clauses
from sotto.text.markup.parse import LONGEST_TEXT, parse
from sotto.text.markup.parts import LONGEST, parts
from sotto.text.markup.ssml import Chars, Leap, Tag, tokens
from sotto.text.scan import scan
from sotto.text.tokens.items import Item, Pronunciation
from sotto.text.tokens.mode import ReadingMode

T = TypeVar("T")
MOST_STEPS = 8_000
"""Tokens, segments and items until the first word; 1,000 elements are read one by one."""

BEFORE = {
    "paragraphs": "<p>", "sentences": "<s></s>", "prosody": '<prosody rate="+1%">',
    "languages": '<lang xml:lang="en">', "voices": "<voice name='x'></voice>",
    "emphasis": "<emphasis>", "letters": '<say-as interpret-as="characters"></say-as>',
    "aliases": '<sub alias=" "></sub>', "open aliases": "<sub alias=''>",
    "marks": "<mark name='m'/>",
    "breaks": '<break time="0"/>', "capitals": "<P></P>", "HTML": "<br/>", "unknown": "<x/>",
    "prefixed": "<ssml:p></ssml:p>", "attributes": '<x a="b" c="d">', "closed": "</prosody>",
    "comments": "<!-- x -->", "declarations": "<?xml?>", "CDATA": "<![CDATA[ ]]>",
    "blanks": "&nbsp;", "soft hyphens": "&shy;", "numbered": "&#32;", "in hexadecimal": "&#xA0;",
    "indented": '<p>\n  <mark name="m"/> </p>', "spaces": " ", "lines": "\n", "tabs": " \t",
    "zero width": "\u200b", "control": "\x01", "full stops": ". ", "quotes": '" ',
}  # fmt: skip
SIGNS = {name: BEFORE[name] for name in
         ("spaces", "lines", "tabs", "zero width", "control", "full stops", "quotes")}  # fmt: skip


class Steps:
    """Counts what the stages hand on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        monkeypatch.setattr("sotto.text.markup.parse.tokens", self._tokens)
        monkeypatch.setattr("sotto.text.clauses.parse", self._parse)
        monkeypatch.setattr("sotto.text.clauses.scan", self._scan)

    def _tokens(self, text: str) -> Iterator[Chars | Tag | Leap]:
        return self._counted(tokens(text))

    def _parse(self, text: str, kind: Kind) -> Iterator[Segment]:
        return self._counted(parse(text, kind))

    def _scan(
        self, text: str, mode: ReadingMode, pronounced: Mapping[int, Pronunciation]
    ) -> Iterator[Item]:
        return self._counted(scan(text, mode, pronounced))

    def _counted(self, items: Iterator[T]) -> Iterator[T]:
        for item in items:
            self.count += 1
            yield item


def first_words(found: Iterator[Clause]) -> list[str]:
    return [word.text for word in next(clause for clause in found if clause.words).words]


@pytest.mark.parametrize("kind", [Kind.SSML, Kind.TEXT])
@pytest.mark.parametrize("size", [20_000, LONGEST_TEXT - 100])
@pytest.mark.parametrize("piece", SIGNS.values(), ids=SIGNS)
def test_a_megabyte_that_is_silent(
    piece: str, size: int, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    text = piece * (size // len(piece)) + "Hello there."
    assert first_words(clauses(text, Options(kind=kind), "en")) == ["Hello", "there"]
    assert steps.count <= MOST_STEPS


@pytest.mark.parametrize("size", [20_000, LONGEST_TEXT - 100])
@pytest.mark.parametrize("piece", BEFORE.values(), ids=BEFORE)
def test_a_megabyte_of_markup(piece: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps(monkeypatch)
    text = piece * (size // len(piece)) + "Hello there."
    assert first_words(clauses(text, Options(kind=Kind.SSML), "en")) == ["Hello", "there"]
    assert steps.count <= MOST_STEPS


@pytest.mark.parametrize("count", [40, 1_000, 40_000])
def test_a_thousand_attributes_are_a_tag(count: int) -> None:
    many = " ".join(f"a{number}='v'" for number in range(count))
    text = f"<prosody rate='fast' {many}>Hello there.</prosody>"
    (clause,) = clauses(text, Options(kind=Kind.SSML), "en")
    assert [word.text for word in clause.words] == ["Hello", "there"]
    assert clause.prosody.rate == 1.4


def test_an_endless_attribute_is_in_a_tag() -> None:
    text = f"<prosody rate='{'x' * 500_000}'>Hello there.</prosody>"
    assert first_words(clauses(text, Options(kind=Kind.SSML), "en")) == ["Hello", "there"]


@pytest.mark.parametrize("count", [3, 600, 5_000])
@pytest.mark.parametrize("place", ["{}Hello.", "Hello {} there.", "Hello.{}", "a.{}<p>b</p>"])
def test_no_mark_is_lost_and_their_order_stays(place: str, count: int) -> None:
    names = [str(number) for number in range(count)]
    text = place.format("".join(f"<mark name='{name}'/><p/>" for name in names))
    found = list(clauses(text, Options(kind=Kind.SSML), "en"))
    assert [mark.name for clause in found for mark in clause.marks] == names


def test_marks_come_before_the_word_as_far_as_they_do_not_hold_it_up() -> None:
    text = "".join(f"<mark name='{number}'/>" for number in range(100)) + "Hello."
    (clause,) = clauses(text, Options(kind=Kind.SSML), "en")
    assert [mark.word for mark in clause.marks] == [0] * 100


@pytest.mark.parametrize("depth", [10, 64, 700, 30_000])
def test_elements_that_were_passed_are_closed_with_the_others(depth: int) -> None:
    text = "<prosody rate='2'>" * depth + "Hello." + "</prosody>" * depth + "<p>There.</p>"
    spoken = [clause for clause in clauses(text, Options(kind=Kind.SSML), "en") if clause.words]
    assert spoken[0].prosody.rate > 1
    assert spoken[-1].prosody.rate == 1


def test_words_around_what_was_passed_stay_words() -> None:
    blanks = "&nbsp;" * 700
    text = f"one{blanks}two{'<emphasis>' * 700}three<p>four</p>"
    spoken = [word.text for clause in clauses(text, Options(kind=Kind.SSML), "en")
              for word in clause.words]  # fmt: skip
    assert spoken == ["one", "two", "three", "four"]


@pytest.mark.parametrize(
    "piece",
    ["A word of it, and more. ", "word ", "word\n", "One.\n\n", "x", "日本、", "=", "<a/>", "1 "],
)
def test_parts_are_the_text(piece: str) -> None:
    text = Text((piece * 40_000)[:100_000], 7)
    found = list(parts(text))
    assert "".join(part.text for part in found) == text.text
    assert [part.start for part in found] == [
        7 + sum(len(before.text) for before in found[:index]) for index in range(len(found))
    ]
    assert piece == "=" or all(len(part.text) <= 2 * LONGEST + 1 for part in found)


@pytest.mark.parametrize("piece", ["A few words of it are said. ", "word ", "Only One. "])
def test_parting_changes_nothing_that_is_said(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = piece * 1_000
    parted = list(clauses(text, Options(), "en"))
    monkeypatch.setattr("sotto.text.markup.parse.parts", lambda whole: iter((whole,)))
    assert parted == list(clauses(text, Options(), "en"))
