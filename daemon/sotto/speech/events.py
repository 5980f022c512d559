"""What a listener is told about utterances, in the order in which it was heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sotto.speech.lifecycle import Reason


@dataclass(frozen=True, slots=True)
class Started:
    """The first sample is heard."""

    id: int
    client: str


@dataclass(frozen=True, slots=True)
class WordReached:
    """The word start..end (code points of the request) is heard; once for every word."""

    id: int
    client: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkReached:
    """A mark is passed; once for every mark."""

    id: int
    client: str
    name: str


@dataclass(frozen=True, slots=True)
class PausedAt:
    """Paused or interrupted; it will go on at the word start..end (0, 0: nothing was heard)."""

    id: int
    client: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """It is heard again after a pause or an interruption."""

    id: int
    client: str


@dataclass(frozen=True, slots=True)
class Ending:
    """All but its last few samples was heard, and every event but Finished was told: what is
    asked for now follows without a gap."""

    id: int
    client: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Done; no further event follows."""

    id: int
    client: str
    reason: Reason


Event = Started | WordReached | MarkReached | PausedAt | Resumed | Ending | Finished
Listener = Callable[[Event], None]
