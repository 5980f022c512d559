"""Layers that the vocoder and the acoustic model share; sequences are [batch, time, channels]."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class DepthwiseConv(nn.Module):
    """A convolution over time, each channel by itself, zero beyond both ends."""

    def __init__(self, channels: int, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.reach = (width - 1) // 2 * dilation
        self.dilation = dilation
        bound = width**-0.5
        self.weight = nn.Parameter(torch.empty(channels, 1, 1, width).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Filter x; seen as a picture of height one, the layout needs no copy."""
        picture = x.unsqueeze(1).permute(0, 3, 1, 2)
        out = functional.conv2d(
            picture,
            self.weight,
            self.bias,
            padding=(0, self.reach),
            dilation=(1, self.dilation),
            groups=self.weight.shape[0],
        )
        return out.permute(0, 2, 3, 1).squeeze(1)


class ConvBlock(nn.Module):
    """ConvNeXt block (Liu et al. 2022): depth-wise convolution, then a wide pointwise layer."""

    def __init__(
        self, channels: int, hidden: int, width: int, dilation: int = 1, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.depthwise = DepthwiseConv(channels, width, dilation)
        self.norm = nn.LayerNorm(channels)
        self.widen = nn.Linear(channels, hidden)
        self.narrow = nn.Linear(hidden, channels)
        self.scale = nn.Parameter(torch.full((channels,), 0.3))
        self.dropout = nn.Dropout(dropout)

    @property
    def reach(self) -> int:
        """How far the block looks, in places each side."""
        return self.depthwise.reach

    def forward(self, x: Tensor) -> Tensor:
        """Add the block's output to x."""
        hidden = functional.gelu(self.widen(self.norm(self.depthwise(x))))
        return x + self.dropout(self.scale * self.narrow(hidden))
