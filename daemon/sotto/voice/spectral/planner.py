"""The nets over the tokens and frames of a clause: what is decided before anything is rendered.

Durations need the whole clause. F0 and energy of a frame only depend on `REACH` frames around it,
so of a long clause they are worked out as far as they are needed: first what its first piece needs.
It is always cut alike, so that it always sounds alike.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import accumulate, chain, repeat

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.voice.sessions import Session, Tensor
from sotto.voice.spectral.bundle import SpectralBundle
from sotto.voice.spectral.form import Body, Form
from sotto.voice.spectral.score import Floats, Ints, Score, durations, spread

TEXT_INPUTS = ("ids", "speaker", "language")
CURVES_INPUTS = ("states", "speaker", "ends")
REACHES = (3, 6, 12, 24, 3, 6)
"""Frames each side that each block sees: convolutions seven wide, 1, 2, 4, 8, 1 and 2 apart."""
REACH = sum(REACHES)
"""Frames each side that a frame's F0 and energy depend on."""
_BEYOND = tuple(REACH - seen for seen in accumulate(REACHES))
"""Of them, those that what comes after each block still sees."""
_FIRST, _LATER = 20, 400
"""Frames of the first block, which is what the decoder needs for its first piece, and of others."""
_WHOLE = 90
"""Frames of a clause up to which little is won by cutting it."""

Draw = Callable[[Floats, int], tuple[Floats, Floats]]
"""Melody of some frames [1, frames, width] to the F0 and energy, two a frame, of so many of the
first of them at least."""


class Planner:
    """Both nets of one bundle. Raises VoiceDamagedError when they do not fit."""

    def __init__(self, bundle: SpectralBundle) -> None:
        self.text = Session(bundle.graphs["text"], TEXT_INPUTS)
        self.curves = Session(bundle.graphs["curves"], CURVES_INPUTS)

    def plan(self, tokens: Score, row: Ints, language: int, cancel: CancelToken) -> Plan:
        """Durations and states; the rest of the form is still to come.

        Raises EngineError and Cancelled.
        """
        feed: dict[str, Tensor] = {
            "ids": tokens.ids[None],
            "speaker": row,
            "language": np.asarray([language], np.int64),
        }
        log_duration, melody, states = self.text.run(feed, cancel)
        if not np.isfinite(log_duration).all():
            raise EngineError("the model gave durations that are no numbers")
        frames = durations(log_duration[0], tokens.word)
        return Plan(partial(self._drawn, row, cancel), melody, frames, states)

    def _drawn(
        self, row: Ints, cancel: CancelToken, melody: Floats, wanted: int
    ) -> tuple[Floats, Floats]:
        ends = np.minimum(wanted + np.asarray(_BEYOND, np.int64), melody.shape[1])
        f0, energy = self.curves.run({"states": melody, "speaker": row, "ends": ends}, cancel)
        if not (np.isfinite(f0).all() and np.isfinite(energy).all()):
            raise EngineError("the model gave a melody that is no numbers")
        return f0[0], energy[0]


class Plan:
    """A form of which F0 and energy are there as far as they were asked for."""

    def __init__(self, draw: Draw, melody: Floats, frames: Ints, states: Floats) -> None:
        """`melody` [1, tokens, width] tells F0 and energy of `frames` [tokens]."""
        self._draw = draw
        self._melody = melody
        self._index = spread(frames)
        self._blocks = blocks(len(self._index))
        self._known = 0
        count = 2 * len(self._index)
        self._f0, self._energy = np.zeros(count, np.float32), np.zeros(count, np.float32)
        self.form = Form(frames, self._f0, Body(self._energy, states))

    def through(self, end: int) -> int:
        """Have the first `end` frames of F0 and energy, and tell how many are there.

        Raises EngineError and Cancelled.
        """
        while self._known < min(end, len(self._f0)):
            block = self._blocks.pop(0)
            self._work(self._known // 2, block)
            self._known = 2 * block
        return self._known

    def _work(self, begin: int, end: int) -> None:
        first = max(begin - REACH, 0)
        found = self._draw(self._melody[:, self._index[first : end + REACH]], end - first)
        wanted = slice(2 * (begin - first), 2 * (end - first))
        for target, curve in zip((self._f0, self._energy), found, strict=True):
            target[2 * begin : 2 * end] = curve[wanted]


def blocks(total: int) -> list[int]:
    """Where each block of a clause of so many frames ends."""
    if total <= _WHOLE:
        return [total]
    ends: list[int] = []
    end = 0
    for size in chain([_FIRST], repeat(_LATER)):
        end += size
        if end >= total - _WHOLE // 2:
            return [*ends, total]
        ends.append(end)
    return ends
