"""F0 of a clause as the listener asked for it, as far as the clause is decided. Pure numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sotto.messages import Clause, Prosody
from sotto.voice.spectral.form import Form
from sotto.voice.spectral.score import Floats, Ints
from sotto.voice.spectral.sound import VOICED_FROM

_LEAST_HERTZ, _MOST_HERTZ = VOICED_FROM + 5.0, 700.0


@dataclass(frozen=True, slots=True)
class Near:
    """Least and most of what is asked for at which the voice's own spectra do as well as those
    for another F0."""

    pitch: tuple[float, float] = (0.9, 1.08)
    pitch_range: tuple[float, float] = (0.6, 1.1)

    def has(self, factor: Floats, pitch_range: float) -> bool:
        """Whether a clause's factors on its pitch, and the one on its range, are."""
        least, most = self.pitch
        narrow, wide = self.pitch_range
        is_near = least <= factor.min(initial=1.0) and factor.max(initial=1.0) <= most
        return bool(is_near and narrow <= pitch_range <= wide)


class Melody:
    """`f0` [frames] is what is heard, `decoded` what the decoder is told: the form's own where
    nothing else was asked for, or little else."""

    def __init__(
        self, form: Form, factor: Floats, prosody: Prosody, log_mean: float, near: Near
    ) -> None:
        """`factor` [frames] is by how much the pitch is to differ; `log_mean` is the reader's."""
        self._plain = form.f0
        self._factor = factor * prosody.pitch
        self._spread = prosody.pitch_range
        self._mean = log_mean
        self.done = 0
        """Frames of both that are decided."""
        is_plain = self._spread == 1.0 and (self._factor == 1.0).all()
        self.f0 = self._plain if is_plain else np.zeros_like(self._plain)
        self.decoded = self._plain if near.has(self._factor, self._spread) else self.f0

    def decided(self, count: int) -> None:
        """Take over what is known of the form: its first `count` frames."""
        if count <= self.done:
            return
        if self.f0 is not self._plain:
            new = slice(self.done, count)
            self.f0[new] = self._tuned(self._plain[new], self._factor[new])
        self.done = count

    def _tuned(self, f0: Floats, factor: Floats) -> Floats:
        """What is voiced is moved, and spread around the reader's mean."""
        logs = self._mean + (np.log(np.maximum(f0, VOICED_FROM)) - self._mean) * self._spread
        tuned = np.clip(np.exp(logs) * factor, _LEAST_HERTZ, _MOST_HERTZ)
        return np.where(f0 > VOICED_FROM, tuned, f0).astype(np.float32)


def factors(clause: Clause, word: Ints, frames: Ints) -> Floats:
    """By how much the pitch of every frame of sound differs, of tokens' words and durations."""
    of_frame = np.repeat(word, frames).repeat(2)
    asked = np.asarray([each.pitch for each in clause.words] or [1.0], np.float32)
    return np.where(of_frame >= 0, asked[of_frame], np.float32(1))
