"""Where a clause begins and ends to be heard."""

from __future__ import annotations

import numpy as np

from sotto.messages import Samples

_QUIET = 0.004
_ENDING = 0.008
"""Amplitude below which the end of a clause is its noise, not its last sound."""
_MARGIN_SECONDS = 0.002
_FADE_SECONDS = 0.003


class Edges:
    """Cuts the silence before the first sound and after the last, with short fades.

    Silence is held back until sound follows it, so that none is left over at the end. It takes
    the voice at its own level, before the volume: what is turned down is no silence.
    """

    def __init__(self, sample_rate: int, level: float = 0.0) -> None:
        """`level` is that of the speech beside the voice's neutral one, in decibels."""
        self._quiet, self._ending = (each * 10 ** (level / 20) for each in (_QUIET, _ENDING))
        self._margin = int(_MARGIN_SECONDS * sample_rate)
        self._fade = int(_FADE_SECONDS * sample_rate)
        self._held = np.zeros(0, np.float32)
        self._started = False
        self.trimmed = 0

    def feed(self, samples: Samples, last: bool) -> Samples:
        """The samples worth hearing; `trimmed` counts what was cut at the beginning."""
        samples = np.concatenate([self._held, samples])
        heard = np.flatnonzero(np.abs(samples) > self._quiet)
        if not heard.size:
            self._keep(samples)
            return samples[:0]
        begin = 0 if self._started else max(int(heard[0]) - self._margin, 0)
        ends = np.flatnonzero(np.abs(samples) > self._ending)
        end = min(int((ends if ends.size else heard)[-1]) + 1 + self._fade, len(samples))
        self._held = samples[end:]
        samples = samples[begin:end].copy()
        if not self._started:
            self.trimmed += begin
            self._started = True
            _ramp(samples[: self._margin])
        if last:
            _ramp(samples[: -self._fade - 1 : -1])
        return samples

    def _keep(self, silence: Samples) -> None:
        if self._started:
            self._held = silence
        else:
            self.trimmed += len(silence)
            self._held = silence[:0]


def _ramp(samples: Samples) -> None:
    """Fade in, in place."""
    samples *= np.linspace(0, 1, len(samples), endpoint=False, dtype=np.float32)
