"""What the end of a line means: the end of an item, or nothing in text that was wrapped."""

from __future__ import annotations

from sotto.messages import Stop
from sotto.patterns import regex
from sotto.text.tokens.items import COMMA_PAUSE, STOP_PAUSE, Boundary

_LONG = 50
"""Characters; a longer line may have been wrapped."""

_ITEM = regex(r"(?:[-*+•‣▪–—#>|]|\(?[0-9]{1,3}[.):]|\(?[A-Za-z][.)])\s")


def line_end(text: str, at: int, end: int) -> list[Boundary]:
    """The pause at the blanks `text[at:end]`, which hold one line end."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    is_item = _ITEM.match(text, end) is not None
    if len(line) < _LONG or is_item:
        return [Boundary(Stop.FULL, STOP_PAUSE, at)]
    return [] if text[end].islower() else [Boundary(Stop.COMMA, COMMA_PAUSE, at)]
