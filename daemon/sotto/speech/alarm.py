"""The one timer that wakes the pump when a position of the sink is reached, and which ones are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sotto.audio.sink import Sink
from sotto.clock import Clock, Handle
from sotto.speech.preparation import LOOK_AHEAD_SECONDS
from sotto.speech.timeline import Timeline
from sotto.speech.track import Track

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


def waits(order: Sequence[Track], timeline: Timeline, rate: int, last_samples: int) -> list[int]:
    """Samples until something of what is heard has to be told, written or rendered.

    `order` is what is to be heard, in order; its end is told `last_samples` earlier.
    """
    if not order:
        return []
    track = order[0]
    half = round(LOOK_AHEAD_SECONDS * rate / 2)
    offsets = [track.rendered, *([] if track.next_cue is None else [track.next_cue])]
    offsets.append(track.rendered - (last_samples if track.is_complete else half))
    found = [timeline.samples_until(track, o) for o in offsets if o > track.heard]
    # The sink may have moved on since it was looked at; then what was awaited is due now.
    due = [max(wait, 0) for wait in found if wait is not None]
    if track.is_complete and len(order) > 1:
        due += [wait for wait in [timeline.samples_until_refill()] if wait > 0]
    return due
