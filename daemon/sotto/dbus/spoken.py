"""The last short texts, for programs that look ahead: how a screen reader words what it finds.

Only running text is noted, never a single character or key, and nothing while nobody looks ahead.
Who asks has to know a part of a text already. Pure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from sotto.messages import Kind, Options
from sotto.text.plain import plain_form

MOST_TEXTS = 12
LONGEST_TEXT = 300
KEPT_SECONDS = 10.0
SHORTEST_PART = 2
"""Characters; less would be found in any text."""

_NOTED = frozenset({Kind.TEXT, Kind.SSML})


class Spoken:
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
        if self._watchers and options.kind in _NOTED:
            self._texts.append((now, text, options))

    def find(self, parts: Iterable[str], now: float) -> list[str]:
        """The texts of the last seconds with one of the parts in them, the oldest first; without
        their marks."""
        known = [part for part in parts if len(part.strip()) >= SHORTEST_PART]
        while self._texts and self._texts[0][0] < now - KEPT_SECONDS:
            self._texts.popleft()
        plain = (plain_form(text, options) for _, text, options in self._texts)
        texts = (each.text for each in plain if each.options.kind is Kind.TEXT)
        return [
            text
            for text in texts
            if len(text) <= LONGEST_TEXT and any(part in text for part in known)
        ]
