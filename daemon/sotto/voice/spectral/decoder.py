"""The decoder as a stream: every convolution keeps the end of what it was given.

A frame comes out three frames a layer after it goes in, and nothing is worked out twice, nor before
the clause begins: pieces cost what the whole costs. Its last product is a graph of its own, `head`:
what goes into that is small and can be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.voice.sessions import Session, Tensor
from sotto.voice.spectral.score import Floats, Ints
from sotto.voice.spectral.sound import BINS, Branches

DECODER_INPUTS = ("states", "f0", "energy", "speaker", "there", "lead", "first", "kept")
HEAD_INPUTS = ("levels", "scale", "zero", "speaker")
LAYERS, LIGHT_LAYERS = 9, 5
"""Convolutions one after the other, each `_SIDE` frames wide each way; the light variant's."""
WIDTH = 256
STATE = 128
"""Numbers that are known of a token."""
_SIDE = 3
_FIRST_WIDTH, _KEPT = 130, 2 * _SIDE
_BRANCHES = 5


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Frames before the last product: 8-bit `numbers` [1, frames, WIDTH], of which `zero` is 0 and
    a step is `scale`; both have no dimensions."""

    numbers: NDArray[np.uint8]
    scale: Floats
    zero: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """A decoder, its last product, and how many convolutions it has one after the other."""

    session: Session
    head: Session
    layers: int

    def branches(self, levels: Levels, row: Ints, cancel: CancelToken) -> Branches:
        """The spectra of frames. Raises EngineError and Cancelled."""
        feed: dict[str, Tensor] = {
            "levels": levels.numbers,
            "scale": levels.scale,
            "zero": levels.zero,
            "speaker": row,
        }
        (spectra,) = self.head.run(feed, cancel)
        wanted = (1, levels.numbers.shape[1], _BRANCHES * BINS)
        if spectra.shape != wanted or not np.isfinite(spectra).all():
            raise EngineError("the model gave spectra that are no numbers")
        return Branches(*spectra[0].reshape(-1, _BRANCHES, BINS).swapaxes(0, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """A whole clause: token states [1, tokens, STATE], and a token, F0 in hertz and energy a
    frame; the last two are there when `through` was asked for so many."""

    states: Floats
    index: Ints
    f0: Floats
    energy: Floats
    through: Callable[[int], None]


class DecoderStream:
    """One clause through the decoder; `row` [1] is the reader's in the net's tables."""

    def __init__(self, net: Net, row: Ints, frames: Frames, cancel: CancelToken) -> None:
        self._net = net
        self._reach = net.layers * _SIDE
        self._row = row
        self._frames = frames
        self._cancel = cancel
        self._given = 0
        self._first = np.zeros((1, _FIRST_WIDTH, _KEPT), np.float32)
        self._kept = np.zeros((net.layers - 1, WIDTH, _KEPT), np.float32)

    def take(self, count: int) -> Branches:
        """The next `count` frames. Raises EngineError and Cancelled."""
        return self.spectra(self.levels(count))

    def spectra(self, levels: Levels) -> Branches:
        """The spectra of frames before the last product. Raises as `take`."""
        return self._net.branches(levels, self._row, self._cancel)

    def levels(self, count: int) -> Levels:
        """The same before the last product."""
        begin = self._given
        end = begin + count + (0 if begin else self._reach)
        self._given = end
        self._frames.through(end)
        numbers, scale, zero, self._first, self._kept = self._net.session.run(
            self._feed(begin, end), self._cancel
        )
        if numbers.shape != (1, count, WIDTH):
            raise EngineError("the model gave other frames than it was asked for")
        return Levels(cast(NDArray[np.uint8], numbers), scale, cast(NDArray[np.uint8], zero))

    def _feed(self, begin: int, end: int) -> dict[str, Tensor]:
        clause = self._frames
        total = len(clause.f0)
        inside = slice(min(begin, total), min(end, total))
        beyond = end - begin - (inside.stop - inside.start)
        # What the layers give, each `_SIDE` frames later than the one before it.
        when = np.arange(begin, end) - _SIDE * np.arange(1, self._net.layers + 1)[:, None]
        return {
            "states": _lengthened(clause.states[0, clause.index[inside]], beyond),
            "f0": _lengthened(clause.f0[inside], beyond),
            "energy": _lengthened(clause.energy[inside], beyond),
            "speaker": self._row,
            "there": ((when >= 0) & (when < total)).astype(np.float32),
            "lead": np.asarray(0 if begin else _SIDE, np.int64),
            "first": self._first,
            "kept": self._kept,
        }


def _lengthened(rows: Floats, count: int) -> Floats:
    """Rows [n, ...] and so many more that are 0, [1, n + count, ...]."""
    if count:
        rows = np.concatenate([rows, np.zeros((count, *rows.shape[1:]), np.float32)])
    return rows[None]
