"""Latents: principal components of log-mel frames, so every model shares one fixed code."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Projection:
    """Band mean and deviation [BANDS] and orthonormal components [latents, BANDS]."""

    mean: FloatArray
    deviation: FloatArray
    components: FloatArray

    def encode(self, log_mel: FloatArray) -> FloatArray:
        """Turn log-mel frames [..., BANDS] into latents [..., latents]."""
        whitened = (log_mel - self.mean) / self.deviation
        return np.asarray(whitened @ self.components.T, dtype=np.float32)

    def decode(self, latents: FloatArray) -> FloatArray:
        """Turn latents back into log-mel frames, without what the projection dropped."""
        return np.asarray(latents @ self.components * self.deviation + self.mean, np.float32)

    def save(self, path: Path) -> None:
        """Write the projection to an npz file."""
        np.savez(path, mean=self.mean, deviation=self.deviation, components=self.components)


def load_projection(path: Path) -> Projection:
    """Read a projection that `save` wrote."""
    with np.load(path) as stored:
        return Projection(stored["mean"], stored["deviation"], stored["components"])


def fit_projection(frames: Iterable[FloatArray], count: int) -> Projection:
    """Fit `count` components to blocks of log-mel frames [n, BANDS], in one pass."""
    total = 0
    first: npt.NDArray[np.float64] = np.zeros(1)
    second: npt.NDArray[np.float64] = np.zeros(1)
    for block in frames:
        wide = block.astype(np.float64)
        total += len(wide)
        first = first + wide.sum(axis=0)
        second = second + wide.T @ wide
    mean = np.asarray(first / total)
    covariance = np.asarray(second / total) - np.outer(mean, mean)
    deviation = np.sqrt(np.diag(covariance))
    _, vectors = np.linalg.eigh(covariance / np.outer(deviation, deviation))
    components = vectors[:, ::-1][:, :count].T
    signs = np.where(components.sum(axis=1) < 0, -1.0, 1.0)[:, None]
    return Projection(
        mean.astype(np.float32), deviation.astype(np.float32), (components * signs).astype("f4")
    )


def mel_cepstral_distortion(one: FloatArray, other: FloatArray) -> float:
    """Return the mean distance in decibels of 24 cepstra of two equally long log-mel arrays."""
    bands = one.shape[1]
    angles = np.pi * (np.arange(bands) + 0.5) / bands
    basis = np.sqrt(2.0 / bands) * np.cos(np.arange(1, 25)[:, None] * angles)
    cepstra = (one - other).astype(np.float64) / 2.0 @ basis.T * np.sqrt(2.0 / bands)
    factor = 10.0 / np.log(10.0) * np.sqrt(2.0)
    return float(np.mean(factor * np.sqrt(np.sum(cepstra**2, axis=1))))
