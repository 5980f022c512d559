"""How running text is to be read."""

from __future__ import annotations

from dataclasses import dataclass

from sotto.messages import Punctuation


@dataclass(frozen=True, slots=True)
class ReadingMode:
    """How running text is to be read: its language, the voice's, and what else is spoken."""

    language: str
    default: str
    punctuation: Punctuation = Punctuation.NONE
    is_character: bool = False
    is_silent: bool = False
    in_digits: bool = False
    is_literal: bool = False
    passes_emoji: bool = False
