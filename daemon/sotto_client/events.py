"""What the daemon tells about this client's utterances, as it is heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Started:
    """The first sample is heard."""

    id: int


@dataclass(frozen=True, slots=True)
class WordReached:
    """The word start..end (characters of the text) begins to be heard."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkReached:
    """A mark is passed."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Paused:
    """Silent; it will go on at the word start..end."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """It is heard again."""

    id: int


@dataclass(frozen=True, slots=True)
class Ending:
    """Almost all was heard: what is asked for now follows without a gap."""

    id: int


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing follows. `reason` as in the interface, or "daemon-gone"."""

    id: int
    reason: str


Event = Started | WordReached | MarkReached | Paused | Resumed | Ending | Finished

_KINDS = {
    ("Started", "t"): Started,
    ("Word", "tuu"): WordReached,
    ("Mark", "ts"): MarkReached,
    ("Paused", "tuu"): Paused,
    ("Resumed", "t"): Resumed,
    ("Ending", "t"): Ending,
    ("Finished", "ts"): Finished,
}


def from_signal(member: str, signature: str, body: Sequence[Any]) -> Event | None:
    """The event of a signal; None for one that this library does not know."""
    kind = _KINDS.get((member, signature))
    return kind(*body) if kind else None
