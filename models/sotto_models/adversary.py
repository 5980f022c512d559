"""The opponent in adversarial training: a critic, its optimiser, and what the voice pays to it."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from sotto_models.checkpoint import set_rate
from sotto_models.critic import (
    LatentCritic,
    SoundCritic,
    critic_loss,
    deception_loss,
    feature_loss,
)

MIXED = torch.bfloat16


@dataclass(frozen=True, slots=True)
class Stakes:
    """Weights of the adversary's two losses, and the critic's learning rate."""

    deception: float
    features: float
    rate: float = 4e-4


class Adversary:
    """A critic that learns beside the network it judges."""

    def __init__(self, critic: SoundCritic | LatentCritic, stakes: Stakes) -> None:
        self.critic, self.stakes = critic, stakes
        self.optimiser = torch.optim.AdamW(critic.parameters(), stakes.rate, betas=(0.8, 0.99))
        self.last = 0.0

    def oppose(self, natural: Tensor, made: Tensor, share: float) -> Tensor:
        """Train the critic one step, at `share` of its rate; return the loss of what was made."""
        with torch.autocast(made.device.type, MIXED):
            real = self.critic(natural)
            loss = critic_loss(real, self.critic(made.detach()))
        set_rate(self.optimiser, self.stakes.rate * share)
        self.optimiser.zero_grad()
        torch.autograd.backward(loss)
        self.optimiser.step()
        self.last = float(loss.detach())
        with torch.autocast(made.device.type, MIXED):
            with torch.no_grad():
                real = self.critic(natural)
            false = self.critic(made)
        deceived, near = deception_loss(false), feature_loss(real, false)
        return self.stakes.deception * deceived + self.stakes.features * near

    def save(self, path: Path) -> None:
        """Write the critic whole or not at all."""
        part = path.with_suffix(".part")
        state = {"critic": self.critic.state_dict(), "optimiser": self.optimiser.state_dict()}
        torch.save(state, part)
        part.replace(path)

    def resume(self, path: Path) -> None:
        """Continue from a stored critic if there is one."""
        if path.exists():
            state = torch.load(path, weights_only=True, map_location="cpu")
            self.critic.load_state_dict(state["critic"])
            self.optimiser.load_state_dict(state["optimiser"])
