"""Sinks without a sound server: one that hears by a clock, and ones that fail on purpose."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from sotto.errors import NoSoundReason, SinkError
from sotto.messages import HOUSE_RATE, Samples


class ManualClock:
    """A clock in seconds that moves only when told."""

    def __init__(self) -> None:
        self._now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds


class SilentSink:
    """Plays in the time of `clock` and keeps all that was heard; nothing is audible.

    Like a real sink it loses time, not samples, when its queue runs dry.
    """

    def __init__(self, rate: int = HOUSE_RATE, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._lock = threading.RLock()
        self._heard: list[Samples] = []
        self._queued: list[Samples] = []
        self._start = 0
        self._end = 0
        self._run = (0, 0.0)
        self._on_lost: Callable[[Exception], None] | None = None

    @property
    def rate(self) -> int:
        """Hertz."""
        return self._rate

    @property
    def is_open(self) -> bool:
        """Whether `open` was called and `close` was not."""
        return self._on_lost is not None

    @property
    def heard(self) -> Samples:
        """Everything heard so far, shape [position]; what was dropped is not in it."""
        with self._lock:
            queued = np.concatenate([np.zeros(0, np.float32), *self._queued])
            played = queued[: self.position() - self._start]
            return np.concatenate([np.zeros(0, np.float32), *self._heard, played])

    def open(self, on_lost: Callable[[Exception], None]) -> None:
        """Begin at position 0, or go on after `close` where the last sound was heard."""
        self._on_lost = on_lost

    def write(self, samples: Samples) -> int:
        """Queue samples; returns their position. Raises SinkError when not open."""
        with self._lock:
            self._require_open()
            if self.position() == self._end:
                self._run = (self._end, self._clock())
            start = self._end
            self._queued.append(np.array(samples, np.float32))
            self._end += len(samples)
            return start

    def drop(self) -> int:
        """Forget what is unheard; returns the position."""
        with self._lock:
            position = self.position()
            queued = np.concatenate([np.zeros(0, np.float32), *self._queued])
            self._heard.append(queued[: position - self._start])
            self._queued.clear()
            self._start = self._end = position
            return position

    def position(self) -> int:
        """Samples heard."""
        with self._lock:
            begun_at, since = self._run
            played = int((self._clock() - since) * self._rate + 1e-6)
            return min(begun_at + played, self._end)

    def end(self) -> int:
        """Samples heard once all is played."""
        return self._end

    def close(self) -> None:
        """Drop what is unheard and refuse further writes."""
        self.drop()
        self._on_lost = None

    def _require_open(self) -> None:
        if self._on_lost is None:
            raise SinkError(NoSoundReason.NO_SERVER, "the sink is not open")


class StallingSink(SilentSink):
    """Takes sound and plays none of it: a server that hangs, until `recover`."""

    def __init__(self, rate: int = HOUSE_RATE, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(rate, clock)
        self._stalled = True

    def position(self) -> int:
        """Stays where it was until `recover`."""
        return self._run[0] if self._stalled else super().position()

    def report(self) -> None:
        """Tell the owner that the server stalls, as a real sink does after a second."""
        if self._on_lost is not None:
            self._on_lost(SinkError(NoSoundReason.STALLED))

    def recover(self) -> None:
        """Play from here on."""
        self._stalled = False
        self._run = (self._run[0], self._clock())


class FailingSink(SilentSink):
    """Refuses sound for a reason: at `open`, or after a number of writes, or when told."""

    def __init__(
        self,
        reason: NoSoundReason,
        writes: int = 0,
        rate: int = HOUSE_RATE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(rate, clock)
        self._reason = reason
        self._writes_left = writes

    def open(self, on_lost: Callable[[Exception], None]) -> None:
        """Raises SinkError when no write is to succeed."""
        if self._writes_left == 0:
            raise SinkError(self._reason)
        super().open(on_lost)

    def write(self, samples: Samples) -> int:
        """Raises SinkError when the allowed writes are used up."""
        if self._writes_left == 0:
            raise SinkError(self._reason)
        self._writes_left -= 1
        return super().write(samples)

    def lose(self) -> None:
        """Tell the owner that the server went away; further writes fail."""
        self._writes_left = 0
        if self._on_lost is not None:
            self._on_lost(SinkError(self._reason))
