"""What recognition hands to the clause builder; offsets are into the run's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sotto.messages import Stop


@dataclass(slots=True)  # not frozen: dozens are made for each clause, and that takes thrice as long
class Say:
    """One word to pronounce for `start`..`end`; no white space in `text`, unless `ipa` tells how
    all of it is pronounced.

    `language` is "" for the language of the text around it; `neutral` words (digits) follow
    the word before them.
    """

    text: str
    start: int
    end: int
    letter: bool = False
    language: str = ""
    neutral: bool = False
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A natural place to end a clause; `at` is its offset."""

    stop: Stop
    pause: int
    at: int = 0


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """`start`..`end` of a text stand for `written`, and sound as `ipa`."""

    start: int
    end: int
    ipa: str
    written: str


Item = Say | Boundary
Found = tuple[Sequence[Item], int]
"""The words recognised, and where recognition goes on."""

COMMA_PAUSE, COLON_PAUSE, STOP_PAUSE, PARAGRAPH_PAUSE = 150, 200, 350, 500


def spread(words: str, start: int, end: int, language: str = "") -> list[Say]:
    """Several words that all stand for the same place."""
    return [Say(word, start, end, language=language) for word in words.split()]


def shifted(items: Iterator[Item], by: int) -> Iterator[Item]:
    """The items of a part of a text, with the offsets they have in the whole."""
    for item in items:
        if isinstance(item, Say):
            yield replace(item, start=item.start + by, end=item.end + by)
        else:
            yield replace(item, at=item.at + by)
