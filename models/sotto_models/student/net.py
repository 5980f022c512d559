"""The student: tokens to durations, F0 and energy, and frame by frame to spectra with phase.

The architecture is hibari's (Apache-2.0, see `warm_start`), so that its weights can be begun
from; new here are the tables by speaker and language. They start at zero: before any training
every speaker is the one that the weights were made for. `Prosody` looks at a whole clause only
until durations are known; after that, as in `Decoder`, a frame depends on a few around it, so
both can run in pieces.

Units: a duration is in teacher's frames of 25 ms, F0 and energy come twice a frame, a spectrum
every 12.5 ms (`HOP` samples at `RATE` hertz).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from sotto_models.student.units import BINS

F0_UNIT, ENERGY_UNIT = 100.0, 5.0
DECODER_REACH = 27
"""Frames of 12.5 ms each side that a spectrum depends on: nine convolutions seven wide."""


class Curves(NamedTuple):
    """F0 in hertz (about 0 where unvoiced) and energy, [b, 2 frames] each."""

    f0: Tensor
    energy: Tensor


class Spectra(NamedTuple):
    """What `Decoder` writes, [b, BINS, frames] each: log amplitudes and phases of branches."""

    harmonic: Tensor
    turn: Tensor
    noise: Tensor
    free: Tensor
    phase: Tensor


class Change(NamedTuple):
    """A factor and a shift of every channel, [b, 1, width] each."""

    factor: Tensor
    shift: Tensor

    def of(self, x: Tensor) -> Tensor:
        """x [b, n, width] changed."""
        return x * self.factor + self.shift


class Film(nn.Module):
    """A factor and a shift of every channel by speaker; neither at first."""

    def __init__(self, speakers: int, width: int) -> None:
        super().__init__()
        self.table = nn.Embedding(speakers, 2 * width)
        nn.init.zeros_(self.table.weight)

    def pair(self, speaker: Tensor) -> Change:
        """What x is multiplied by and what is added for `speaker` [b], [b, 1, width] each."""
        factor, shift = self.table(speaker)[:, None].chunk(2, -1)
        return Change(1 + factor, shift)

    def forward(self, x: Tensor, speaker: Tensor) -> Tensor:
        """Change x [b, n, width] by `speaker` [b]."""
        return self.pair(speaker).of(x)


class Block(nn.Module):
    """ConvNeXt in one dimension: depth-wise convolution, then two layers at each place."""

    def __init__(
        self, width: int, hidden: int, kernel: int, dilation: int = 1, speakers: int = 0
    ) -> None:
        super().__init__()
        padding = kernel // 2 * dilation
        self.dw = nn.Conv1d(width, width, kernel, 1, padding, dilation, groups=width)
        self.norm = nn.LayerNorm(width)
        self.pw1 = nn.Linear(width, hidden)
        self.pw2 = nn.Linear(hidden, width)
        self.gamma = nn.Parameter(torch.ones(width))
        self.film = Film(speakers, width) if speakers else None

    def forward(self, x: Tensor, change: Change | None = None) -> Tensor:
        """x [b, width, n] to the same shape; `change` is that of the block's own film."""
        return self._changed(x, self._seen(x, int(self.dw.padding[0])), change)

    def valid(self, x: Tensor, change: Change | None) -> Tensor:
        """The same without padding: shorter by the kernel less one."""
        reach = self.dw.kernel_size[0] // 2
        return self._changed(x[..., reach:-reach], self._seen(x, 0), change)

    def _seen(self, x: Tensor, padding: int) -> Tensor:
        # In two dimensions ONNX Runtime has kernels for it, in one it multiplies row by row.
        conv = self.dw
        kernel, dilation = conv.weight[:, :, None], (1, conv.dilation[0])
        seen = functional.conv2d(
            x[:, :, None], kernel, conv.bias, 1, (0, padding), dilation, conv.groups
        )
        return seen.squeeze(2)

    def _changed(self, x: Tensor, seen: Tensor, change: Change | None) -> Tensor:
        y = self.norm(seen.transpose(1, 2))
        if change is not None:
            y = change.of(y)
        weight, bias = self.gamma[:, None] * self.pw2.weight, self.gamma * self.pw2.bias
        y = functional.linear(functional.gelu(self.pw1(y)), weight, bias)
        return x + y.transpose(1, 2)


def changed(blocks: Sequence[Block], speaker: Tensor) -> list[Change]:
    """What the films of blocks that have one do for `speaker` [b]."""
    return [block.film.pair(speaker) for block in blocks if block.film is not None]


class Attention(nn.Module):
    """A transformer layer, normalised before each part, that is applied several times."""

    def __init__(self, width: int, hidden: int, heads: int = 2) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.in_proj = nn.Linear(width, 3 * width)
        self.out_proj = nn.Linear(width, width)
        self.linear1, self.linear2 = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x [b, n, width]; `mask` [b, n] is true where there is a token, None: everywhere."""
        query, key, value = self.in_proj(self.norm1(x)).split(x.shape[-1], -1)
        if mask is None:
            heard = _WholeAttention.apply(query, key, value, self.heads)
        else:
            heard = _attended(query, key, value, self.heads, mask)
        x = x + self.out_proj(heard)
        return x + self.linear2(functional.gelu(self.linear1(self.norm2(x))))


def _attended(query: Tensor, key: Tensor, value: Tensor, heads: int, mask: Tensor | None) -> Tensor:
    """What each place hears of the others, all [b, n, width]; `mask` as above."""
    q, k, v = (part.unflatten(-1, (heads, -1)).transpose(1, 2) for part in (query, key, value))
    heard = functional.scaled_dot_product_attention(
        q, k, v, None if mask is None else mask[:, None, None]
    )
    return heard.transpose(1, 2).flatten(2)


class _Value(Protocol):
    """A tensor of a graph that is being exported."""

    def type(self) -> object: ...
    def setType(self, kind: object) -> None: ...  # the exporter's name


class _Graph(Protocol):
    """A graph that is being exported."""

    def op(self, name: str, *inputs: _Value, num_heads_i: int) -> _Value: ...


class _WholeAttention(torch.autograd.Function):
    """Attention without a mask; one operator of ONNX Runtime's own where it is exported."""

    @staticmethod
    def forward(ctx: object, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        return _attended(query, key, value, heads, None)

    @staticmethod
    def symbolic(graph: _Graph, query: _Value, key: _Value, value: _Value, heads: int) -> _Value:
        name = "com.microsoft::MultiHeadAttention"
        heard = graph.op(name, query, key, value, num_heads_i=heads)
        heard.setType(query.type())
        return heard


class TextEncoder(nn.Module):
    """Tokens [b, n] to states [b, n, width]; `rounds` times through one attention layer."""

    def __init__(self, tokens: int, speakers: int, languages: int, width: int, rounds: int) -> None:
        super().__init__()
        self.rounds = rounds
        self.emb = nn.Embedding(tokens, width)
        self.speaker = nn.Embedding(speakers, width)
        self.language = nn.Embedding(languages, width)
        nn.init.zeros_(self.speaker.weight)
        nn.init.zeros_(self.language.weight)
        self.convs = nn.ModuleList(Block(width, 2 * width, 5) for _ in range(2))
        self.attn = Attention(width, 2 * width)
        self.norm = nn.LayerNorm(width)

    def forward(
        self, ids: Tensor, speaker: Tensor, language: Tensor, mask: Tensor | None
    ) -> Tensor:
        """Ids [b, n], `speaker` and `language` [b], `mask` [b, n] true where there is a token,
        None: everywhere."""
        x = self.emb(ids) + (self.speaker(speaker) + self.language(language))[:, None]
        for conv in self.convs:
            there = x if mask is None else x * mask[..., None]
            x = conv(there.transpose(1, 2)).transpose(1, 2)
        for _ in range(self.rounds):
            x = self.attn(x, mask)
        return self.norm(x)


class Prosody(nn.Module):
    """Durations of a clause's tokens, and F0 and energy of its frames."""

    DILATIONS = (1, 2, 4, 8, 1, 2)

    def __init__(self, tokens: int, speakers: int, languages: int, width: int = 192) -> None:
        super().__init__()
        self.text = TextEncoder(tokens, speakers, languages, width, rounds=6)
        self.dur = nn.Sequential(
            nn.Conv1d(width, width, 3, padding=1), nn.GELU(), nn.Conv1d(width, 1, 1)
        )
        self.pro_in = nn.Conv1d(width, width, 1)
        self.pro = nn.ModuleList(
            Block(width, 2 * width, 7, dilation, speakers) for dilation in self.DILATIONS
        )
        self.pro_out = nn.Conv1d(width, 4, 1)
        self.duration_shift = nn.Embedding(speakers, 1)
        self.curve_shift = nn.Embedding(speakers, 4)
        nn.init.zeros_(self.duration_shift.weight)
        nn.init.zeros_(self.curve_shift.weight)

    def durations(self, states: Tensor, speaker: Tensor) -> Tensor:
        """Log of (frames + 1) [b, n] from states [b, n, width]."""
        return self.dur(states.transpose(1, 2))[:, 0] + self.duration_shift(speaker)

    @property
    def blocks(self) -> list[Block]:
        """Those over the frames, in order."""
        return [cast(Block, block) for block in self.pro]

    def curves(
        self, states: Tensor, speaker: Tensor, changes: Sequence[Change] | None = None
    ) -> Curves:
        """Of states spread over frames [b, frames, width]; `changes` spare the blocks' films."""
        x = self.pro_in(states.transpose(1, 2))
        for block, change in zip(
            self.blocks, changes or changed(self.blocks, speaker), strict=True
        ):
            x = block(x, change)
        found = self.pro_out(x) + self.curve_shift(speaker)[..., None]
        f0, energy = found.unflatten(1, (2, 2)).transpose(2, 3).flatten(2).unbind(1)
        return Curves(f0 * F0_UNIT, energy * ENERGY_UNIT)


class Decoder(nn.Module):
    """Spectra of frames of 12.5 ms from token states, F0 and energy."""

    def __init__(
        self, tokens: int, speakers: int, languages: int, width: int = 256, blocks: int = 8
    ) -> None:
        super().__init__()
        self.text = TextEncoder(tokens, speakers, languages, width // 2, rounds=4)
        self.dec_in = nn.Conv1d(width // 2 + 2, width, 7, padding=3)
        self.dec = nn.ModuleList(
            Block(width, 3 * width, 7, speakers=speakers) for _ in range(blocks)
        )
        self.dec_norm = nn.LayerNorm(width)
        self.film = Film(speakers, width)
        self.head = nn.Linear(width, 5 * BINS)
        self.head_shift = nn.Embedding(speakers, 5 * BINS)
        nn.init.zeros_(self.head_shift.weight)
        self.light_film = Film(1, width)

    def spectra(
        self, states: Tensor, f0: Tensor, energy: Tensor, speaker: Tensor, *, light: bool = False
    ) -> Spectra:
        """Of states spread over frames [b, frames, width / 2], F0 and energy [b, frames].

        `light` leaves out every other block: three fifths of the work.
        """
        x = self.dec_in(self.features(states, f0, energy))
        blocks = self.blocks(light=light)
        for block, change in zip(blocks, changed(blocks, speaker), strict=True):
            x = block(x, change)
        return Spectra(*self.written(x, speaker, light=light).split(BINS, 1))

    def blocks(self, *, light: bool) -> list[Block]:
        """Those that are worked out, in order."""
        return [cast(Block, block) for block in self.dec][:: 2 if light else 1]

    def features(self, states: Tensor, f0: Tensor, energy: Tensor) -> Tensor:
        """What the first convolution sees, [b, width / 2 + 2, frames]."""
        tone = torch.log(1 + f0.clamp(min=0)) / 5
        return torch.cat([states.transpose(1, 2), tone[:, None], energy[:, None] / 5], 1)

    def written(self, x: Tensor, speaker: Tensor, *, light: bool = False) -> Tensor:
        """All branches [b, 5 BINS, frames] from the last block's x [b, width, frames]."""
        y = self.film(self.dec_norm(x.transpose(1, 2)), speaker)
        if light:
            y = self.light_film(y, torch.zeros_like(speaker))
        return (self.head(y) + self.head_shift(speaker)[:, None]).transpose(1, 2)


def spread(states: Tensor, index: Tensor) -> Tensor:
    """States [b, n, width] of the tokens that `index` [b, frames] names."""
    return states.gather(1, index[..., None].expand(-1, -1, states.shape[-1]))
