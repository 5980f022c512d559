"""The capital icon: a short tick put before a word, after the engine made the sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from sotto.messages import AudioChunk, Clause, Cue, Samples, WordCue

_SECONDS = 0.035
_HERTZ = 1560.0
_AMPLITUDE = 0.18


@lru_cache(maxsize=4)
def capital_icon(rate: int) -> Samples:
    """A decaying tone of 35 ms, samples [n] at `rate` hertz."""
    time = np.arange(int(_SECONDS * rate)) / rate
    attack = np.minimum(time / 0.002, 1.0)
    tone = np.sin(2 * np.pi * _HERTZ * time) * np.exp(-time / 0.009) * attack
    return (_AMPLITUDE * tone).astype(np.float32)


def with_icons(chunks: Iterable[AudioChunk], clause: Clause, volume: float) -> Iterator[AudioChunk]:
    """The chunks with a tick before every word whose `icon` is set."""
    wanted = {(word.start, word.end) for word in clause.words if word.icon}
    for chunk in chunks:
        yield _with_ticks(chunk, wanted, volume) if wanted else chunk


def _with_ticks(chunk: AudioChunk, wanted: set[tuple[int, int]], volume: float) -> AudioChunk:
    tick = capital_icon(chunk.rate) * np.float32(min(volume, 2.0))
    pieces: list[Samples] = []
    cues: list[Cue] = []
    done = shift = 0
    for cue in chunk.cues:
        cues.append(cue.moved(shift))
        if isinstance(cue, WordCue) and (cue.start, cue.end) in wanted:
            pieces += [chunk.samples[done : cue.offset], tick]
            done = cue.offset
            shift += len(tick)
    return AudioChunk(np.concatenate([*pieces, chunk.samples[done:]]), chunk.rate, tuple(cues))
