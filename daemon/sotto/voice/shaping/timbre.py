"""Changes of spectral envelopes on their way to the renderer: style, and clarity in noise.

A frame depends on itself and on those before it, so sound in pieces is the sound of the whole,
nothing is delayed, and the same frames always give the same result.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sotto.messages import Clarity, Prosody
from sotto.voice.shaping.bands import NEPERS, Bands, Frames, together
from sotto.voice.shaping.clarity import Balance, compression, shaping
from sotto.voice.shaping.style import MANNERS

_LIMITS = (-12.0, 4.0)
"""What the renderer makes a difference of."""
_WHISPER_SLOPE = 4.0
"""Decibels an octave by which a whispered source falls off less than a voiced one."""
_WHISPER_SOFTER = 8.0 * NEPERS
_BREATH_SOFTER = 3.0 * NEPERS


class Timbre:
    """What the style and clarity of `prosody` do to the envelopes of one clause.

    `gain` is the factor from the renderer's amplitude to full scale, without the volume.
    """

    def __init__(self, bands: Bands, prosody: Prosody, gain: float) -> None:
        self._bands = bands
        self._manner = MANNERS[prosody.style]
        self._is_clear = prosody.clarity is Clarity.ON
        self._gain = math.log(gain) - NEPERS * self._manner.level
        self._balance = Balance()

    def apply(
        self, harmonic: Frames, noise: Frames, voicing: NDArray[np.float32]
    ) -> tuple[Frames, Frames]:
        """The envelopes [frames, bands] changed; those of a neutral voice are not touched."""
        if not (self._is_clear or self._manner.is_whispered or self._manner.tilt):
            return harmonic, noise
        voiced = voicing > 0.5
        harmonic, noise = np.clip(harmonic, *_LIMITS), np.clip(noise, *_LIMITS)
        if self._manner.is_whispered:
            harmonic, noise, voiced = self._whisper(harmonic, noise, voiced)
        elif self._manner.tilt:
            slope = np.broadcast_to(self._bands.slope(self._manner.tilt), harmonic.shape)
            harmonic, noise = self._shift(harmonic, noise, voiced, slope)
        if self._is_clear:
            added = shaping(self._bands, harmonic, noise, voiced)
            harmonic, noise = self._shift(harmonic, noise, voiced, added)
            harmonic, noise = self._compress(harmonic, noise, voiced)
        return harmonic, noise

    def _shift(
        self, harmonic: Frames, noise: Frames, voiced: NDArray[np.bool_], added: Frames
    ) -> tuple[Frames, Frames]:
        """Add to both envelopes, and restore the level of every frame."""
        before = self._bands.level(harmonic, noise, voiced)
        harmonic, noise = harmonic + added, noise + added
        change = (before - self._bands.level(harmonic, noise, voiced))[:, None]
        return harmonic + change, noise + change

    def _compress(
        self, harmonic: Frames, noise: Frames, voiced: NDArray[np.bool_]
    ) -> tuple[Frames, Frames]:
        """Draw the levels of frames together, at the same power."""
        level = self._bands.level(harmonic, noise, voiced) + self._gain
        louder = compression(level)
        change = (louder + self._balance.feed(level, level + louder))[:, None]
        return harmonic + change, noise + change

    def _whisper(
        self, harmonic: Frames, noise: Frames, voiced: NDArray[np.bool_]
    ) -> tuple[Frames, Frames, NDArray[np.bool_]]:
        """Noise through the envelopes of what was voiced: no pulse, hence no pitch, is left.

        A whispered source is flatter than a voiced one, and softer.
        """
        nothing = np.full_like(harmonic, _LIMITS[0])
        unvoiced = np.zeros_like(voiced)
        breath = together(harmonic, noise, voiced)
        slope = voiced[:, None] * self._bands.slope(_WHISPER_SLOPE)
        _, sloped = self._shift(nothing, breath, unvoiced, np.asarray(slope, np.float32))
        softer = np.where(voiced, _WHISPER_SOFTER, _BREATH_SOFTER)[:, None]
        return nothing, np.asarray(sloped - softer, np.float32), unvoiced
