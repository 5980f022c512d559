"""The one timer that wakes the pump when a position of the sink is reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sotto.audio.sink import Sink
from sotto.speech.clock import Clock, Handle

_SHORTEST_SECONDS = 0.001
_LONGEST_STALL_SECONDS = 0.1


class Alarm:
    """`set` replaces the moment of waking. A sink that stands still is asked ever less often."""

    def __init__(self, clock: Clock, sink: Sink, wake: Callable[[], None]) -> None:
        self._clock = clock
        self._sink = sink
        self._wake = wake
        self._handle: Handle | None = None
        self._position = -1
        self._shortest = _SHORTEST_SECONDS

    def set(self, samples: Sequence[int]) -> None:
        """Wake once the first of these many samples more are heard; nothing: not at all."""
        self.cancel()
        if samples:
            seconds = max(min(samples) / self._sink.rate, self._shortest)
            self._handle = self._clock.call_at(self._clock() + seconds, self._ring)

    def cancel(self) -> None:
        """Do not wake."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _ring(self) -> None:
        position, self._position = self._position, self._sink.position()
        stands_still = position == self._position
        longer = min(2 * self._shortest, _LONGEST_STALL_SECONDS)
        self._shortest = longer if stands_still else _SHORTEST_SECONDS
        self._handle = None
        self._wake()
