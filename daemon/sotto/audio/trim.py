"""Cut the silence off both ends of a stream of chunks; silence inside stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from sotto.messages import AudioChunk, Cue

THRESHOLD = 10 ** (-50 / 20)
"""Amplitude (full scale is 1) from which a sample is sound: -50 dBFS."""

LEAD = 0.005
"""Seconds of leading silence that stay, so that no onset is clipped."""


def trim(chunks: Iterable[AudioChunk]) -> Iterator[AudioChunk]:
    """Drop leading silence but `LEAD` and all trailing silence; every cue is kept.

    Silence is held back until sound follows. Cues of cut silence move to the nearest
    sample that is kept, so the last chunk may hold cues and no samples.
    """
    begun = False
    held: list[AudioChunk] = []
    for chunk in chunks:
        held.append(chunk)
        loud = np.flatnonzero(np.abs(chunk.samples) > THRESHOLD)
        if not len(loud):
            continue
        run = _joined(held)
        after = len(run.samples) - len(chunk.samples) + int(loud[-1]) + 1
        first = len(run.samples) - len(chunk.samples) + int(loud[0])
        start = 0 if begun else max(0, first - round(LEAD * run.rate))
        begun = True
        yield _cut(run, start, after)
        held = [_rest(run, after)]
    yield from _cues_only(held)


def _joined(chunks: list[AudioChunk]) -> AudioChunk:
    cues: list[Cue] = []
    length = 0
    for chunk in chunks:
        cues += [replace(cue, offset=cue.offset + length) for cue in chunk.cues]
        length += len(chunk.samples)
    return AudioChunk(np.concatenate([c.samples for c in chunks]), chunks[0].rate, tuple(cues))


def _cut(run: AudioChunk, start: int, after: int) -> AudioChunk:
    cues = tuple(
        replace(cue, offset=max(0, cue.offset - start)) for cue in run.cues if cue.offset < after
    )
    return AudioChunk(run.samples[start:after], run.rate, cues)


def _rest(run: AudioChunk, after: int) -> AudioChunk:
    cues = tuple(replace(c, offset=c.offset - after) for c in run.cues if c.offset >= after)
    return AudioChunk(run.samples[after:], run.rate, cues)


def _cues_only(held: list[AudioChunk]) -> Iterator[AudioChunk]:
    cues = tuple(replace(cue, offset=0) for chunk in held for cue in chunk.cues)
    if cues:
        yield AudioChunk(np.zeros(0, np.float32), held[0].rate, cues)
