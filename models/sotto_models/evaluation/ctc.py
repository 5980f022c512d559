"""A small phone recogniser: a time-delay network and connectionist temporal classification.

CTC after Graves et al. (2006). A second output names the phone of each frame as the aligner
found it; it only helps training to start. Outputs are limited to the phones of one language.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from sotto_models.config import BANDS
from sotto_models.evaluation.phones import BLANK, Inventory

CHANNELS, HIDDEN = 192, 256
DILATIONS = (1, 1, 2, 3, 4, 6)
STRIDE = 2
# Frames a step.
FORBIDDEN = -1e4


class NearBlock(nn.Module):
    """A step and its neighbours `dilation` away through a wide layer (Waibel et al. 1989)."""

    def __init__(self, dilation: int, dropout: float) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(CHANNELS)
        self.widen = nn.Linear(3 * CHANNELS, HIDDEN)
        self.narrow = nn.Linear(HIDDEN, CHANNELS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Add the block's output to x."""
        near, reach = self.norm(x), self.dilation
        padded = functional.pad(near, (0, 0, reach, reach))
        before, after = padded[:, : x.shape[1]], padded[:, 2 * reach :]
        hidden = functional.gelu(self.widen(torch.cat([before, near, after], dim=2)))
        return x + self.dropout(self.narrow(hidden))


class PhoneNet(nn.Module):
    """Frames [batch, n, BANDS] to logits of phones [batch, n // STRIDE, phones]; n is even."""

    def __init__(self, phones: int, dropout: float = 0.05) -> None:
        super().__init__()
        self.enter = nn.Linear(BANDS * STRIDE, CHANNELS)
        self.blocks = nn.ModuleList(NearBlock(dilation, dropout) for dilation in DILATIONS)
        self.norm = nn.LayerNorm(CHANNELS)
        self.leave = nn.Linear(CHANNELS, phones)
        self.frame = nn.Linear(CHANNELS, phones)

    def forward(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits for CTC, and those that name each step's phone."""
        x = self.enter(frames.unflatten(1, (-1, STRIDE)).flatten(2))
        for block in self.blocks:
            x = block(x)
        x = self.norm(x)
        return self.leave(x), self.frame(x)


def allowed(inventory: Inventory, language: str) -> Tensor:
    """Return what to add to logits [..., phones] so that one language's phones alone are left."""
    mask = torch.full((inventory.count,), FORBIDDEN)
    mask[[BLANK, *inventory.languages[language]]] = 0.0
    return mask


def likelihoods(scores: Tensor, candidates: Sequence[Sequence[int]]) -> list[float]:
    """Return the log-likelihood of each candidate for log-probabilities [steps, phones]."""
    steps = torch.full((len(candidates),), len(scores))
    lengths = torch.tensor([len(phones) for phones in candidates])
    targets = torch.tensor([phone for phones in candidates for phone in phones])
    many = scores[:, None].expand(-1, len(candidates), -1)
    losses = functional.ctc_loss(many, targets, steps, lengths, BLANK, reduction="none")
    return [-float(loss) for loss in losses]
