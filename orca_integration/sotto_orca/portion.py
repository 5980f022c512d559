"""What `sotto read` speaks of a window. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

LONGEST = 1 << 20
"""Characters that the daemon takes at once."""


class What(Enum):
    """Which part of the focused window."""

    BEST = "best"
    SELECTION = "selection"
    CARET = "caret"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Field:
    """The focused text: all of it, the caret, and the selected part."""

    text: str
    caret: int
    selection: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """A text to speak; `start` is where it begins in the focused field, -1 when it is none."""

    text: str
    start: int = -1


def choose(what: What, field: Field | None, window: Sequence[str]) -> Portion:
    """What is asked for; an empty text when there is nothing of the kind.

    The best is a selection, else what follows the caret, else the window.
    """
    if field is not None and field.selection and what in (What.BEST, What.SELECTION):
        start, end = field.selection
        return _cut(Portion(field.text[start:end], start))
    if field is not None and what in (What.BEST, What.CARET):
        rest = field.text[field.caret :]
        if rest.strip() or what is What.CARET:
            return _cut(Portion(rest, field.caret))
    if what in (What.BEST, What.WINDOW):
        return _cut(Portion("\n\n".join(window)))
    return Portion("")


def _cut(portion: Portion) -> Portion:
    return Portion(portion.text[:LONGEST], portion.start)
