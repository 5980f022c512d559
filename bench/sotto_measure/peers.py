"""What a voice must offer to be measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sotto_measure.texts import Sample


@dataclass(frozen=True, slots=True)
class Spoken:
    """How the voice itself accounts for what it said."""

    engine: str
    cached: bool = False
    reason: str = ""


class Peer(Protocol):
    """One voice behind one door; one utterance at a time."""

    @property
    def name(self) -> str:
        """Its heading in the tables."""
        ...

    async def speak(self, sample: Sample, rate: float) -> None:
        """Ask for speech at a factor of the normal rate; returns when the request is accepted."""
        ...

    async def stop(self) -> None:
        """Ask for silence; returns when the request is sent."""
        ...

    async def finished(self) -> None:
        """Wait until the last utterance is over, however it ended."""
        ...

    async def account(self) -> Spoken:
        """Who spoke the last utterance."""
        ...
