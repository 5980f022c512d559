"""The vocoder's network and its differentiable renderer.

The network turns latents, pitch and voicing into two envelopes; sound is a pulse train and
noise, each filtered by its envelope. The renderer here exists for the training loss alone.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from sotto_models.config import BANDS, FFT, HOP
from sotto_models.interpolation import band_interpolation
from sotto_models.nets import ConvBlock

CHANNELS, HIDDEN, BLOCKS, WIDTH = 192, 512, 3, 7
INPUT_WIDTH = 5
LOG_F0_CENTRE, LOG_F0_SCALE = 5.2, 0.35
LOWEST, HIGHEST = -12.0, 4.0
# Range of log amplitude that is rendered.


class VocoderNet(nn.Module):
    """Latents [b, latents, frames] and pitch to log-amplitude envelopes [b, frames, BANDS]."""

    latent_scale: Tensor
    offset: Tensor

    def __init__(self, latents: int) -> None:
        super().__init__()
        self.register_buffer("latent_scale", torch.ones(latents))
        self.enter = nn.Linear((latents + 2) * INPUT_WIDTH, CHANNELS)
        self.blocks = nn.ModuleList(ConvBlock(CHANNELS, HIDDEN, WIDTH) for _ in range(BLOCKS))
        self.leave = nn.Linear(CHANNELS, 2 * BANDS)
        self.register_buffer("offset", torch.tensor([-3.0] * BANDS + [-4.0] * BANDS))

    @property
    def reach(self) -> int:
        """Frames each side that an output frame depends on."""
        return INPUT_WIDTH // 2 + sum(WIDTH // 2 for _ in self.blocks)

    def forward(self, latent: Tensor, log_f0: Tensor, voicing: Tensor) -> tuple[Tensor, Tensor]:
        """Return the harmonic and the noise envelope, natural log of amplitude."""
        frames = latent.transpose(1, 2) * self.latent_scale
        pitch = (log_f0 - LOG_F0_CENTRE) / LOG_F0_SCALE * voicing
        x = torch.cat([frames, pitch[..., None], voicing[..., None]], dim=2)
        half = INPUT_WIDTH // 2
        padded = functional.pad(x, (0, 0, half, half))
        length = x.shape[1]
        near = [padded[:, i : i + length] for i in range(INPUT_WIDTH)]
        x = self.enter(torch.cat(near, dim=2))
        for block in self.blocks:
            x = block(x)
        harmonic, noise = (self.leave(x) + self.offset).split(BANDS, dim=2)
        return harmonic, noise


class Renderer(nn.Module):
    """Filter pulses and noise by the envelopes in the short-time Fourier domain."""

    fold: Tensor
    window: Tensor
    bins: Tensor

    def __init__(self, fft: int = FFT, hop: int = HOP) -> None:
        super().__init__()
        self.fft, self.hop = fft, hop
        fold = torch.zeros(fft)
        fold[0] = fold[fft // 2] = 1.0
        fold[1 : fft // 2] = 2.0
        self.register_buffer("fold", fold)
        self.register_buffer("window", torch.hann_window(fft))
        self.register_buffer("bins", torch.from_numpy(band_interpolation(fft)))

    def _analyse(self, sound: Tensor, frames: int) -> Tensor:
        spectrum = torch.stft(
            sound, self.fft, self.hop, window=self.window, center=True, return_complex=True
        )
        return spectrum[:, :, :frames].transpose(1, 2)

    def _minimum_phase(self, log_amplitude: Tensor) -> Tensor:
        cepstrum = torch.fft.irfft(log_amplitude.to(torch.complex64), n=self.fft)
        return torch.fft.rfft(cepstrum * self.fold, n=self.fft).imag

    def forward(self, harmonic: Tensor, noise: Tensor, pulses: Tensor, hiss: Tensor) -> Tensor:
        """Return sound [b, samples] from envelopes [b, frames, BANDS] and excitations."""
        voiced = (harmonic @ self.bins).clamp(LOWEST, HIGHEST)
        breath = (noise @ self.bins).clamp(LOWEST, HIGHEST)
        frames = voiced.shape[1]
        with torch.no_grad():
            phase = self._minimum_phase(voiced.detach())
        spectrum = self._analyse(pulses, frames) * torch.polar(torch.exp(voiced), phase)
        spectrum = spectrum + self._analyse(hiss, frames) * torch.exp(breath)
        spectrum = functional.pad(spectrum.transpose(1, 2), (0, 1))
        return torch.istft(spectrum, self.fft, self.hop, window=self.window, length=pulses.shape[1])


RESOLUTIONS = ((256, 64), (512, 128), (1024, 256), (2048, 512))
FLOOR = 1e-4


class SpectralLoss(nn.Module):
    """Multi-resolution STFT distance (Yamamoto et al. 2020): log magnitude and convergence."""

    def __init__(self) -> None:
        super().__init__()
        for fft, _ in RESOLUTIONS:
            self.register_buffer(f"window{fft}", torch.hann_window(fft))

    def _magnitude(self, sound: Tensor, fft: int, hop: int) -> Tensor:
        window = self.get_buffer(f"window{fft}")
        spectrum = torch.stft(sound, fft, hop, window=window, return_complex=True)
        return spectrum.abs().clamp_min(FLOOR)

    def forward(self, made: Tensor, natural: Tensor) -> Tensor:
        """Return the mean over the resolutions for sounds [b, samples]."""
        total = made.new_zeros(())
        for fft, hop in RESOLUTIONS:
            ours, theirs = self._magnitude(made, fft, hop), self._magnitude(natural, fft, hop)
            total = total + (ours.log() - theirs.log()).abs().mean()
            total = total + 0.5 * (ours - theirs).norm() / theirs.norm()
        return total / len(RESOLUTIONS)


def cosine_rate(step: int, steps: int, peak: float, warm_up: int) -> float:
    """Return the learning rate of a step: linear warm-up, then half a cosine to near zero."""
    fraction = min(1.0, step / steps)
    return peak * min(1.0, step / warm_up) * (0.5 * (1 + math.cos(math.pi * fraction)) + 0.01)
