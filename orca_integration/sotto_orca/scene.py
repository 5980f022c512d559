"""What is on the screen around the focus, as values. Roles have AT-SPI's names."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

PASSWORD = "password text"


class Feature(Enum):
    """States that a reader tells."""

    CHECKED = "checked"
    PRESSED = "pressed"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be focused; `role_name` is its role in the user's language."""

    role: str
    role_name: str
    name: str
    features: frozenset[Feature] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text and where in it the caret is, in characters."""

    text: str
    caret: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What may be focused next, the likeliest first, and the text around the caret."""

    items: tuple[Item, ...] = ()
    passage: Passage | None = field(default=None)
