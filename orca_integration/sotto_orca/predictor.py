"""What is likely to be said next. Pure, and bounded."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sotto_orca.scene import Passage, Scene
from sotto_orca.wording import Translate, utterances

MOST_TEXTS = 40
MOST_CHARACTERS = 120
LONGEST_TEXT = 200
"""Characters; what is longer is not kept by the daemon."""

_LINES, _WORDS, _CHARACTERS = 3, 3, 6
_TYPED = string.ascii_lowercase + string.digits + " .,-'\"!?:;()/@" + string.ascii_uppercase
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Wishes:
    """Texts and single characters to make ready, the likeliest first."""

    texts: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.characters)


def predict(scene: Scene, translate: Translate, *, is_new: bool = False) -> Wishes:
    """What should be ready when the user goes on from here; where a text `is_new`, also what
    may be typed."""
    texts = [text for item in scene.items for text in utterances(item, translate)]
    characters: list[str] = []
    if scene.passage is not None:
        characters += _near_characters(scene.passage)
        characters += _TYPED if is_new else ""
        texts += [*_near_words(scene.passage), *_near_lines(scene.passage)]
    return Wishes(_bounded(texts, MOST_TEXTS), _bounded(characters, MOST_CHARACTERS))


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


def _near_lines(passage: Passage) -> Iterator[str]:
    lines = passage.text.split("\n")
    here = passage.text.count("\n", 0, passage.caret)
    for distance in range(1, _LINES + 1):
        for place in (here + distance, here - distance):
            if 0 <= place < len(lines):
                yield lines[place].strip()
    yield lines[here].strip()
