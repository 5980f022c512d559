"""The interface of every sink. Nothing outside `audio` knows where sound goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sotto.messages import Samples


class Sink(Protocol):
    """A mono stream of samples with a playback position; all calls return at once.

    Positions count samples since `open`; they never run backwards, also over `drop` and
    reconnection: samples that were dropped unheard do not count, so after `drop` the
    position equals what was heard and the next `write` continues there.
    A sink sleeps (no wake-ups) when nothing is queued for `idle_after` seconds.
    """

    @property
    def rate(self) -> int:
        """Hertz."""
        ...

    def open(self, on_lost: Callable[[Exception], None]) -> None:
        """Connect; `on_lost` is called (any thread) when the server goes away or stalls.

        Raises SinkError.
        """
        ...

    def write(self, samples: Samples) -> int:
        """Queue samples behind what is queued; returns the position of their first sample.

        Raises SinkError.
        """
        ...

    def drop(self) -> int:
        """Silence at once: forget all that is unheard; returns the position (samples heard)."""
        ...

    def position(self) -> int:
        """Samples heard so far (what left the loudspeaker, as well as the server knows)."""
        ...

    def end(self) -> int:
        """Position at which everything written so far will have been heard."""
        ...

    def close(self) -> None:
        """Disconnect; unheard sound is lost."""
        ...
