"""What is on the screen around the focus, as values. Roles have AT-SPI's names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

PASSWORD = "password text"


class Feature(Enum):
    """States that a reader tells."""

    CHECKED = "checked"
    PRESSED = "pressed"
    EXPANDABLE = "expandable"
    EXPANDED = "expanded"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be focused; `role_name` is its role in the user's language. It is the
    `place`-th of `count` (both from 1; 0: not known)."""

    role: str
    role_name: str
    name: str
    features: frozenset[Feature] = frozenset()
    place: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text and where in it the caret is, in characters; lines and sentences around
    it as the program cuts them, the likeliest first."""

    text: str
    caret: int
    lines: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What may be focused next, the likeliest first, the text around the caret, and what is
    focused now."""

    items: tuple[Item, ...] = ()
    passage: Passage | None = None
    focus: Item | None = None
