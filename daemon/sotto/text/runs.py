"""Text that marks and entities cut into pieces is joined again, with a map to the request.

A word is recognised by its neighbours (`Dr.<mark/> Smith`, `it&apos;s`), so recognition
works on runs: text without markup, the marks kept by their place in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from sotto.messages import Mark, Pronounced, SayAs, Segment, Text
from sotto.text.dictionary.pronounced import padded, placeholder
from sotto.text.signs.symbols import is_blank

LONGEST_RUN = 512
HARD_LIMIT = 8192
MOST_PIECES = 2048


@dataclass(slots=True)
class Run:
    """Joined text; `marks` are (offset in `text`, name) in order, `pronounced` likewise.

    `is_character`: the request holds a single character besides silent ones.
    `is_silent`: the request holds nothing but characters that running text keeps silent.
    """

    text: str
    pieces: list[Text]
    starts: list[int]
    marks: list[tuple[int, str]] = field(default_factory=list)
    pronounced: list[tuple[int, Pronounced]] = field(default_factory=list)
    is_character: bool = False
    is_silent: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` (not empty) lies in the request."""
        if len(self.pieces) == 1 and self.pieces[0].end < 0:
            shift = self.pieces[0].start - self.starts[0]
            return start + shift, end + shift
        first = self._piece(start)
        last = first if end <= self._limit(first) else self._piece(end - 1)
        return self._begin(first, start), self._end(last, end)

    def part(self, begin: int, end: int) -> Run:
        """The run from one place of its text to another, what stands at its end not included;
        the last part has the marks that stand there."""
        last = end + 1 if end == len(self.text) else end
        return replace(
            self,
            text=self.text[begin:end],
            starts=[start - begin for start in self.starts],
            marks=[(at - begin, name) for at, name in self.marks if begin <= at < last],
            pronounced=[(at - begin, each) for at, each in self.pronounced if begin <= at < end],
        )

    def _piece(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _limit(self, index: int) -> int:
        return self.starts[index] + len(self.pieces[index].text)

    def _begin(self, index: int, offset: int) -> int:
        piece = self.pieces[index]
        return piece.start if piece.end >= 0 else piece.start + offset - self.starts[index]

    def _end(self, index: int, offset: int) -> int:
        piece = self.pieces[index]
        return piece.end if piece.end >= 0 else piece.start + offset - self.starts[index]


def runs(segments: Iterator[Segment]) -> Iterator[Run | Segment]:
    """Joins neighbouring Text and Mark; everything else passes, in order."""
    joiner = _Joiner()
    for segment in segments:
        if isinstance(segment, Text | Pronounced):
            if joiner.is_long:
                yield joiner.take()
            joiner.add(segment)
        elif isinstance(segment, Mark) and joiner.has_text:
            joiner.mark(segment.name)
        else:
            if joiner.has_text:
                yield joiner.take()
            yield segment
    if joiner.has_text:
        yield joiner.take()


class _Joiner:
    """Collects the pieces of one run."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._pieces: list[Text] = []
        self._starts: list[int] = []
        self._marks: list[tuple[int, str]] = []
        self._pronounced: list[tuple[int, Pronounced]] = []
        self._is_after_pronounced = False
        self._size = 0

    @property
    def has_text(self) -> bool:
        return bool(self._pieces)

    @property
    def is_long(self) -> bool:
        """Whether this is a good place to end the run: a long one after white space."""
        if self._size < LONGEST_RUN:
            return False
        is_crowded = self._size > HARD_LIMIT or len(self._pieces) > MOST_PIECES
        return is_crowded or self._pieces[-1].text[-1:].isspace()

    def add(self, segment: Text | Pronounced) -> None:
        if self._is_after_pronounced and (segment.text[:1] or "a").isalnum():
            last = self._pieces[-1]
            self._pieces[-1] = replace(last, text=last.text + " ")
            self._size += 1
        piece = segment if isinstance(segment, Text) else self._stand_in(segment)
        if piece.text:
            self._is_after_pronounced = isinstance(segment, Pronounced)
            self._pieces.append(piece)
            self._starts.append(self._size)
            self._size += len(piece.text)

    def _stand_in(self, segment: Pronounced) -> Text:
        """A word for what is pronounced, apart from the text around it."""
        before = self._pieces[-1].text if self._pieces else ""
        word, offset = padded(placeholder(segment.text), before)
        self._pronounced.append((self._size + offset, segment))
        return Text(word, segment.start, segment.end)

    def mark(self, name: str) -> None:
        self._marks.append((self._size, name))

    def take(self) -> Run:
        text = "".join(piece.text for piece in self._pieces)
        run = Run(text, self._pieces, self._starts, self._marks, self._pronounced)
        self._clear()
        return run


def find_lone(
    items: Iterator[Run | Segment], silent: str, heard: Callable[[str], str] = str
) -> Iterator[Run | Segment]:
    """Tells the runs of a request that holds but one character, or only punctuation.

    `silent` are the characters that would get no word in running text, `heard` takes out of a
    text what else is passed over. Reads ahead no further than to the first word of the request
    (and to its next, after a single character).
    """
    held: list[Run | Segment] = []
    characters = 0
    for item in items:
        held.append(item)
        characters += _weight(item, silent, heard)
        if characters > 1:
            break
    for item in held:
        if isinstance(item, Run):
            item.is_character = characters == 1
            item.is_silent = characters == 0
    yield from held
    yield from items


def _weight(item: Run | Segment, silent: str, heard: Callable[[str], str]) -> int:
    """0 without anything to say, 1 for a single character, 2 for words."""
    if isinstance(item, SayAs):
        return 2 if not all(map(is_blank, item.text)) else 0
    if not isinstance(item, Run):
        return 0
    found = (match[0] for match in _visible(silent).finditer(heard(item.text)))
    return sum(1 for _ in islice((char for char in found if not is_blank(char)), 2))


@lru_cache(maxsize=8)
def _visible(silent: str) -> re.Pattern[str]:
    """A character that is not silent; much faster on a long text than to look at each."""
    return re.compile(f"[^{re.escape(silent)}]")
