"""What the acoustic model reads and how its answer is laid out in time; pure numpy.

Source of the layout: models/README.md, which the training shares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sotto.messages import PhonemeRun, Stop
from sotto.voice.symbols import SymbolTable

SILENCE = "#"
_LONGEST_TOKEN = 80
_EDGE_FRAMES = 3

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """Tokens of a clause, each array [tokens]; `word` is -1 for silence and punctuation."""

    phoneme: Ints
    stress: Ints
    boundary: Ints
    word: Ints


def score(run: PhonemeRun, symbols: SymbolTable) -> Score:
    """The tokens of a run between two silences."""
    rows: list[tuple[int, int, int, int]] = [(n, 0, 0, -1) for n in symbols.numbers(SILENCE)]
    for index, phonemes in enumerate(run.words):
        first = 1
        for phoneme in phonemes:
            for number in symbols.numbers(phoneme.symbol):
                rows.append((number, phoneme.stress, first, index))
                first = 0
        inner = run.clause.words[index].stop
        if inner is not Stop.NONE:
            rows += [(n, 0, 0, -1) for n in symbols.numbers(inner.value)]
    stop = run.clause.stop
    ending = ([] if stop is Stop.NONE else [stop.value]) + [SILENCE]
    rows += [(n, 0, 0, -1) for symbol in ending for n in symbols.numbers(symbol)]
    table = np.asarray(rows, np.int64)
    return Score(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def durations(log_duration: NDArray[np.float32], word: Ints) -> Ints:
    """Frames of every token, at least one; silence at both ends is kept short.

    `log_duration` [tokens] is log(frames + 1). Rounding errors do not add up.
    """
    wanted = np.clip(np.exp(log_duration.astype(np.float64)) - 1.0, 1.0, _LONGEST_TOKEN)
    spoken = np.flatnonzero(word >= 0)
    if spoken.size:
        wanted[: spoken[0]] = _EDGE_FRAMES
        wanted[spoken[-1] + 1 :] = np.minimum(wanted[spoken[-1] + 1 :], _EDGE_FRAMES)
    ends = np.round(np.cumsum(wanted)).astype(np.int64)
    return np.diff(ends, prepend=0)


def expand(frames: Ints, per_step: int) -> tuple[Ints, NDArray[np.float32]]:
    """Token of every decoder step [steps] and its place in the token [steps, 4].

    The four: fraction passed, its half sine, log length, frames passed.
    """
    ends = np.concatenate([[0], np.cumsum(frames)])
    steps = -(-int(ends[-1]) // per_step)
    middle = np.arange(steps) * per_step + per_step / 2
    index = np.clip(np.searchsorted(ends, middle, side="right") - 1, 0, len(frames) - 1)
    passed = middle - ends[index]
    length = np.maximum(frames[index], 1)
    fraction = passed / length
    place = [
        fraction,
        np.sin(np.pi * fraction),
        np.log(length) / 2 - 1,
        np.minimum(passed / 8, 2),
    ]
    return index.astype(np.int64), np.stack(place, axis=1).astype(np.float32)
