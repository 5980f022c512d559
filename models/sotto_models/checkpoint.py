"""Checkpoints that can be resumed and, at any time, exported; weights are also averaged."""

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import nn

Net = TypeVar("Net", bound=nn.Module)

AVERAGING = 0.999
# Share of the old weights in the running average that is exported.


def best_device() -> torch.device:
    """Return the graphics card where there is one, else the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@dataclass(slots=True)
class Run(Generic[Net]):
    """A network in training: its running average, its optimiser and how far it has come."""

    net: Net
    optimiser: torch.optim.Optimizer
    average: Net
    step: int = 0
    best: float = float("inf")

    def update_average(self) -> None:
        """Move the averaged weights towards the present ones."""
        keep = min(AVERAGING, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for slow, fast in zip(self.average.parameters(), self.net.parameters(), strict=True):
                slow.lerp_(fast, 1 - keep)

    def save(self, path: Path, facts: dict[str, Any]) -> None:
        """Write the checkpoint whole or not at all; `facts` is what export needs besides."""
        state = {
            "net": self.net.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "best": self.best,
            "facts": facts,
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def resume(self, path: Path) -> None:
        """Continue from a checkpoint if there is one."""
        if not path.exists():
            return
        state = torch.load(path, weights_only=True, map_location="cpu")
        self.net.load_state_dict(state["net"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.best = state["step"], state["best"]


def start_run(net: Net, optimiser: torch.optim.Optimizer) -> Run[Net]:
    """Begin a run whose average starts as a copy of the network."""
    average = copy.deepcopy(net)
    average.requires_grad_(False).eval()
    return Run(net, optimiser, average)


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate of every parameter group."""
    for group in optimiser.param_groups:
        group["lr"] = rate
