"""The decoder as a stream: every convolution keeps the end of what it was given.

A frame comes out three frames a layer after it goes in, and nothing is worked out twice: pieces
cost what the whole costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.voice.sessions import Session, Tensor
from sotto.voice.spectral.score import Floats, Ints
from sotto.voice.spectral.sound import BINS, Branches

DECODER_INPUTS = ("states", "f0", "energy", "speaker", "there", "skip", "first", "kept")
LAYERS, LIGHT_LAYERS = 9, 5
"""Convolutions one after the other, each `_SIDE` frames wide each way; the light variant's."""
_SIDE = 3
_FIRST_WIDTH, _WIDTH, _KEPT = 130, 256, 2 * _SIDE
_BRANCHES = 5


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """A decoder, and how many convolutions it has one after the other."""

    session: Session
    layers: int


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """A whole clause: token states [1, tokens, n], and a token, F0 in hertz and energy a frame."""

    states: Floats
    index: Ints
    f0: Floats
    energy: Floats


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
        self._kept = np.zeros((net.layers - 1, _WIDTH, _KEPT), np.float32)

    def take(self, count: int) -> Branches:
        """The next `count` frames. Raises EngineError and Cancelled."""
        skip = max(self._reach - self._given, 0)
        begin, end = self._given, self._given + skip + count
        self._given = end
        spectra, self._first, self._kept = self._net.session.run(
            self._feed(begin, end, skip), self._cancel
        )
        if spectra.shape != (1, count, _BRANCHES * BINS) or not np.isfinite(spectra).all():
            raise EngineError("the model gave spectra that are no numbers")
        return Branches(*np.split(spectra[0], _BRANCHES, axis=1))

    def _feed(self, begin: int, end: int, skip: int) -> dict[str, Tensor]:
        clause = self._frames
        total = len(clause.f0)
        inside = slice(min(begin, total), min(end, total))
        beyond = end - begin - (inside.stop - inside.start)
        # What the layers give, each `_SIDE` frames later than the one before it.
        when = np.arange(begin, end) - _SIDE * np.arange(1, self._net.layers + 1)[:, None]
        states = clause.states[:, clause.index[inside]]
        return {
            "states": np.pad(states, ((0, 0), (0, beyond), (0, 0))),
            "f0": np.pad(clause.f0[inside], (0, beyond))[None],
            "energy": np.pad(clause.energy[inside], (0, beyond))[None],
            "speaker": self._row,
            "there": ((when >= 0) & (when < total)).astype(np.float32),
            "skip": np.asarray(skip, np.int64),
            "first": self._first,
            "kept": self._kept,
        }
