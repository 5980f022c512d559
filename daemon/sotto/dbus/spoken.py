"""The last short texts, for programs that look ahead: how a screen reader words what it finds.

Only running text is noted, never a single character or key, and nothing while nobody looks ahead.
Who asks has to know a good part of a text already, and cannot ask with many guesses. Pure.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

from sotto.messages import Kind, Options
from sotto.text.markup.plain import plain_form

MOST_TEXTS = 12
LONGEST_TEXT = 300
KEPT_SECONDS = 10.0
SHORTEST_PART = 2
"""Characters; less would be found in any text."""

MOST_PARTS = 4
"""More would be a list of guesses."""

KNOWN_SHARE = 0.25
"""Of the letters and digits of a text, those that the parts in it have at least."""

LONGEST_NOTED = 20_000
"""Characters; markup makes a short text longer."""

_NOTED = frozenset({Kind.TEXT, Kind.SSML})


class RecentTexts:
    """`watchers` are those that look ahead; without any, nothing is kept."""

    def __init__(self) -> None:
        self._texts: deque[tuple[float, str, Options]] = deque(maxlen=MOST_TEXTS)
        self._watchers: set[str] = set()

    def watch(self, client: str) -> None:
        """Somebody looks ahead."""
        self._watchers.add(client)

    def unwatch(self, client: str) -> None:
        """Somebody does no more."""
        self._watchers.discard(client)
        if not self._watchers:
            self._texts.clear()

    def note(self, text: str, options: Options, now: float) -> None:
        """Somebody speaks; `now` is in seconds."""
        if self._watchers and options.kind in _NOTED and len(text) <= LONGEST_NOTED:
            self._texts.append((now, text, options))

    def find(self, parts: Iterable[str], now: float) -> list[str]:
        """The texts of the last seconds that the parts are enough of, the oldest first; without
        their marks. None for too many parts."""
        known = [part.strip() for part in parts if len(part.strip()) >= SHORTEST_PART]
        if len(known) > MOST_PARTS:
            return []
        while self._texts and self._texts[0][0] < now - KEPT_SECONDS:
            self._texts.popleft()
        plain = (plain_form(text, options) for _, text, options in self._texts)
        texts = (each.text for each in plain if each.options.kind is Kind.TEXT)
        return [text for text in texts if len(text) <= LONGEST_TEXT and _is_known(text, known)]


def _is_known(text: str, parts: Iterable[str]) -> bool:
    """Whether parts, each once and as whole words, are enough of a text."""
    rest = text
    for part in sorted(parts, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", rest, count=1)
    return rest != text and _letters(rest) <= (1 - KNOWN_SHARE) * _letters(text)


def _letters(text: str) -> int:
    return sum(each.isalnum() for each in text)
