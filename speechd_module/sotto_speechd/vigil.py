"""Is the daemon still with us? One vigil over each message that it speaks. Pure.

It has to accept a message within 100 ms (to send its first sound within 300 ms, when it is
not to play it), and to give a sign of life, a word or at least an answer, ever after; when it
does not, the module speaks for itself.
"""

from __future__ import annotations

from enum import Enum

ACCEPT_SECONDS = 0.100
STREAM_SECONDS = 0.300
QUIET_SECONDS = 0.400
ANSWER_SECONDS = 0.500


class Verdict(Enum):
    """What is due."""

    WAIT = "wait"
    ASK = "ask for a sign of life"
    GIVE_UP = "give up"


class Vigil:
    """Seconds of one clock; begins when the message is sent to the daemon."""

    def __init__(self, now: float, patience: float = ACCEPT_SECONDS) -> None:
        self._due = now + patience
        self._is_accepted = False
        self._was_asked = False

    @property
    def due(self) -> float:
        """When to look again."""
        return self._due

    def accepted(self, now: float) -> None:
        """The daemon took the message."""
        self._is_accepted = True
        self.sign(now)

    def sign(self, now: float) -> None:
        """It lives."""
        if self._is_accepted:
            self._was_asked = False
            self._due = now + QUIET_SECONDS

    def look(self, now: float) -> Verdict:
        """What to do at this moment."""
        if now < self._due:
            return Verdict.WAIT
        if not self._is_accepted or self._was_asked:
            return Verdict.GIVE_UP
        self._was_asked = True
        self._due = now + ANSWER_SECONDS
        return Verdict.ASK
