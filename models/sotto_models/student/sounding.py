"""From spectra to sound and to distances between sounds, in torch, for training.

Sound = STFT of band-limited pulses x harmonic branch + shaped noise + the branch with its own
phase, one inverse STFT (hibari's formulation, Apache-2.0). The daemon does the same in numpy.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from sotto_models.student.net import Spectra
from sotto_models.student.units import FFT, HOP, RATE, mel_triangles

VOICED_FROM = 40.0
HIGHEST_OVERTONE = 11_000.0
RESOLUTIONS = ((2400, 600), (1200, 300), (600, 120), (240, 60))
MELS = 100


def pulses(f0: Tensor, phase: Tensor) -> Tensor:
    """All overtones up to `HIGHEST_OVERTONE` as cosines of amplitude 1, [b, frames * HOP].

    `f0` [b, frames] in hertz, `phase` [b] in cycles before the first sample.
    """
    hertz = functional.interpolate(f0[:, None], scale_factor=float(HOP), mode="linear")[:, 0]
    voiced = hertz > VOICED_FROM
    hertz = hertz.clamp(min=VOICED_FROM)
    cycles = (hertz.double() / RATE).cumsum(1) + phase[:, None].double()
    angle = (2 * math.pi * (cycles % 1)).float()
    count = torch.floor(HIGHEST_OVERTONE / hertz) + 0.5
    sine = 2 * torch.sin(angle / 2)
    bad = sine.abs() <= 2e-3
    train = torch.where(bad, count, torch.sin(count * angle) / torch.where(bad, 1.0, sine)) - 0.5
    return torch.where(voiced, train, 0.0)


class Sounding(torch.nn.Module):
    """Spectra to sound, and mel and plain spectral distances."""

    def __init__(self) -> None:
        super().__init__()
        for fft in {FFT, *(fft for fft, _ in RESOLUTIONS)}:
            self.register_buffer(f"window{fft}", torch.hann_window(fft))
        self.register_buffer("mel", torch.from_numpy(mel_triangles(MELS, 2400)).float())

    def window(self, fft: int) -> Tensor:
        """Hann, [fft]."""
        return self.get_buffer(f"window{fft}")

    def forward(self, spectra: Spectra, f0: Tensor, phase: Tensor, noise: Tensor) -> Tensor:
        """Sound [b, frames * HOP]; `noise` is complex [b, BINS, frames]."""
        frames = f0.shape[1]
        source = torch.stft(
            pulses(f0, phase), FFT, HOP, window=self.window(FFT), return_complex=True
        )[..., :frames] / (FFT / 4)
        loud = [
            torch.exp(part.float().clamp(max=7))
            for part in (spectra.harmonic, spectra.noise, spectra.free)
        ]
        turned = torch.polar(loud[0], math.pi * torch.tanh(spectra.turn.float())) * source
        whole = turned + loud[1] * noise + torch.polar(loud[2], spectra.phase.float())
        last = functional.pad(whole, (0, 1))
        return torch.istft(
            last, FFT, HOP, window=self.window(FFT), center=True, length=frames * HOP
        )

    def distance(self, made: Tensor, given: Tensor) -> Tensor:
        """Log-mel distance plus spectral distances at four resolutions."""
        total = made.new_zeros(())
        for fft, hop in RESOLUTIONS:
            a, b = (
                torch.stft(x, fft, hop, window=self.window(fft), return_complex=True).abs() + 1e-5
                for x in (made, given)
            )
            total = total + (a.log() - b.log()).abs().mean()
            total = total + torch.linalg.norm(b - a) / torch.linalg.norm(b)
            if fft == RESOLUTIONS[0][0]:
                mel_a, mel_b = ((self.mel @ x + 1e-4).log() for x in (a, b))
                total = total + 4 * (mel_a - mel_b).abs().mean()
        return total / len(RESOLUTIONS)
