"""What is told about requests to the daemon. `number` is the message's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sotto_speechd.pieces import Piece
from sotto_speechd.voices import Voice


class Listener(Protocol):
    """All is told on the link's thread."""

    def on_accepted(self, number: int) -> None:
        """The daemon has it."""
        ...

    def on_started(self, number: int) -> None:
        """It is heard."""
        ...

    def on_word(self, number: int, start: int) -> None:
        """The word at that character is heard."""
        ...

    def on_mark(self, number: int, name: str) -> None:
        """A mark is heard."""
        ...

    def on_ending(self, number: int) -> None:
        """What is left of it is so short that the next one may be asked for."""
        ...

    def on_finished(self, number: int, reason: str) -> None:
        """The daemon is done with it, see its interface for the reasons."""
        ...

    async def on_piece(self, number: int, piece: Piece, rate: int) -> None:
        """A piece of a stream; returns when the next one is wanted."""
        ...

    def on_failed(self, number: int, why: str) -> None:
        """The daemon cannot be reached, or refused it."""
        ...

    def on_alive(self) -> None:
        """It answered."""
        ...

    def on_absent(self) -> None:
        """It is not there to answer."""
        ...

    def on_voices(self, voices: Sequence[Voice]) -> None:
        """These are its voices."""
        ...
