"""When a clause may begin to be heard: not before what is there lasts until the next of it is.

At six times the voice's own rate its first piece is heard for a few milliseconds, and a gap behind
it is heard as well. How long the next one takes is known from those before it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

_PIECE, _NETS = 0.004, 0.007
"""Seconds that a piece is taken to need until one was made, and the nets over a clause."""
_MARGIN = 1.3
_ON_ITS_WAY = 0.010
"""Seconds between a piece that is made and its sound in the sink."""
_STRETCHED = 0.012
"""Seconds of what is stretched that come out with what follows them."""
_FORGETS = 0.1


class Lead:
    """What is known of how long one engine takes for what comes next; `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.clock = clock
        self._piece, self._nets = _PIECE, _NETS

    def is_enough(self, seconds: float, rate: float, *, before_nets: bool) -> bool:
        """Whether so much of the voice's own sound lasts until the next piece is there, said at
        `rate`; `before_nets`: these have to run for that."""
        heard = seconds if rate <= 1.0 else (seconds - _STRETCHED) / rate
        needed = self._piece + (self._nets if before_nets else 0.0)
        return heard >= _MARGIN * needed + _ON_ITS_WAY

    def note(self, seconds: float, *, of_nets: bool) -> None:
        """So long a piece took, or the nets; one that took longer is forgotten slowly."""
        if of_nets:
            self._nets = _slowly(self._nets, seconds)
        else:
            self._piece = _slowly(self._piece, seconds)


def _slowly(before: float, now: float) -> float:
    return max(now, before + _FORGETS * (now - before))
