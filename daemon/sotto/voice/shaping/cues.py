"""Cues of a clause dealt out to its chunks: each exactly once, in order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sotto.messages import AudioChunk, Clause, Cue, MarkCue, Samples, WordCue


class CueTrack:
    """`starts` holds the sample of every word, counted before leading silence is cut."""

    def __init__(self, clause: Clause, starts: Sequence[int]) -> None:
        self._waiting = list(_in_order(clause, starts))
        self._done = 0

    def chunk(self, samples: Samples, trimmed: int, rate: int, last: bool) -> AudioChunk:
        """The next chunk with the cues that lie in it; the last takes all that are left.

        `trimmed` samples were cut from the beginning of the clause.
        """
        begin, end = self._done, self._done + len(samples)
        cues: list[Cue] = []
        while self._waiting and (last or self._waiting[0].offset - trimmed < end):
            cue = self._waiting.pop(0)
            place = min(max(cue.offset - trimmed, begin), end)
            cues.append(cue.moved(place - begin - cue.offset))
        self._done = end
        return AudioChunk(samples, rate, tuple(cues))


def word_starts(frames: NDArray[np.int64], word: NDArray[np.int64], words: int) -> Sequence[int]:
    """Frame at which every word begins; a word without sound begins with what follows it."""
    begins = np.cumsum(frames) - frames
    end = int(frames.sum())
    starts = [end] * words
    for index in range(words - 1, -1, -1):
        tokens = np.flatnonzero(word == index)
        following = starts[index + 1] if index + 1 < words else end
        starts[index] = int(begins[tokens[0]]) if tokens.size else following
    return starts


def _in_order(clause: Clause, starts: Sequence[int]) -> Sequence[Cue]:
    """Marks before the word they stand at; those after the last word at its end."""
    latest = 0
    cues: list[Cue] = []
    for index in range(len(clause.words) + 1):
        at_end = index == len(clause.words)
        latest = latest if at_end else max(starts[index], latest)
        offset = 1 << 62 if at_end else latest
        cues += [MarkCue(offset, mark.name) for mark in clause.marks if mark.word == index]
        if not at_end:
            word = clause.words[index]
            cues.append(WordCue(latest, word.start, word.end))
    return cues
