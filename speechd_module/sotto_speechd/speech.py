"""A message under way: who speaks it, and how much of it was heard."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from sotto_speechd.pacing import Pacer
from sotto_speechd.plain import Job
from sotto_speechd.request import Request
from sotto_speechd.vigil import Vigil


class Way(Enum):
    """How a message becomes sound."""

    DAEMON = "daemon"
    SERVER = "server"
    PLAIN = "plain"


@dataclass(slots=True, eq=False)
class Speech:
    """A message under way; `heard` is the character of its text where the last word began,
    `base` the one where what the daemon was asked for begins."""

    number: int
    request: Request
    way: Way
    vigil: Vigil | None
    pacer: Pacer = field(default_factory=lambda: Pacer(1))
    heard: int = 0
    base: int = 0
    has_words: bool = False
    job: Job | None = None
    is_held: bool = False
    held_since: float | None = None
    """When it was found that nobody can play it, unless it was heard since."""
    is_own: bool = False
    """Whether the module plays it itself."""

    def reached(self, start: int) -> None:
        """A word of what the daemon was asked for begins to be heard."""
        self.heard, self.has_words = self.base + start, True

    @property
    def rest(self) -> Request:
        """What follows from the last word on."""
        return self.request.since(self.heard)

    def unheard(self) -> int | None:
        """The character from which on nothing was heard, if words follow it."""
        start = self.request.after_word(self.heard) if self.has_words else self.heard
        return start if self.request.since(start).has_words else None
