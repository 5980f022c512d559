"""Harmonic-plus-noise rendering in numpy, as a stream: envelopes in, samples out.

Voiced speech is a train of band-limited pulses at F0 through the minimum-phase filter of
the harmonic envelope; breath is noise through the noise envelope; both are filtered in the
short-time Fourier domain and overlap-added (Allen & Rabiner 1977). Speed is a matter of
how far apart the frames are set: pitch and timbre do not change with it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sotto.messages import Samples

Frames = NDArray[np.float32]

_REACH = 8
_LOWEST, _HIGHEST = -12.0, 4.0
_LEAST_WEIGHT = 0.3
"""Windows add up to less only outside the first and last frame, where little sound is left."""
_NOISE_PERIOD = 1 << 16
_NOISE_SEED = 1729
_SHORT_WINDOW_FROM, _SHORTER = 1.25, 32
"""Rate from which about half the analysis window is used: frames lie closer than it smears. It is
some samples longer, a number of small factors, to be 23 ms at the house rate."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What depends only on the voice's format and the window; see `tables`."""

    fft: int
    window: Samples
    bins: Frames
    phase: Frames
    noise: Samples
    top: int
    """First bin above all that the envelopes tell of."""


def tables(fft: int, mel_frequencies: NDArray[np.float64], sample_rate: int) -> Tables:
    """Tables for windows of `fft` samples. `bins` [bands, fft//2+1] interpolates in hertz.

    `phase`, of the same shape, gives the minimum phase: folding the cepstrum (Oppenheim &
    Schafer) is linear in the log envelope, so it is done once, for each band.
    """
    fold = np.zeros(fft)
    fold[0] = fold[fft // 2] = 1.0
    fold[1 : fft // 2] = 2.0
    hertz = np.linspace(0.0, sample_rate / 2, fft // 2 + 1)
    rows = [np.interp(hertz, mel_frequencies, row) for row in np.eye(len(mel_frequencies))]
    phase = np.fft.rfft(np.fft.irfft(rows, n=fft, axis=1) * fold, axis=1).imag
    return Tables(
        fft=fft,
        window=np.hanning(fft + 1)[:fft].astype(np.float32),
        bins=np.asarray(rows, np.float32),
        phase=phase.astype(np.float32),
        noise=np.concatenate([_noise(), _noise()[:fft]]),
        top=int(np.searchsorted(hertz, mel_frequencies[-1] + hertz[1])),
    )


@lru_cache(maxsize=1)
def _noise() -> Samples:
    """One stretch of white noise, always the same, repeated every three seconds."""
    generator = np.random.Generator(np.random.PCG64(_NOISE_SEED))
    return generator.standard_normal(_NOISE_PERIOD, dtype=np.float32)


def _filter(log_amplitude: Frames, phase: Frames) -> NDArray[np.complex64]:
    """exp(log_amplitude + i phase), in real arithmetic: numpy's complex one is slow."""
    amplitude = np.exp(log_amplitude)
    found = np.empty(amplitude.shape, np.complex64)
    np.multiply(amplitude, np.cos(phase), out=found.real)
    np.multiply(amplitude, np.sin(phase), out=found.imag)
    return found


def _rows(signal: Samples, starts: NDArray[np.int64], length: int) -> Samples:
    """Stretches of a signal, [starts, length]."""
    return np.lib.stride_tricks.sliding_window_view(signal, length)[starts]


def window_length(fft: int, rate: float) -> int:
    """The analysis window in samples for a speaking rate."""
    return fft if rate < _SHORT_WINDOW_FROM else fft // 2 + fft // _SHORTER * 3 // 2


class Renderer:
    """One clause. Frame t is heard around sample t * hop; `hop` may be fractional.

    `pitch` must run at least `lookahead` frames ahead of `feed`, except at the end.
    """

    def __init__(self, shared: Tables, hop: float, sample_rate: int) -> None:
        self._tables = shared
        self._hop = hop
        self._sample_rate = sample_rate
        self._log_f0 = np.zeros(0)
        self._voicing = np.zeros(0)
        self._half = shared.fft // 2
        self._pulses = _Tail(-self._half)
        self._phase = 0.0
        self._voiced_until = -self._half
        self._mixed = _Tail(-self._half)
        self._weight = _Tail(-self._half)
        self._frame = 0

    @property
    def lookahead(self) -> int:
        """Frames of pitch needed beyond those that are rendered."""
        return math.ceil(self._half / self._hop) + 1

    def pitch(self, log_f0: Frames, voicing: Frames) -> None:
        """Append pitch: natural log of hertz [frames] and 0 or 1 [frames]."""
        self._log_f0 = np.concatenate([self._log_f0, log_f0])
        self._voicing = np.concatenate([self._voicing, voicing])

    def feed(self, harmonic: Frames, noise: Frames, last: bool = False) -> Samples:
        """Render the next frames, envelopes [frames, bands] of log amplitude.

        Returns the samples that no later frame will change; `last` gives all that is left.
        """
        centres = [round((self._frame + i) * self._hop) for i in range(len(harmonic))]
        self._frame += len(harmonic)
        if centres:
            self._overlap(centres, self._filtered(centres, harmonic, noise))
        final = self._next_centre if last else self._next_centre - self._half
        return self._take(max(final, 0))

    @property
    def _next_centre(self) -> int:
        return round(self._frame * self._hop)

    def _filtered(self, centres: list[int], harmonic: Frames, noise: Frames) -> Samples:
        """Windowed sound of every frame, [frames, fft]."""
        shared = self._tables
        first, last = centres[0] - self._half, centres[-1] + self._half
        self._excite(last)
        starts = np.asarray(centres) - self._half
        pulses = _rows(self._pulses.view(first, last), starts - first, shared.fft)
        hiss = _rows(shared.noise, starts % _NOISE_PERIOD, shared.fft)
        bands = np.clip(harmonic, _LOWEST, _HIGHEST)
        breath = np.exp(np.clip(noise, _LOWEST, _HIGHEST) @ shared.bins)
        spectrum = np.fft.rfft(pulses * shared.window, axis=1)
        spectrum *= _filter(bands @ shared.bins, bands @ shared.phase)
        spectrum += np.fft.rfft(hiss * shared.window, axis=1) * breath
        spectrum[:, shared.top :] = 0
        sound = np.fft.irfft(spectrum, n=shared.fft, axis=1) * shared.window
        self._pulses.forget(self._next_centre - self._half)
        return np.asarray(sound, np.float32)

    def _overlap(self, centres: list[int], sound: Samples) -> None:
        end = centres[-1] + self._half
        mixed, weight = self._mixed.view(None, end), self._weight.view(None, end)
        squared = self._tables.window**2
        for centre, piece in zip(centres, sound, strict=True):
            start = centre - self._half - self._mixed.start
            mixed[start : start + len(piece)] += piece
            weight[start : start + len(piece)] += squared

    def _take(self, until: int) -> Samples:
        """Samples from the last taken one (at least 0) to `until`."""
        mixed, weight = self._mixed.view(None, until), self._weight.view(None, until)
        start = max(0, -self._mixed.start)
        count = until - self._mixed.start
        ready = np.asarray(
            mixed[start:count] / np.maximum(weight[start:count], _LEAST_WEIGHT), np.float32
        )
        self._mixed.forget(until)
        self._weight.forget(until)
        return ready

    def _excite(self, until: int) -> None:
        """Extend the pulse train to sample `until`: unit power a period, exact phase."""
        begin = self._voiced_until
        time = np.arange(begin, until)
        place = time / self._hop
        frames = np.arange(len(self._log_f0))
        step = np.exp(np.interp(place, frames, self._log_f0)) / self._sample_rate
        voiced = np.interp(place, frames, self._voicing) > 0.5
        phase = self._phase + np.cumsum(step)
        cycle = np.floor(phase)
        previous = np.concatenate([[np.floor(self._phase)], cycle[:-1]])
        starts = np.flatnonzero((cycle > previous) & voiced)
        self._phase = math.fmod(float(phase[-1]), 1.0) if len(phase) else self._phase
        self._voiced_until = until
        position = time[starts] - (phase[starts] - cycle[starts]) / step[starts]
        whole = np.floor(position).astype(np.int64)
        reach = np.arange(1 - _REACH, _REACH + 1)
        distance = reach - (position - whole)[:, None]
        taper = 0.5 + 0.5 * np.cos(np.pi * distance / (_REACH + 0.5))
        shape = np.sinc(distance) * taper / np.sqrt(step[starts])[:, None]
        train = self._pulses.view(None, until + 2 * _REACH)
        target = np.maximum(whole[:, None] + reach - self._pulses.start, 0)
        np.add.at(train, target, shape.astype(np.float32))


class _Tail:
    """A growing signal of which only the unfinished end is kept; `start` is its first sample."""

    def __init__(self, start: int) -> None:
        self.start = start
        self._data = np.zeros(0, np.float32)

    def view(self, first: int | None, end: int) -> Samples:
        """Samples first (default: the oldest kept) to end; zeros are appended as needed."""
        missing = end - self.start - len(self._data)
        if missing > 0:
            self._data = np.concatenate([self._data, np.zeros(missing, np.float32)])
        begin = 0 if first is None else first - self.start
        return self._data[begin : max(end - self.start, 0)] if first is not None else self._data

    def forget(self, until: int) -> None:
        """Drop everything before sample `until`."""
        if until > self.start:
            self._data = self._data[until - self.start :]
            self.start = until
