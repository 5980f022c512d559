"""Style and clarity of spectra at full resolution, by what they do to bands of them.

Both are told in bands (`Timbre`); a change there is laid over the bins between their middles.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sotto.messages import Clarity, Prosody, Style
from sotto.voice.shaping.bands import bands
from sotto.voice.shaping.timbre import Timbre
from sotto.voice.spectral.sound import BINS, RATE, Branches, Floats

_BANDS = 80
_SILENT = -12.0
_HARMONIC, _NOISE, _FREE = -3.86, -2.7, -3.05
"""From a branch's log amplitude to log amplitude re full scale: powers of one frame, with some 80
overtones in the harmonic one."""


class Shading:
    """What style and clarity of `prosody` do to the branches of one clause."""

    def __init__(self, prosody: Prosody, gain: float) -> None:
        is_plain = prosody.style is Style.NEUTRAL and prosody.clarity is Clarity.OFF
        self._is_whisper = prosody.style is Style.WHISPER
        self._timbre = None if is_plain else Timbre(bands(_maps()[0]), prosody, gain)

    def apply(self, branches: Branches, voicing: Floats) -> Branches:
        """The branches changed, `voicing` [frames] 0 or 1; those of a plain voice as they are."""
        if self._timbre is None:
            return branches
        _, into, out = _maps()
        noise = _together(branches.noise + _NOISE, branches.free + _FREE)
        before = [_band_levels(part, into) for part in (branches.harmonic + _HARMONIC, noise)]
        after = self._timbre.apply(before[0], before[1], voicing)
        if self._is_whisper:
            silent = np.full_like(branches.harmonic, _SILENT)
            breath = np.asarray(after[1] @ out - _NOISE, np.float32)
            return Branches(silent, branches.turn, breath, silent, branches.phase)
        harmonic, rough = (
            np.asarray((new - old.clip(-12.0, 4.0)) @ out, np.float32)
            for new, old in zip(after, before, strict=True)
        )
        return Branches(
            branches.harmonic + harmonic,
            branches.turn,
            branches.noise + rough,
            branches.free + rough,
            branches.phase,
        )


def _together(a: Floats, b: Floats) -> Floats:
    return np.asarray(0.5 * np.logaddexp(2 * a, 2 * b), np.float32)


def _band_levels(logs: Floats, into: Floats) -> Floats:
    """Log amplitude [frames, bands] of the mean power in each band of [frames, BINS]."""
    return np.asarray(0.5 * np.log(np.exp(2 * logs) @ into + 1e-12), np.float32)


@lru_cache(maxsize=1)
def _maps() -> tuple[NDArray[np.float64], Floats, Floats]:
    """Middles of bands in hertz, bins into bands [BINS, bands], bands over bins [bands, BINS]."""
    top = 2595 * math.log10(1 + RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, _BANDS + 2) / 2595) - 1)
    hertz = np.linspace(0, RATE / 2, BINS)
    up = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    # A band narrower than a bin takes the bin next to its middle.
    weight = np.maximum(np.minimum(up, down), 0)
    nearest = np.argmin(np.abs(hertz - edges[1:-1, None]), axis=1)
    weight[np.arange(_BANDS), nearest] += 1e-3
    into = (weight / weight.sum(axis=1, keepdims=True)).T
    rows = [np.interp(hertz, edges[1:-1], row) for row in np.eye(_BANDS)]
    return edges[1:-1], into.astype(np.float32), np.asarray(rows, np.float32)
