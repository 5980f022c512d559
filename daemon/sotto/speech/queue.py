"""Who speaks next: decisions only, without clock, sound or threads.

The priorities are those of SSIP (the Speech Dispatcher documentation's SSIP manual, 4.3.1
"Priority Categories"), the rules are applied per client: only utterances of the same client
are superseded, another client's utterance that must give way goes on afterwards.

    arriving      | stops what is being spoken     | supersedes, of its own client
    --------------+--------------------------------+----------------------------------
    important     | everything but important       | notification
    message       | text, notification, progress   | text, notification
    text          | notification, progress         | notification
    notification  | its own client's notification  | its own client's notification
    progress      | nothing                        | its own client's waiting progress

What is stopped is superseded when it is its own client's message or text and did not ask to
resume, or anybody's notification; else it is interrupted and goes on at the word where it
stopped. One that is resumed after a pause stops others like an arriving one and supersedes
none. A text that asked to resume is not superseded by a message either.
A notification is not spoken when anything but notifications speaks or waits.
The last progress of a series always is: it waits until nothing else does, and a progress
that was stopped waits again.
One deviation: in SSIP a text supersedes the text before it. Here texts of a client queue up
and none is lost; a client that wants only the latest cancels the others.

Paused utterances take no part, and what the client had queued behind one waits for it; what
the client asks for after the pause is spoken at once.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass

from sotto.messages import Priority
from sotto.speech.lifecycle import Reason

_IMPORTANT, _MESSAGE, _TEXT, _NOTIFICATION, _PROGRESS = Priority

STOPS: dict[Priority, frozenset[Priority]] = {
    _IMPORTANT: frozenset({_MESSAGE, _TEXT, _NOTIFICATION, _PROGRESS}),
    _MESSAGE: frozenset({_TEXT, _NOTIFICATION, _PROGRESS}),
    _TEXT: frozenset({_NOTIFICATION, _PROGRESS}),
    _NOTIFICATION: frozenset(),
    _PROGRESS: frozenset(),
}
"""What an arriving utterance stops, whoever's it is."""

SUPERSEDES: dict[Priority, frozenset[Priority]] = {
    _IMPORTANT: frozenset({_NOTIFICATION}),
    _MESSAGE: frozenset({_TEXT, _NOTIFICATION}),
    _TEXT: frozenset({_NOTIFICATION}),
    _NOTIFICATION: frozenset({_NOTIFICATION}),
    _PROGRESS: frozenset({_PROGRESS}),
}
"""What of its own client an arriving utterance ends while it waits."""


@dataclass(frozen=True, slots=True)
class Start:
    """This one's turn has come."""

    id: int


@dataclass(frozen=True, slots=True)
class Interrupt:
    """This one gives way and goes on later."""

    id: int


@dataclass(frozen=True, slots=True)
class Drop:
    """This one ends."""

    id: int
    reason: Reason


Decision = Start | Interrupt | Drop


@dataclass(eq=False, slots=True)
class _Waiting:
    id: int
    client: str
    priority: Priority
    asks_resume: bool
    arrival: int
    is_front: bool = False
    is_paused: bool = False
    behind: int | None = None

    @property
    def rank(self) -> tuple[int, bool, int]:
        return (self.priority, not self.is_front, self.arrival)

    @property
    def is_ready(self) -> bool:
        return not self.is_paused and self.behind is None


class Queue:
    """Utterances by id. Every method returns the decisions that follow, in order."""

    def __init__(self) -> None:
        self._current: _Waiting | None = None
        self._waiting: list[_Waiting] = []
        self._arrivals = 0

    def __repr__(self) -> str:
        speaks = f"{self._current.id} speaks" if self._current else "silent"
        return f"<queue: {speaks}, {len(self._waiting)} wait>"

    @property
    def current(self) -> int | None:
        """Whose turn it is."""
        return self._current.id if self._current else None

    def upcoming(self) -> Iterator[int]:
        """Who follows the current one, in order, if nothing else comes."""
        return (item.id for item in self._waiting if item.is_ready)

    def waiting(self) -> int:
        """How many wait, paused ones included."""
        return len(self._waiting)

    def add(
        self, identifier: int, client: str, priority: Priority, *, resume: bool
    ) -> list[Decision]:
        """A new utterance."""
        self._arrivals += 1
        new = _Waiting(identifier, client, priority, resume, self._arrivals)
        if priority is _NOTIFICATION and self._has_better():
            return [Drop(identifier, Reason.SUPERSEDED)]
        decisions = self._supersede(new)
        decisions += self._stop_for(new, is_new=True)
        self._insert(new)
        return decisions + self._turn()

    def remove(self, *identifiers: int) -> list[Decision]:
        """They ended, whatever the reason; none of them gets its turn on the way."""
        for identifier in identifiers:
            self._take(identifier)
            self._release(identifier)
        return self._turn()

    def pause(self, identifier: int) -> list[Decision]:
        """It waits until resumed, and so does what its client has queued behind it."""
        item = self._take(identifier)
        item.is_paused = True
        for other in self._waiting:
            if other.client == item.client and other.is_ready and other.rank > item.rank:
                other.behind = identifier
        self._insert(item)
        return self._turn()

    def resume(self, identifier: int) -> list[Decision]:
        """It goes on as soon as nothing more urgent speaks."""
        item = self._take(identifier)
        item.is_paused = False
        item.is_front = True
        self._release(identifier)
        decisions = self._stop_for(item, is_new=False) if item.is_ready else []
        self._insert(item)
        return decisions + self._turn()

    # ---- rules

    def _has_better(self) -> bool:
        rivals = [item for item in self._waiting if item.is_ready]
        rivals += [self._current] if self._current else []
        return any(item.priority is not _NOTIFICATION for item in rivals)

    def _supersede(self, new: _Waiting) -> list[Decision]:
        ended = [item for item in self._waiting if _supersedes(new, item)]
        self._waiting = [item for item in self._waiting if item not in ended]
        return [Drop(item.id, Reason.SUPERSEDED) for item in ended]

    def _stop_for(self, new: _Waiting, *, is_new: bool) -> list[Decision]:
        old = self._current
        if old is None or not _stops(new, old):
            return []
        self._current = None
        if _ends_when_stopped(new, old, is_new=is_new):
            return [Drop(old.id, Reason.SUPERSEDED)]
        old.is_front = True
        self._insert(old)
        return [Interrupt(old.id)]

    def _turn(self) -> list[Decision]:
        if self._current is not None:
            return []
        self._current = next((item for item in self._waiting if item.is_ready), None)
        if self._current is None:
            return []
        self._waiting.remove(self._current)
        return [Start(self._current.id)]

    # ---- the list

    def _insert(self, item: _Waiting) -> None:
        insort(self._waiting, item, key=lambda each: each.rank)

    def _take(self, identifier: int) -> _Waiting:
        if self._current is not None and self._current.id == identifier:
            item, self._current = self._current, None
            return item
        item = next(item for item in self._waiting if item.id == identifier)
        self._waiting.remove(item)
        return item

    def _release(self, identifier: int) -> None:
        for item in self._waiting:
            if item.behind == identifier:
                item.behind = None


def _supersedes(new: _Waiting, old: _Waiting) -> bool:
    if not old.is_ready or (old.asks_resume and old.priority is _TEXT):
        return False
    if old.priority is _NOTIFICATION and new.priority < _NOTIFICATION:
        return True
    return old.client == new.client and old.priority in SUPERSEDES[new.priority]


def _stops(new: _Waiting, old: _Waiting) -> bool:
    if new.priority is old.priority is _NOTIFICATION:
        return new.client == old.client
    return old.priority in STOPS[new.priority]


def _ends_when_stopped(new: _Waiting, old: _Waiting, *, is_new: bool) -> bool:
    if old.priority is _NOTIFICATION:
        return True
    return (
        is_new
        and old.client == new.client
        and old.priority is not _PROGRESS
        and not old.asks_resume
    )
