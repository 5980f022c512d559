"""The acoustic model: a transformer over phonemes, and a time-local decoder to latents.

Durations and pitch are explicit between the two, so that both can be edited. The decoder sees
a fixed number of steps each side, so it gives the same frames in pieces as in one run.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from sotto_models.config import FRAMES_PER_STEP
from sotto_models.nets import ConvBlock, DepthwiseConv

REACH = 16
# Distance in tokens beyond which attention no longer tells places apart.
FAR = -1e4


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the acoustic model."""

    symbols: int
    speakers: int
    languages: int
    latents: int
    channels: int = 192
    hidden: int = 512
    heads: int = 4
    layers: int = 4
    decoder_hidden: int = 768
    decoder_width: int = 5
    decoder_dilations: tuple[int, ...] = (1, 2, 4, 2, 1)


@dataclass(frozen=True, slots=True)
class Regularisation:
    """Probabilities of dropping, in training alone."""

    dropout: float = 0.15
    predictor: float = 0.4
    layer: float = 0.1
    identity: float = 0.1
    # Language or speaker replaced by nothing.


class Attention(nn.Module):
    """Self-attention with a learned bias by relative place."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.enter = nn.Linear(channels, 3 * channels)
        self.leave = nn.Linear(channels, channels)
        self.bias = nn.Parameter(torch.zeros(heads, 2 * REACH + 1))

    def forward(self, x: Tensor, mask: Tensor | None, distance: Tensor) -> Tensor:
        """Attend; `mask` [b, 1, 1, t] is added, `distance` [t, t] indexes the bias."""
        batch, length, channels = x.shape
        shape = (batch, length, self.heads, channels // self.heads)
        query, key, value = (y.reshape(shape).transpose(1, 2) for y in self.enter(x).chunk(3, 2))
        score = query @ key.transpose(2, 3) * shape[3] ** -0.5
        score = score + self.bias[:, distance]
        if mask is not None:
            score = score + mask
        mixed = torch.softmax(score, dim=3) @ value
        return self.leave(mixed.transpose(1, 2).reshape(batch, length, channels))


class EncoderLayer(nn.Module):
    """Attention, then a depth-wise convolution in front of the wide layer."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.channels)
        self.attention = Attention(shape.channels, shape.heads)
        self.second_norm = nn.LayerNorm(shape.channels)
        self.depthwise = DepthwiseConv(shape.channels, 5)
        self.widen = nn.Linear(shape.channels, shape.hidden)
        self.narrow = nn.Linear(shape.hidden, shape.channels)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, x: Tensor, real: Tensor | None, mask: Tensor | None, distance: Tensor
    ) -> Tensor:
        """Refine x [b, t, channels]; `real` [b, t] is 0 on padding."""
        x = x + self.dropout(self.attention(self.norm(x), mask, distance))
        y = self.depthwise(_blank(self.second_norm(x), real))
        return x + self.dropout(self.narrow(functional.gelu(self.widen(y))))


class Predictor(nn.Module):
    """Two convolutions that guess a few numbers for each token."""

    def __init__(self, channels: int, outputs: int, dropout: float) -> None:
        super().__init__()
        self.first = nn.Linear(3 * channels, channels)
        self.norm = nn.LayerNorm(channels)
        self.second = nn.Linear(3 * channels, channels)
        self.leave = nn.Linear(channels, outputs)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, real: Tensor | None) -> Tensor:
        """Return [b, t, outputs]."""
        y = functional.relu(self.norm(self.first(_neighbours(_blank(x, real)))))
        y = functional.relu(self.second(_neighbours(_blank(self.dropout(y), real))))
        return self.leave(self.dropout(y))


def _blank(x: Tensor, real: Tensor | None) -> Tensor:
    return x if real is None else x * real[..., None]


def _neighbours(x: Tensor) -> Tensor:
    padded = functional.pad(x, (0, 0, 1, 1))
    length = x.shape[1]
    return torch.cat([padded[:, :length], padded[:, 1 : length + 1], padded[:, 2:]], dim=2)


class Encoder(nn.Module):
    """Phonemes to hidden states, log durations and pitch."""

    def __init__(self, shape: Shape, drop: Regularisation) -> None:
        super().__init__()
        self.drop = drop
        self.symbol = nn.Embedding(shape.symbols, shape.channels)
        self.stress = nn.Embedding(3, shape.channels)
        self.boundary = nn.Embedding(2, shape.channels)
        self.speaker = nn.Embedding(shape.speakers, shape.channels)
        self.language = nn.Embedding(shape.languages, shape.channels)
        self.layers = nn.ModuleList(EncoderLayer(shape, drop.dropout) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.channels)
        self.duration = Predictor(shape.channels, 1, drop.predictor)
        self.pitch = Predictor(shape.channels, 2, drop.predictor)
        for table in (self.symbol, self.stress, self.boundary, self.speaker, self.language):
            nn.init.normal_(table.weight, std=0.3)

    def _identity(self, table: nn.Embedding, number: Tensor) -> Tensor:
        found = table(number)
        if self.training:
            keep = torch.rand(len(number), 1, device=found.device) >= self.drop.identity
            found = found * keep
        return found[:, None]

    def forward(
        self,
        phoneme: Tensor,
        stress: Tensor,
        boundary: Tensor,
        speaker: Tensor,
        language: Tensor,
        real: Tensor | None = None,
        light: bool = False,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return hidden [b, t, c], log(frames + 1) [b, t], and pitch and voicing [b, t, 2].

        `real` [b, t] is 0 on padding; nothing is padded without it. `light` skips every other
        layer (LayerDrop, Fan et al. 2020, with the layers of the smaller network fixed).
        """
        x = self.symbol(phoneme) + self.stress(stress) + self.boundary(boundary)
        x = x + self._identity(self.speaker, speaker) + self._identity(self.language, language)
        place = torch.cumsum(torch.ones_like(phoneme[0]), dim=0)
        distance = (place[None] - place[:, None]).clamp(-REACH, REACH) + REACH
        mask = None if real is None else (1.0 - real)[:, None, None] * FAR
        for layer in self.layers[:: 2 if light else 1]:
            if self.training and not light and torch.rand(()) < self.drop.layer:
                continue
            x = layer(x, real, mask, distance)
        x = self.norm(x)
        return x, self.duration(x, real)[..., 0], self.pitch(x, real)


class Decoder(nn.Module):
    """Hidden states, spread over steps, to latents, pitch and voicing of each frame."""

    def __init__(self, shape: Shape, drop: Regularisation) -> None:
        super().__init__()
        self.pitch = nn.Linear(2, shape.channels)
        self.position = nn.Linear(4, shape.channels)
        self.speaker = nn.Embedding(shape.speakers, shape.channels)
        nn.init.normal_(self.speaker.weight, std=0.3)
        self.blocks = nn.ModuleList(
            ConvBlock(
                shape.channels, shape.decoder_hidden, shape.decoder_width, dilation, drop.dropout
            )
            for dilation in shape.decoder_dilations
        )
        self.norm = nn.LayerNorm(shape.channels)
        self.leave = nn.Linear(shape.channels, FRAMES_PER_STEP * (shape.latents + 2))

    def reach(self, light: bool = False) -> int:
        """Steps each side that a step depends on."""
        blocks = self.blocks[:: 2 if light else 1]
        return sum(block.reach for block in blocks if isinstance(block, ConvBlock))

    def forward(
        self,
        hidden: Tensor,
        pitch: Tensor,
        speaker: Tensor,
        index: Tensor,
        position: Tensor,
        real: Tensor | None = None,
        light: bool = False,
    ) -> Tensor:
        """Return [b, steps, FRAMES_PER_STEP, latents + 2]; `real` [b, steps] is 0 on padding.

        `light` skips every other block.
        """
        told = hidden + self.pitch(pitch)
        batch, steps = index.shape
        where = index[..., None].expand(-1, -1, told.shape[2])
        x = torch.gather(told, 1, where) + self.position(position) + self.speaker(speaker)[:, None]
        for block in self.blocks[:: 2 if light else 1]:
            x = block(x) if real is None else block(x * real[..., None])
        return self.leave(self.norm(x)).reshape(batch, steps, FRAMES_PER_STEP, -1)


class AcousticNet(nn.Module):
    """Encoder and decoder, which are exported apart."""

    def __init__(self, shape: Shape, drop: Regularisation | None = None) -> None:
        super().__init__()
        drop = drop or Regularisation()
        self.encoder = Encoder(shape, drop)
        self.decoder = Decoder(shape, drop)
