"""A clause as the tokens that the voice reads, and its durations as whole frames. Pure numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sotto.errors import EngineError
from sotto.messages import PhonemeRun, Stop
from sotto.voice.spectral.alphabet import Alphabet

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

EDGE = 0
"""Number of the token at both ends."""
LEAD = 2
"""Frames by which a token's features come after its sound: so the teacher aligned them."""
_MOST_TOKENS = 4096
_LONGEST_TOKEN = 40
_FIRST_FRAMES, _LAST_FRAMES = 1, 3
"""Frames of silence before and after the words; what is not heard is cut later."""


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """Tokens of a clause [tokens]; `word` is -1 for what belongs to no word."""

    ids: Ints
    word: Ints


def score(run: PhonemeRun, alphabet: Alphabet, numbers: Mapping[str, int]) -> Score:
    """The tokens of a run. Raises EngineError when it has no sound or is longer than any clause."""
    rows: list[tuple[int, int]] = [(EDGE, -1)]
    for index, phonemes in enumerate(run.words):
        tokens = alphabet.word(phonemes)
        if tokens and len(rows) > 1:
            rows.append((numbers[" "], -1))
        rows += [(token, index) for token in tokens]
        stop = run.clause.words[index].stop
        if stop is not Stop.NONE and len(rows) > 1:
            rows.append((numbers[stop.value], -1))
    if len(rows) == 1:
        raise EngineError("the clause has no phonemes")
    if len(rows) > _MOST_TOKENS:
        raise EngineError(f"the clause has {len(rows)} tokens")
    if run.clause.stop is not Stop.NONE:
        rows.append((numbers[run.clause.stop.value], -1))
    table = np.asarray([*rows, (EDGE, -1)], np.int64)
    return Score(table[:, 0].copy(), table[:, 1].copy())


def durations(log_duration: Floats, word: Ints) -> Ints:
    """Frames of every token, at least one, from log(frames + 1); silence at the ends is short.

    Rounding errors do not add up over a clause.
    """
    wanted = np.clip(np.exp(log_duration.astype(np.float64)) - 1.0, 1.0, _LONGEST_TOKEN)
    spoken = np.flatnonzero(word >= 0)
    wanted[: spoken[0]] = _FIRST_FRAMES
    after = slice(spoken[-1] + 1, None)
    wanted[after] = np.minimum(wanted[after], _LAST_FRAMES)
    ends = np.maximum(np.round(np.cumsum(wanted)), np.arange(1, len(wanted) + 1))
    return np.diff(ends, prepend=0).astype(np.int64)


def spread(frames: Ints) -> Ints:
    """The token of every frame, `LEAD` frames late, as the voice was taught."""
    index = np.repeat(np.arange(len(frames)), frames)
    return np.concatenate([np.zeros(LEAD, np.int64), index])[: len(index)]
