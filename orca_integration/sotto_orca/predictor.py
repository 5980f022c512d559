"""What is likely to be said next. Pure, and bounded."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

from sotto_orca.scene import Item, Passage, Scene

MOST_TEXTS = 40
MOST_CHARACTERS = 120
LONGEST_TEXT = 1000
"""Characters; of longer texts the daemon keeps not even the beginning."""

_WORDS, _CHARACTERS = 3, 6
_TYPED = string.ascii_lowercase + string.digits + " .,-'\"!?:;()/@" + string.ascii_uppercase
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Wishes:
    """Texts and single characters to make ready, the likeliest first. What may be typed some
    readers say as a text and others as a character."""

    texts: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    typed_texts: tuple[str, ...] = ()
    typed_characters: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.characters or self.typed_texts)


Words = Callable[[Item], Iterable[str]]
"""What the reader says of an item, the likeliest first."""

Name = Callable[[str], str]
"""What the reader calls a character, itself where it leaves that to the voice."""


def predict(scene: Scene, words: Words, name: Name, *, is_new: bool = False) -> Wishes:
    """What should be ready when the user goes on from here; where a text `is_new`, also what
    may be typed."""
    texts = [text for item in scene.items for text in words(item)]
    characters: list[str] = []
    if scene.passage is not None:
        characters += _near_characters(scene.passage)
        texts += (name(each) for each in characters if name(each) != each)
        texts += _alternating(scene.passage.lines, scene.passage.sentences)
        texts += _near_words(scene.passage)
    typed = _TYPED if scene.passage is not None and is_new else ""
    return Wishes(
        _bounded(texts, MOST_TEXTS),
        _bounded(characters, MOST_CHARACTERS),
        _bounded(map(name, typed), MOST_CHARACTERS),
        tuple(typed),
    )


def _bounded(texts: Iterable[str], most: int) -> tuple[str, ...]:
    wanted = dict.fromkeys(text for text in texts if text and len(text) <= LONGEST_TEXT)
    return tuple(islice(wanted, most))


def _near_characters(passage: Passage) -> Iterator[str]:
    """To the right and to the left in turn: where the caret may go next."""
    for distance in range(1, _CHARACTERS + 1):
        for place in (passage.caret + distance, passage.caret - distance):
            if 0 <= place < len(passage.text) and passage.text[place] != "\n":
                yield passage.text[place]


def _near_words(passage: Passage) -> Iterator[str]:
    words = list(_WORD.finditer(passage.text))
    behind = [word[0] for word in words if word.start() > passage.caret]
    before = [word[0] for word in words if word.start() <= passage.caret]
    yield from behind[:_WORDS]
    yield from reversed(before[-_WORDS:])


def _alternating(lines: Iterable[str], sentences: Iterable[str]) -> Iterator[str]:
    """A step down and reading on are as likely as each other."""
    for pair in zip_longest(lines, sentences, fillvalue=""):
        yield from (text.strip() for text in pair)
