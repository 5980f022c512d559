"""The tracks in the order they are to be heard, and the sink that must hold just that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sotto.audio.sink import Sink
from sotto.speech.track import Track

WRITE_AHEAD = 0.3
"""Seconds before the end of a track at which the next one is written behind it: late, so
that cancelling what only waits does not disturb what is heard."""


@dataclass(slots=True)
class _Placed:
    """A track in the sink: `base` is the position of its first sample, `written` how much of
    the track is there."""

    track: Track
    base: int
    written: int


class Timeline:
    """`play` makes the sink hold the given tracks and nothing else; all else follows from it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._placed: list[_Placed] = []
        self._ahead = round(WRITE_AHEAD * sink.rate)

    def update(self) -> None:
        """Learn how much of every track was heard by now."""
        self._learn(self._sink.position())

    def play(self, order: Sequence[Track]) -> None:
        """Let these be heard, the first one from where it stopped. Raises SinkError.

        Whatever else is in the sink falls silent at once; its `heard` tells where.
        """
        unheard = [each.track for each in self._placed if each.written > each.track.heard]
        if not _is_prefix(unheard, order):
            self.silence()
        for track in order:
            self._write(track)
            if not track.is_complete or self._sink.end() - self._sink.position() > self._ahead:
                break

    def silence(self) -> None:
        """Nothing is to be heard."""
        position = self._sink.drop()
        self._learn(position)
        self._placed.clear()

    def holds(self, track: Track) -> bool:
        """Whether unheard sound of it is in the sink."""
        return any(each.track is track and each.written > track.heard for each in self._placed)

    def samples_until(self, track: Track, offset: int) -> int | None:
        """Samples that are heard before `offset` of a track is; None when it is not placed."""
        for each in self._placed:
            if each.track is track:
                return each.base + offset - self._sink.position()
        return None

    def samples_until_refill(self) -> int:
        """Samples that are heard before the next track has to be written."""
        return self._sink.end() - self._sink.position() - self._ahead

    def _learn(self, position: int) -> None:
        for each in self._placed:
            heard = min(position - each.base, each.written)
            each.track.heard = max(heard, each.track.heard)
        self._placed = [each for each in self._placed if not each.track.is_heard]

    def _write(self, track: Track) -> None:
        placed = next((each for each in self._placed if each.track is track), None)
        if placed is None:
            placed = _Placed(track, self._sink.end() - track.heard, track.heard)
            self._placed.append(placed)
        for samples in track.samples(placed.written):
            placed.base = self._sink.write(samples) - placed.written
            placed.written += len(samples)


def _is_prefix(part: Sequence[Track], whole: Sequence[Track]) -> bool:
    return len(part) <= len(whole) and all(
        one is other for one, other in zip(part, whole, strict=False)
    )
