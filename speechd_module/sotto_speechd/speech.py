"""A message under way: who speaks it, and how much of it was heard."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from sotto_speechd.pacing import Pacer
from sotto_speechd.plain import Job
from sotto_speechd.request import Request
from sotto_speechd.vigil import Vigil

HOLD_SECONDS = 5.0
"""How long a message waits for somebody who can play it."""


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

    def reached(self, start: int, base: int | None = None) -> None:
        """A word begins to be heard, `start` characters behind `base`, which is that of what the
        daemon was asked for unless told."""
        self.heard, self.has_words = (self.base if base is None else base) + start, True

    def hold(self, now: float) -> bool:
        """Have it wait for somebody who can play it; False once it did for HOLD_SECONDS."""
        self.held_since = self.held_since or now
        if now - self.held_since > HOLD_SECONDS:
            return False
        self.vigil, self.is_held = None, True
        return True

    @property
    def rest(self) -> Request:
        """What follows from the last word on."""
        return self.request.since(self.heard)

    def unheard(self) -> int | None:
        """The character from which on nothing was heard, if words follow it."""
        start = self.request.after_word(self.heard) if self.has_words else self.heard
        return start if self.request.since(start).has_words else None
