"""The nets over the tokens and frames of a clause: what is decided before anything is rendered."""

from __future__ import annotations

import numpy as np

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.voice.sessions import Session, Tensor
from sotto.voice.spectral.bundle import SpectralBundle
from sotto.voice.spectral.form import Body, Form
from sotto.voice.spectral.score import Floats, Ints, Score, durations, spread

TEXT_INPUTS = ("ids", "speaker", "language")
CURVES_INPUTS = ("states", "speaker")


class Planner:
    """Both nets of one bundle. Raises VoiceDamagedError when they do not fit."""

    def __init__(self, bundle: SpectralBundle) -> None:
        self.text = Session(bundle.graphs["text"], TEXT_INPUTS)
        self.curves = Session(bundle.graphs["curves"], CURVES_INPUTS)

    def form(self, tokens: Score, row: Ints, language: int, cancel: CancelToken) -> Form:
        """Durations, F0, energy and states. Raises EngineError and Cancelled."""
        feed: dict[str, Tensor] = {
            "ids": tokens.ids[None],
            "speaker": row,
            "language": np.asarray([language], np.int64),
        }
        log_duration, melody, states = self.text.run(feed, cancel)
        if not np.isfinite(log_duration).all():
            raise EngineError("the model gave durations that are no numbers")
        frames = durations(log_duration[0], tokens.word)
        f0, energy = self._curves(melody[:, spread(frames)], row, cancel)
        return Form(frames, f0, Body(energy, states))

    def _curves(self, melody: Floats, row: Ints, cancel: CancelToken) -> tuple[Floats, Floats]:
        f0, energy = self.curves.run({"states": melody, "speaker": row}, cancel)
        if not (np.isfinite(f0).all() and np.isfinite(energy).all()):
            raise EngineError("the model gave a melody that is no numbers")
        return f0[0], energy[0]
