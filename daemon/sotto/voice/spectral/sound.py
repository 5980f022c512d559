"""Spectra to samples as a stream: pulses through one branch, noise, and a branch with own phase.

sound = inverse STFT of (harmonic x STFT of pulses at F0 + noise + free), after hibari
(Apache-2.0). A frame is `HOP` samples apart from the next and `FFT` long, frame t centred at
sample t * HOP; pieces give what the whole would give.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sotto.messages import Samples

RATE = 24_000
HOP = 300
FFT = 1200
BINS = FFT // 2 + 1
_SPAN = FFT // HOP
VOICED_FROM = 40.0
"""Hertz; the net's F0 falls to a few hertz where speech is unvoiced."""
_HIGHEST_OVERTONE = 11_000.0
_LOUDEST = 7.0
_HEARD_NOISE = -9.0
"""Log amplitude below which the noise branch is at no bin worth its work."""
_NOISE_FRAMES, _NOISE_SEED = 96, 1729

Floats = NDArray[np.float32]
Spectrum = NDArray[np.complex64]


@dataclass(frozen=True, slots=True, eq=False)
class Branches:
    """What the net writes, each [frames, BINS]: log amplitudes; `turn` and `phase` in radians.

    `turn` is bent to within half a circle each way before it is used.
    """

    harmonic: Floats
    turn: Floats
    noise: Floats
    free: Floats
    phase: Floats


class Sound:
    """One clause; `f0` [frames] in hertz is that of all its frames."""

    def __init__(self, f0: Floats) -> None:
        self._f0 = f0
        self._frame = 0
        self._cycles = 0.0
        # Pulses from half a window before the next frame on.
        self._pulses = np.zeros(FFT // 2, np.float32)
        self._made = 0
        self._open = np.zeros((_SPAN - 1, HOP), np.float32)

    def feed(self, branches: Branches) -> Samples:
        """The samples that no later frame will change, of the next frames."""
        count = len(branches.harmonic)
        first, end = self._frame, self._frame + count
        spectrum = self._source(count)
        spectrum *= _polar(branches.harmonic, np.float32(np.pi) * np.tanh(branches.turn))
        if branches.noise.max(initial=-np.inf) > _HEARD_NOISE:
            rows = np.arange(first, end) % _NOISE_FRAMES
            spectrum += _noise()[rows] * _amplitude(branches.noise)
        spectrum += _polar(branches.free, branches.phase)
        self._frame = end
        return self._overlap(spectrum, first, is_last=end == len(self._f0))

    def _source(self, count: int) -> Spectrum:
        """Windowed spectra of the pulses, [count, BINS]; a lone overtone has its own amplitude."""
        wanted = (count - 1) * HOP + FFT
        missing = wanted - len(self._pulses)
        if missing > 0:
            self._pulses = np.concatenate([self._pulses, self._train(missing)])
        rows = np.lib.stride_tricks.sliding_window_view(self._pulses[:wanted], FFT)[::HOP]
        spectrum = np.fft.rfft(rows * (_window() / (FFT / 4)), axis=1)
        self._pulses = self._pulses[count * HOP :]
        return np.asarray(spectrum, np.complex64)

    def _train(self, count: int) -> Samples:
        """The next `count` samples of all overtones as cosines; nothing beyond the clause."""
        total = len(self._f0) * HOP
        place = np.arange(self._made, min(self._made + count, total))
        self._made += count
        hertz = np.interp((place + 0.5) / HOP - 0.5, np.arange(len(self._f0)), self._f0)
        voiced = hertz > VOICED_FROM
        hertz = np.maximum(hertz, VOICED_FROM)
        cycles = self._cycles + np.cumsum(hertz) / RATE
        self._cycles = float(cycles[-1] % 1.0) if len(cycles) else self._cycles
        angle = (2 * np.pi * (cycles % 1.0)).astype(np.float32)
        overtones = np.floor(_HIGHEST_OVERTONE / hertz).astype(np.float32) + np.float32(0.5)
        sine = 2 * np.sin(angle / 2)
        near = np.abs(sine) <= 2e-3
        sine[near] = 1
        train = np.sin(overtones * angle) / sine
        train[near] = overtones[near]
        train = np.where(voiced, train - np.float32(0.5), np.float32(0))
        return np.concatenate([train, np.zeros(count - len(train), np.float32)])

    def _overlap(self, spectrum: Spectrum, first: int, *, is_last: bool) -> Samples:
        count = len(spectrum)
        frames = np.asarray(np.fft.irfft(spectrum, n=FFT, axis=1), np.float32) * _window()
        frames = frames.reshape(count, _SPAN, HOP)
        blocks = np.zeros((count + _SPAN - 1, HOP), np.float32)
        blocks[: _SPAN - 1] = self._open
        for part in range(_SPAN):
            blocks[part : part + count] += frames[:, part]
        done = count + _SPAN // 2 if is_last else count
        self._open = blocks[count:]
        # Block b of this piece begins at sample (first + b - 2) * HOP; none comes before 0.
        begin = max(_SPAN // 2 - first, 0)
        begin = min(begin, done)
        weight = _weights(first, done, len(self._f0) if is_last else 0)
        done = min(done, len(self._f0) + _SPAN // 2 - first)
        return (blocks[begin:done] / weight[begin:done]).reshape(-1)


def _weights(first: int, count: int, total: int) -> Floats:
    """Sum of the squared windows over every sample of `count` blocks from frame `first` on.

    Less than inside where a clause begins and, if `total` frames are all, where it ends.
    """
    squared = (_window() ** 2).reshape(_SPAN, HOP)
    block = first + np.arange(count)
    weight = np.zeros((count, HOP), np.float32)
    for part in range(_SPAN):
        frame = block - part
        there = (frame >= 0) & ((frame < total) if total else True)
        weight += there[:, None] * squared[part]
    return np.maximum(weight, 0.05)


@lru_cache(maxsize=1)
def _window() -> Floats:
    place = np.arange(FFT) / FFT
    return (0.5 - 0.5 * np.cos(2 * np.pi * place)).astype(np.float32)


@lru_cache(maxsize=1)
def _noise() -> Spectrum:
    """Complex noise [frames, BINS], unit variance a part; the same every time."""
    generator = np.random.Generator(np.random.PCG64(_NOISE_SEED))
    pair = generator.standard_normal((_NOISE_FRAMES, 2 * BINS), dtype=np.float32)
    return pair.view(np.complex64)


def _amplitude(logs: Floats) -> Floats:
    return np.exp(np.minimum(logs, np.float32(_LOUDEST)))


def _polar(logs: Floats, angle: Floats) -> Spectrum:
    """exp(logs + i angle), [frames, BINS]."""
    result = np.empty(logs.shape, np.complex64)
    np.cos(angle, out=result.real)
    np.sin(angle, out=result.imag)
    result *= _amplitude(logs)
    return result
