"""Spectral envelopes of a voice before rendering, and their distance to another voice's.

With the durations of one voice given to the other, frames correspond and nothing is warped.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from sotto.cancel import CancelToken
from sotto.messages import PhonemeRun
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.engine import LIGHT, NeuralEngine
from sotto.voice.neural.score import Ints, durations, expand, score
from sotto.voice.sessions import Session, Tensor

Array = npt.NDArray[np.float64]

DECIBELS = 20.0 / np.log(10.0)
# Of a natural logarithm of amplitude.
ENVELOPE_RANGE = 50.0
# Decibels below the loudest band down to which bands are compared.


class Envelopes:
    """A voice without its renderer: the level of every band, for given durations."""

    def __init__(self, folder: Path, is_light: bool) -> None:
        self.engine = NeuralEngine(load_bundle(folder))
        self.is_light = is_light
        self.speaker = self.engine.bundle.readers[0]
        self.number = np.asarray([self.speaker.id], np.int64)

    def _run(self, session: Session, feed: dict[str, Tensor]) -> list[npt.NDArray[np.float32]]:
        if session.takes(LIGHT):
            feed = {**feed, LIGHT: np.asarray(self.is_light)}
        return session.run(feed, CancelToken())

    def of(self, run: PhonemeRun, frames: Ints | None) -> tuple[Array, Ints]:
        """Return levels in decibels [frames, bands] and the durations: `frames`, or its own."""
        tokens = score(run, self.engine.symbols)
        hidden, log_duration, pitch = self._run(
            self.engine.encoder,
            {
                "phoneme": tokens.phoneme[None],
                "stress": tokens.stress[None],
                "boundary": tokens.boundary[None],
                "speaker": self.number,
                "language": np.asarray([self.engine.language("en-us")], np.int64),
            },
        )
        frames = durations(log_duration[0], tokens.word) if frames is None else frames
        index, position = expand(frames, self.engine.bundle.frames_per_step)
        feed: dict[str, Tensor] = {
            "hidden": hidden,
            "pitch": pitch,
            "speaker": self.number,
            "index": index[None],
            "position": position[None],
        }
        decoded = self._run(self.engine.decoder, feed)[0][0]
        return self._levels(decoded.reshape(-1, decoded.shape[-1])), frames

    def _levels(self, decoded: npt.NDArray[np.float32]) -> Array:
        speaker = self.speaker
        latent = decoded[:, :-2] * speaker.latent_std + speaker.latent_mean
        log_f0 = speaker.log_f0_mean + speaker.log_f0_std * decoded[:, -2]
        voicing = (decoded[:, -1] > 0).astype(np.float32)
        feed: dict[str, Tensor] = {
            "latent": np.ascontiguousarray(latent.T, np.float32)[None],
            "log_f0": log_f0.astype(np.float32)[None],
            "voicing": voicing[None],
        }
        harmonic, noise = (
            part[0].astype(np.float64) for part in self._run(self.engine.vocoder, feed)
        )
        power = np.exp(2 * harmonic) * voicing[:, None] + np.exp(2 * noise)
        return np.asarray(DECIBELS / 2 * np.log(power))


def envelope_distance(one: Array, other: Array) -> float:
    """Return the root mean square of the difference in decibels, over what is loud enough."""
    loud = np.maximum(one, other) > max(one.max(), other.max()) - ENVELOPE_RANGE
    return float(np.sqrt(np.mean((one - other)[loud] ** 2)))


def cepstral_distance(one: Array, other: Array) -> float:
    """Return the mel-cepstral distortion in decibels (Kubichek 1993): 24 cepstra, no energy."""
    bands = one.shape[1]
    angles = np.pi * (np.arange(bands) + 0.5) / bands
    basis = 2.0 / bands * np.cos(np.arange(1, 25)[:, None] * angles)
    cepstra = (one - other) / DECIBELS @ basis.T
    scale = 10.0 / np.log(10.0) * np.sqrt(2.0)
    return float(scale * np.mean(np.sqrt((cepstra**2).sum(axis=1))))
