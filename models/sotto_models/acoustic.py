"""Acoustic step: train the phoneme transformer on whole clips, clauses and single words."""

import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

from sotto_models.acoustic_net import AcousticNet, Shape
from sotto_models.adversary import Adversary
from sotto_models.checkpoint import Run, best_device, set_rate, start_run
from sotto_models.config import FRAMES_PER_STEP, LATENTS, SEED, Paths
from sotto_models.latents import FloatArray
from sotto_models.passages import Material, load_material
from sotto_models.readers import LANGUAGES, READERS
from sotto_models.samples import Example, Passage, Sample, cut_clauses, cut_words, make_example
from sotto_models.vocoder_net import cosine_rate

log = logging.getLogger(__name__)

WHOLE, WORDS = 0.35, 0.05
# Shares of samples that are whole clips and a few words; the rest are one or two clauses.
POOL, BATCHES = 96, 8
# Samples drawn at once, then batched by length, of which one batch is used.
LONGEST = 380
# Steps (23 ms) above which a sample is drawn again.
PEAK_RATE, WARM_UP, WEIGHT_DECAY = 1.5e-3, 200, 0.03
UNKNOWN_SHARE = 0.002
# Share of phonemes hidden, so that the unknown symbol means "some sound".
SAVE_EVERY = 250
WINDOW = 64
# Frames that an adversary sees at once.


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples padded to one size; `real` tells tokens from padding, `live` steps."""

    phoneme: Tensor
    stress: Tensor
    boundary: Tensor
    durations: Tensor
    timing: Tensor
    pitch: Tensor
    index: Tensor
    position: Tensor
    target: Tensor
    real: Tensor
    live: Tensor
    speaker: Tensor
    language: Tensor

    def to(self, device: torch.device) -> "Batch":
        """Return the batch on a device."""
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


def _pad(rows: Sequence[np.ndarray[Any, Any]]) -> Tensor:
    longest = max(len(row) for row in rows)
    padded = [np.pad(row, [(0, longest - len(row)), *[(0, 0)] * (row.ndim - 1)]) for row in rows]
    return torch.from_numpy(np.stack(padded))


def collate(examples: Sequence[Example]) -> Batch:
    """Pad examples to the longest of them."""

    def column(name: str) -> Tensor:
        return _pad([getattr(example, name) for example in examples])

    return Batch(
        column("phoneme"),
        column("stress"),
        column("boundary"),
        column("durations").float(),
        column("timing"),
        column("pitch"),
        column("index"),
        column("position"),
        column("target"),
        _pad([np.ones(len(example.phoneme), np.float32) for example in examples]),
        _pad([np.ones(len(example.index), np.float32) for example in examples]),
        torch.tensor([example.speaker for example in examples]),
        torch.tensor([example.language for example in examples]),
    )


def draw_sample(passage: Passage, rng: np.random.Generator, few: float = WORDS) -> Sample:
    """Cut a random sample from a passage; `few` is the share of one to three words."""
    borders = len(passage.borders)
    kind = rng.random()
    if kind < few and (words := cut_words(passage, rng)):
        return words
    if kind < few + WHOLE or borders == 2:
        return cut_clauses(passage, 0, borders - 1)
    first = int(rng.integers(0, borders - 1))
    return cut_clauses(passage, first, min(first + int(rng.integers(1, 3)), borders - 1))


def passage_weights(passages: Sequence[Passage], synthetic: float) -> FloatArray:
    """Return how often each passage is drawn: every reader by the root of what was recorded."""
    lengths = np.array([len(passage.frames) for passage in passages], np.float64)
    speakers = np.array([passage.speaker for passage in passages])
    weights = lengths * (np.bincount(speakers, lengths) + 1.0)[speakers] ** -0.5
    made = speakers >= len(READERS)
    weights[~made] *= (1.0 - synthetic) / weights[~made].sum()
    if made.any():
        weights[made] *= synthetic / weights[made].sum()
    return np.asarray(weights / weights.sum())


def _mean(value: Tensor, weight: Tensor) -> Tensor:
    return (value * weight).sum() / weight.sum().clamp_min(1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """Parts of the loss by name, whose sum is minimised, and frames [b, t, 2, latents + 2]."""

    parts: dict[str, Tensor]
    made: Tensor


class AcousticLoss:
    """Weighted parts of the loss; latents count by the square root of their natural spread."""

    def __init__(self, material: Material, device: torch.device) -> None:
        spread = np.mean([s.latent_deviation for s in material.statistics], axis=0) ** 0.5
        self.weights = torch.from_numpy((spread / spread.mean()).astype(np.float32)).to(device)

    def __call__(self, net: AcousticNet, batch: Batch, light: bool = False) -> Judged:
        """Judge the whole network, or the one that skips every other layer."""
        identity = batch.speaker, batch.language
        hidden, log_duration, pitch = net.encoder(
            batch.phoneme, batch.stress, batch.boundary, *identity, batch.real, light
        )
        made = net.decoder(
            hidden, batch.pitch, batch.speaker, batch.index, batch.position, batch.live, light
        ).float()
        timing = batch.timing * batch.real
        log_duration, pitch = log_duration.float(), pitch.float()
        voiced = batch.target[..., -1]
        live = batch.live[..., None].expand_as(voiced)
        distance = (made[..., :LATENTS] - batch.target[..., :LATENTS]).abs()
        said = (batch.pitch[..., 1] > 0.3).float() * batch.real
        voicing = functional.binary_cross_entropy_with_logits(
            made[..., -1], voiced, reduction="none"
        )
        wrong_pitch = (pitch - batch.pitch) ** 2
        parts = {
            "latents": _mean((distance * self.weights).mean(dim=3), live),
            "duration": 0.1 * _mean((log_duration - torch.log(batch.durations + 1)) ** 2, timing),
            "pitch": 0.1 * _mean(wrong_pitch[..., 0], said),
            "voiced": 0.1 * _mean(wrong_pitch[..., 1], batch.real),
            "f0": 0.2 * _mean((made[..., -2] - batch.target[..., -2]).abs(), voiced * live),
            "voicing": 0.1 * _mean(voicing, live),
        }
        return Judged(parts, made)


def cut_windows(made: Tensor, batch: Batch, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Cut WINDOW frames of latents from every long enough row, made and natural [n, WINDOW, z]."""
    rows = []
    for row, live in enumerate(batch.live.sum(dim=1).int().tolist()):
        if live >= WINDOW // FRAMES_PER_STEP:
            start = int(rng.integers(0, live - WINDOW // FRAMES_PER_STEP + 1))
            rows.append((row, slice(start, start + WINDOW // FRAMES_PER_STEP)))
    pairs = [
        torch.stack([source[row, span, :, :LATENTS].flatten(0, 1) for row, span in rows])
        for source in (made, batch.target)
    ]
    return pairs[0], pairs[1]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes: steps, highest learning rate, and what besides the plain loss is trained.

    `light` is the share of steps for the network that skips every other layer, `synthetic` the
    share of samples that programs spoke.
    """

    steps: int
    peak_rate: float = PEAK_RATE
    light: float = 0.0
    synthetic: float = 0.0
    words: float = WORDS


class Trainer:
    """One training run of the acoustic model; an adversary may join in."""

    def __init__(self, material: Material, plan: Plan, adversary: Adversary | None = None) -> None:
        self.material, self.plan, self.adversary = material, plan, adversary
        speakers = len(material.statistics)
        self.shape = Shape(len(material.vocabulary), speakers, len(LANGUAGES), LATENTS)
        torch.manual_seed(SEED)
        self.device = best_device()
        net = AcousticNet(self.shape).to(self.device)
        optimiser = torch.optim.AdamW(
            net.parameters(), PEAK_RATE, betas=(0.9, 0.98), weight_decay=WEIGHT_DECAY
        )
        self.run: Run[AcousticNet] = start_run(net, optimiser)
        self.loss = AcousticLoss(material, self.device)
        self.weights = passage_weights(material.train, plan.synthetic)

    def facts(self) -> dict[str, Any]:
        """Return what export needs beside the weights."""
        statistics = [
            {
                "latent_mean": s.latent_mean.tolist(),
                "latent_std": s.latent_deviation.tolist(),
                "log_f0_mean": s.log_f0_mean,
                "log_f0_std": s.log_f0_deviation,
            }
            for s in self.material.statistics
        ]
        return {
            "shape": asdict(self.shape),
            "vocabulary": self.material.vocabulary,
            "statistics": statistics,
        }

    def draw(self, rng: np.random.Generator) -> Batch:
        """Draw a pool, sort it by length, and return one batch of about equal lengths."""
        train = self.material.train
        drawn: list[Sample] = []
        while len(drawn) < POOL:
            index = int(rng.choice(len(train), p=self.weights))
            sample = draw_sample(train[index], rng, self.plan.words)
            if 4 <= len(sample.frames) <= 2 * LONGEST:
                drawn.append(sample)
        drawn.sort(key=lambda sample: len(sample.frames))
        ends = np.cumsum([len(sample.frames) for sample in drawn])
        edges = np.searchsorted(ends, np.linspace(0, ends[-1], BATCHES + 1)[1:-1])
        groups = np.split(np.arange(POOL), edges)
        chosen = groups[int(rng.integers(0, BATCHES))]
        batch = collate([make_example(drawn[i], self.material.vocabulary) for i in chosen])
        hidden = torch.from_numpy(rng.random(tuple(batch.phoneme.shape)) < UNKNOWN_SHARE)
        batch.phoneme[hidden] = 0
        return batch

    def step(self) -> dict[str, float]:
        """Take one step and return the parts of its loss."""
        run = self.run
        rng = np.random.default_rng([SEED, run.step])
        torch.manual_seed(SEED * 1_000_003 + run.step)
        batch = self.draw(rng).to(self.device)
        run.net.train()
        light = rng.random() < self.plan.light
        with torch.autocast(self.device.type, torch.bfloat16):
            judged = self.loss(run.net, batch, light)
        parts = judged.parts
        rate = cosine_rate(run.step, self.plan.steps, self.plan.peak_rate, WARM_UP)
        if self.adversary:
            made, natural = cut_windows(judged.made, batch, rng)
            share = rate / self.plan.peak_rate
            parts["adversary"] = self.adversary.oppose(natural, made, share)
        set_rate(run.optimiser, rate)
        run.optimiser.zero_grad()
        torch.autograd.backward(torch.stack(list(parts.values())).sum())
        clip_grad_norm_(run.net.parameters(), 1.0)
        run.optimiser.step()
        run.step += 1
        run.update_average()
        return {name: float(value.detach()) for name, value in parts.items()}

    @torch.no_grad()
    def judge(self) -> dict[str, float]:
        """Return the averaged network's loss on the tuning clips, whole and by the clause."""
        found: list[dict[str, float]] = []
        samples = [cut_clauses(p, 0, len(p.borders) - 1) for p in self.material.tune]
        samples += [cut_clauses(p, 0, 1) for p in self.material.tune if len(p.borders) > 2]
        samples.sort(key=lambda sample: len(sample.frames))
        for start in range(0, len(samples), 16):
            chosen = samples[start : start + 16]
            batch = collate([make_example(s, self.material.vocabulary) for s in chosen])
            parts = self.loss(self.run.average, batch.to(self.device)).parts
            found.append({name: float(value) for name, value in parts.items()})
        return {name: float(np.mean([row[name] for row in found])) for name in found[0]}


def _describe(parts: dict[str, float]) -> str:
    return " ".join(f"{name} {value:.4f}" for name, value in parts.items())


def run_training(trainer: Trainer, latest: Path, best: Path | None = None) -> None:
    """Train to the end of the plan, keeping the latest checkpoint and perhaps the best."""
    run, rows = trainer.run, []
    began = time.monotonic()
    while run.step < trainer.plan.steps:
        rows.append(trainer.step())
        if run.step % SAVE_EVERY and run.step != trainer.plan.steps:
            continue
        recent = rows[-SAVE_EVERY:]
        judged = trainer.judge()
        pace = (time.monotonic() - began) / len(rows)
        names = [name for name in recent[0] if all(name in row for row in recent)]
        mean = {name: float(np.mean([row[name] for row in recent])) for name in names}
        log.info("acoustic %d, %.3f s a step", run.step, pace)
        log.info("  train %s", _describe(mean))
        log.info("  tune  %.4f = %s", sum(judged.values()), _describe(judged))
        worth = judged["latents"] + judged["duration"]  # nobody's pitch is the one right pitch
        if best and worth < run.best:
            run.best = worth
            run.save(best, trainer.facts())
        run.save(latest, trainer.facts())
        if trainer.adversary:
            trainer.adversary.save(latest.with_suffix(".critic"))


def train_acoustic(paths: Paths, steps: int) -> None:
    """Train, or continue to train, up to `steps` steps, keeping the best besides the last."""
    torch.set_num_threads(1)
    trainer = Trainer(load_material(paths), Plan(steps))
    trainer.run.resume(paths.acoustic)
    log.info("%d parameters", sum(p.numel() for p in trainer.run.net.parameters()))
    run_training(trainer, paths.acoustic, paths.best_acoustic)
