"""Cues of a stream whose time is changed: each exactly once, in order, at its new sample."""

from __future__ import annotations

from dataclasses import replace

from sotto.messages import AudioChunk, Cue, Samples


class MovedCues:
    """`ratio` is how many samples leave for one that comes in; `rate` the hertz they leave at."""

    def __init__(self, ratio: float, rate: int) -> None:
        self._ratio = ratio
        self._rate = rate
        self.reset()

    def reset(self) -> None:
        """Begin a new stretch of sound."""
        self._fed = self._given = 0
        self._waiting: list[Cue] = []

    @property
    def owed(self) -> int:
        """Samples that are to leave for all that came in, beyond those that left."""
        return round(self._fed * self._ratio) - self._given

    def take(self, chunk: AudioChunk) -> None:
        """Note what comes in."""
        self._waiting += [self._moved(cue) for cue in chunk.cues]
        self._fed += len(chunk.samples)

    def give(self, samples: Samples, *, is_last: bool) -> AudioChunk:
        """What leaves, with the cues that lie in it; the last takes all that are left."""
        end = self._given + len(samples)
        due = [cue for cue in self._waiting if is_last or cue.offset < end]
        self._waiting = self._waiting[len(due) :]
        cues = tuple(
            replace(cue, offset=min(max(cue.offset - self._given, 0), len(samples))) for cue in due
        )
        self._given = end
        return AudioChunk(samples, self._rate, cues)

    def _moved(self, cue: Cue) -> Cue:
        return replace(cue, offset=round((self._fed + cue.offset) * self._ratio))
