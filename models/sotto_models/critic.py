"""Critics that tell natural from made spectra, so that training is not content with an average.

Least-squares adversarial training (Mao et al. 2017) with feature matching (Kumar et al. 2019), on
spectrograms of several resolutions (Jang et al. 2021). They exist for training alone.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import weight_norm

SLOPE = 0.2
Features = list[Tensor]
# What a critic's layers gave; the last one is its verdict.


class PictureCritic(nn.Module):
    """Judge pictures [b, bins, frames] of log magnitude, place by place."""

    def __init__(self, channels: Sequence[int], strides: Sequence[tuple[int, int]]) -> None:
        super().__init__()
        pairs = zip([1, *channels[:-1]], channels, strides, strict=True)
        self.layers = nn.ModuleList(
            weight_norm(nn.Conv2d(before, after, (5, 3), stride, padding=(2, 1)))
            for before, after, stride in pairs
        )
        self.verdict = weight_norm(nn.Conv2d(channels[-1], 1, 3, padding=1))

    def forward(self, picture: Tensor) -> Features:
        """Return what every layer gives, the verdict last."""
        x, found = picture[:, None], []
        for layer in self.layers:
            x = functional.leaky_relu(layer(x), SLOPE)
            found.append(x)
        found.append(self.verdict(x))
        return found


class SoundCritic(nn.Module):
    """Judge sounds [b, samples] by spectrograms of several resolutions."""

    RESOLUTIONS = ((1024, 256), (512, 128), (2048, 512))

    def __init__(self) -> None:
        super().__init__()
        self.critics = nn.ModuleList(
            PictureCritic((16, 24, 32, 32), ((4, 1), (2, 2), (2, 2), (2, 1)))
            for _ in self.RESOLUTIONS
        )
        for fft, _ in self.RESOLUTIONS:
            self.register_buffer(f"window{fft}", torch.hann_window(fft))

    def forward(self, sound: Tensor) -> list[Features]:
        """Return the features of every resolution."""
        found = []
        for critic, (fft, hop) in zip(self.critics, self.RESOLUTIONS, strict=True):
            window = self.get_buffer(f"window{fft}")
            spectrum = torch.stft(sound, fft, hop, window=window, return_complex=True)
            found.append(critic(torch.log(spectrum.abs().clamp_min(1e-3)) / 2))
        return found


class LatentCritic(nn.Module):
    """Judge latents [b, frames, latents] as a sequence and as the log-mel picture they make."""

    def __init__(self, latents: int, to_mel: Tensor, channels: int = 128) -> None:
        super().__init__()
        self.register_buffer("to_mel", to_mel)
        self.layers = nn.ModuleList(
            weight_norm(nn.Conv1d(before, channels, 5, dilation=dilation, padding=2 * dilation))
            for before, dilation in ((latents, 1), (channels, 2), (channels, 4))
        )
        self.verdict = weight_norm(nn.Conv1d(channels, 1, 3, padding=1))
        self.picture = PictureCritic((16, 32, 48), ((2, 1), (2, 2), (2, 2)))

    def forward(self, latents: Tensor) -> list[Features]:
        """Return the features of both views."""
        x, found = latents.transpose(1, 2), []
        for layer in self.layers:
            x = functional.leaky_relu(layer(x), SLOPE)
            found.append(x)
        found.append(self.verdict(x))
        mel = latents @ self.get_buffer("to_mel")
        return [found, self.picture(mel.transpose(1, 2))]


def critic_loss(natural: list[Features], made: list[Features]) -> Tensor:
    """Return what a critic minimises: 1 for natural and 0 for made."""
    parts = [
        ((real[-1].float() - 1) ** 2).mean() + (false[-1].float() ** 2).mean()
        for real, false in zip(natural, made, strict=True)
    ]
    return torch.stack(parts).mean()


def deception_loss(made: list[Features]) -> Tensor:
    """Return how far made speech is from being taken for natural."""
    return torch.stack([((false[-1].float() - 1) ** 2).mean() for false in made]).mean()


def feature_loss(natural: list[Features], made: list[Features]) -> Tensor:
    """Return the mean distance between the critics' inner layers, relative to natural speech."""
    parts = [
        (real.detach().float() - false.float()).abs().mean() / real.detach().float().abs().mean()
        for both in zip(natural, made, strict=True)
        for real, false in zip(both[0][:-1], both[1][:-1], strict=True)
    ]
    return torch.stack(parts).mean()
