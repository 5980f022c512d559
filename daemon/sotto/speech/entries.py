"""The utterances that are not done, by their ids and in the order in which they are heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sotto.errors import UnknownUtteranceError
from sotto.messages import Utterance
from sotto.speech.entry import Entry
from sotto.speech.queue import Queue


@dataclass(frozen=True, slots=True)
class Activity:
    """What the speaker does: `speaking` is an utterance's id or 0, `waiting` how many follow,
    `problem` why there is no sound, or ""."""

    speaking: int
    waiting: int
    problem: str


class Entries:
    """One for each that is in the queue, which knows the order."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._known: dict[int, Entry] = {}

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._known.values())

    def __getitem__(self, identifier: int) -> Entry:
        return self._known[identifier]

    def get(self, identifier: int) -> Entry | None:
        """None when it is done, or never was."""
        return self._known.get(identifier)

    def of(self, identifier: int, client: str) -> Entry:
        """A client's own. Raises UnknownUtteranceError for another's, or one that is done."""
        entry = self._known.get(identifier)
        if entry is None or entry.utterance.client != client:
            raise UnknownUtteranceError(f"no utterance {identifier} of {client}")
        return entry

    def all_of(self, client: str | None) -> list[Entry]:
        """Those of a client, or of everybody (None); whose turn it is comes first."""
        entries = [e for e in self if client in (None, e.utterance.client)]
        return sorted(entries, key=lambda entry: entry.utterance.id != self._queue.current)

    @property
    def current(self) -> Entry | None:
        """Whose turn it is."""
        current = self._queue.current
        return None if current is None else self._known[current]

    def in_order(self) -> Iterator[Entry]:
        """The current one and those that follow it, if nothing else comes."""
        if (current := self.current) is not None:
            yield current
            for identifier in self._queue.upcoming():
                yield self._known[identifier]

    def add(self, utterance: Utterance) -> None:
        """A new one."""
        self._known[utterance.id] = Entry(utterance)

    def remove(self, identifier: int) -> None:
        """It is done."""
        del self._known[identifier]
