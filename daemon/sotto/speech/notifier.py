"""Events on their way to the listener: in order, and never inside the call that caused them."""

from __future__ import annotations

import asyncio
from collections import deque

from sotto.messages import WordCue
from sotto.speech.entry import Entry
from sotto.speech.events import (
    Ending,
    Event,
    Finished,
    Listener,
    MarkReached,
    PausedAt,
    Resumed,
    Started,
    WordReached,
)
from sotto.speech.lifecycle import Reason


class Notifier:
    """Tells a listener on the next turn of the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, listener: Listener) -> None:
        self._loop = loop
        self._listener = listener
        self._events: deque[Event] = deque()

    def heard(self, entry: Entry) -> None:
        """It is heard from here on, for the first time or again."""
        kind = Resumed if entry.was_started else Started
        self._tell(kind(entry.utterance.id, entry.utterance.client))

    def ending(self, entry: Entry, samples: int) -> None:
        """Only the last few samples are left: the marks at its end, and that it ends."""
        entry.was_ending = True
        self.reached(entry, samples)
        self._tell(Ending(entry.utterance.id, entry.utterance.client))

    def reached(self, entry: Entry, ahead: int = 0) -> None:
        """The words and marks that were heard since the last time."""
        identifier, client = entry.utterance.id, entry.utterance.client
        for cue in entry.track.reached(ahead):
            if isinstance(cue, WordCue):
                self._tell(WordReached(identifier, client, cue.start, cue.end))
            else:
                self._tell(MarkReached(identifier, client, cue.name))

    def paused(self, entry: Entry) -> None:
        """It fell silent and will go on at its word."""
        word = entry.track.word
        start, end = (word.start, word.end) if word else (0, 0)
        self._tell(PausedAt(entry.utterance.id, entry.utterance.client, start, end))

    def finished(self, entry: Entry, reason: Reason) -> None:
        """It is done."""
        self._tell(Finished(entry.utterance.id, entry.utterance.client, reason))

    def _tell(self, event: Event) -> None:
        if not self._events:
            self._loop.call_soon(self._flush)
        self._events.append(event)

    def _flush(self) -> None:
        try:
            while self._events:
                self._listener(self._events.popleft())
        finally:
            # A listener that raises loses one event, not those behind it.
            if self._events:
                self._loop.call_soon(self._flush)
