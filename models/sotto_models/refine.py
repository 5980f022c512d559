"""Refine step: the trained acoustic model learns what the readers never say, and to be less even.

Programs speak letters, numbers and interface phrases for it; an adversary takes the evenness out of
its latents; and some steps train the network that skips every other layer.
"""

import logging
from typing import Any

import torch
from torch import Tensor

from sotto_models.acoustic import Plan, Trainer, run_training
from sotto_models.adversary import Adversary, Stakes
from sotto_models.checkpoint import best_device
from sotto_models.config import LATENTS, Paths
from sotto_models.critic import LatentCritic
from sotto_models.latents import load_projection
from sotto_models.passages import Material, load_material
from sotto_models.readers import READERS, available_readers

log = logging.getLogger(__name__)

PEAK_RATE = 5e-4
LIGHT, SYNTHETIC, WORDS = 0.3, 0.25, 0.1
# Shares of steps for the light network, and of samples from programs and of one to three words.
STAKES = Stakes(deception=0.08, features=0.15)
SPEAKER_TABLES = ("encoder.speaker.weight", "decoder.speaker.weight")


def add_speakers(state: dict[str, Tensor], count: int) -> dict[str, Tensor]:
    """Return weights with `count` speakers; new ones begin as the average reader."""
    grown = dict(state)
    for name in SPEAKER_TABLES:
        table = state[name]
        missing = count - len(table)
        grown[name] = torch.cat([table, table.mean(dim=0, keepdim=True).repeat(missing, 1)])
    return grown


def latent_critic(paths: Paths, material: Material) -> LatentCritic:
    """Return a critic that sees normalised latents as the log-mel pictures they stand for."""
    components = torch.from_numpy(load_projection(paths.latents).components)
    spread = torch.stack([torch.from_numpy(s.latent_deviation) for s in material.statistics])
    return LatentCritic(LATENTS, spread.mean(dim=0)[:, None] * components)


def refine_acoustic(paths: Paths, steps: int) -> None:
    """Train the best acoustic model `steps` steps further; a run that was broken off goes on."""
    torch.set_num_threads(1)
    begun: dict[str, Any] = torch.load(paths.best_acoustic, weights_only=True, map_location="cpu")
    readers = available_readers(paths)
    material = load_material(paths, readers, begun["facts"]["vocabulary"])
    plan = Plan(
        steps,
        PEAK_RATE,
        LIGHT,
        SYNTHETIC if len(readers) > len(READERS) else 0.0,
        WORDS,
    )
    trainer = Trainer(
        material, plan, Adversary(latent_critic(paths, material).to(best_device()), STAKES)
    )
    state = add_speakers(begun["average"], len(readers))
    trainer.run.net.load_state_dict(state)
    trainer.run.average.load_state_dict(state)
    trainer.run.resume(paths.refined_acoustic)
    if trainer.adversary:
        trainer.adversary.resume(paths.refined_acoustic.with_suffix(".critic"))
    log.info("%d speakers, %d passages", len(readers), len(material.train))
    run_training(trainer, paths.refined_acoustic)
