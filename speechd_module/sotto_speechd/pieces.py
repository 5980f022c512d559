"""What speech that the module sends itself is made of, in the order in which it is heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono 16 bit samples."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark is passed here."""

    name: str


@dataclass(frozen=True, slots=True)
class Word:
    """The word start..end (characters of the text) begins here."""

    start: int
    end: int


Piece = Sound | Mark | Word

Take = Callable[[Piece], bool]
"""Takes a piece of what is spoken; False: no more is wanted."""
