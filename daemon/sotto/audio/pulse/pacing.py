"""Decisions about time, without a clock of their own: how much to buffer, whether it stalls."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Buffering:
    """How far ahead sound is handed over, in seconds.

    `device` is the latency asked of the device; `server` is what the server holds of the
    stream, which bridges the moments in which this process does not get to run.
    """

    device: float
    server: float


QUICK = Buffering(device=0.010, server=0.5)
"""For a machine that keeps up."""

STEADY = Buffering(device=0.050, server=2.0)
"""For a machine that stutters."""

_STUTTER_SECONDS = 10.0
_CALM_SECONDS = 60.0


class Stutter:
    """Chooses the buffering: STEADY after two under-runs within 10 s, QUICK after 60 s of calm."""

    def __init__(self) -> None:
        self.buffering = QUICK
        self._underruns: deque[float] = deque(maxlen=2)

    def underrun(self, now: float) -> None:
        """The server had nothing to play although there was sound."""
        self._underruns.append(now)
        if len(self._underruns) == 2 and now - self._underruns[0] <= _STUTTER_SECONDS:
            self.buffering = STEADY

    def rest(self, now: float) -> None:
        """A moment in which a change of buffering is not heard."""
        if self._underruns and now - self._underruns[-1] > _CALM_SECONDS:
            self.buffering = QUICK


_TRUST = 0.15
"""Seconds for which a position is carried on by the clock alone."""

STALL = 1.0
"""Seconds without progress after which a server counts as stalled."""

START_STALL = 3.0
"""The same before the first sample is heard: wireless devices take their time to wake, unless they
played just now."""

_STUCK = 3
"""Answers without progress after a stall, until a stream counts as one that is read no more: a
server that hangs answers nothing, and will go on. PipeWire (0.3.65) may be left with such a stream
when it stood still itself."""

_AWAKE = 4.0
"""Seconds for which a device that played is surely awake: servers let it sleep after five."""


class Playhead:
    """Where the loudspeaker is between two answers of the server, and whether it moves."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._known: tuple[int, float] | None = None
        self._moved = 0.0
        self._furthest = 0
        self._progress = -math.inf
        self._start_stall = START_STALL
        self._answers = 0

    @property
    def is_moving(self) -> bool:
        """Whether the server told a position since the last start."""
        return self._known is not None

    def start(self, now: float) -> None:
        """Sound was handed over after a quiet; it is not heard yet."""
        self._known = None
        self._moved = now
        self._answers = 0
        self._start_stall = STALL if now - self._progress < _AWAKE else START_STALL

    def learn(self, position: int, now: float) -> None:
        """The server tells that `position` is being heard."""
        if self._known is None or position > self._furthest:
            self._moved = self._progress = now
        elif position > self._furthest - _TRUST * self._rate:
            # It stands still: counted from now the clock would carry the old place on, again and
            # again, and each time that looks like progress.
            return
        self._furthest = position
        self._known = (position, now)

    def answered(self, now: float) -> None:
        """The server told something; where it is, if it knows, was learned before."""
        self._answers = self._answers + 1 if self.is_stalled(now) else 0

    @property
    def is_stuck(self) -> bool:
        """Whether the server goes on answering and plays nothing."""
        return self._answers >= _STUCK

    def stop(self) -> None:
        """Nothing plays any more."""
        self._known = None

    def move(self) -> None:
        """To another device, which may be asleep."""
        self._progress = -math.inf

    def position(self, now: float, otherwise: int) -> int:
        """The position carried on to `now`; `otherwise` while nothing is known."""
        if self._known is None:
            return otherwise
        position, then = self._known
        return position + int(min(now - then, _TRUST) * self._rate)

    def is_stalled(self, now: float) -> bool:
        """Whether there was no progress for STALL (at first perhaps START_STALL) seconds."""
        return now - self._moved > (STALL if self._known else self._start_stall)
