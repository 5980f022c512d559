"""Vocoder step: train the envelope network on the natural speech of all readers."""

import logging
import time
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_

from sotto_models.adversary import Adversary, Stakes
from sotto_models.checkpoint import Run, best_device, set_rate, start_run
from sotto_models.clips import Features, load_features
from sotto_models.config import FFT, HOP, LATENTS, SAMPLE_RATE, SEED, Paths
from sotto_models.critic import SoundCritic
from sotto_models.excitation import pulse_train
from sotto_models.latents import FloatArray, Projection, fit_projection, load_projection
from sotto_models.readers import READERS, Split, read_clips
from sotto_models.vocoder_net import Renderer, SpectralLoss, VocoderNet, cosine_rate

log = logging.getLogger(__name__)

BATCH, SEGMENT = 12, 64
# Segments of a batch, and frames of a segment.
EDGE = 512
# Samples at each end that the loss leaves out.
PEAK_RATE, WARM_UP = 2e-3, 100
LATENT_NOISE = 0.15
# Highest deviation of the noise on latents, so that predicted ones are tolerated.
FAST_FROM, FAST_SHARE = 2 / 3, 0.3
# From this part of the run on, this share of the steps trains the short window of fast speech.
SAVE_EVERY = 500
JUDGED = 4
# Segments of a batch that the adversary sees.


@dataclass(frozen=True, slots=True)
class Utterance:
    """A training clip: latents [frames, latents], natural and perhaps predicted, and features."""

    latents: FloatArray
    features: Features
    predicted: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Segments of natural sound and what the vocoder makes them from."""

    sound: Tensor
    pulses: Tensor
    latents: Tensor
    log_f0: Tensor
    voicing: Tensor

    def to(self, device: torch.device) -> "Batch":
        """Return the batch on a device."""
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


def load_split(paths: Paths, split: Split) -> list[Features]:
    """Load the features of every reader's clips of one split."""
    found = []
    for reader in READERS:
        for clip in read_clips(paths.data, reader):
            if clip.split is split:
                found.append(load_features(paths.clips(reader.name) / f"{clip.name}.npz"))
    return found


def fit_latents(paths: Paths, clips: list[Features]) -> Projection:
    """Fit the projection to the training clips, or load the one already fitted."""
    if not paths.latents.exists():
        fit_projection((clip.log_mel for clip in clips), LATENTS).save(paths.latents)
    return load_projection(paths.latents)


def draw_batch(
    clips: list[Utterance], weights: FloatArray, rng: np.random.Generator, predicted: float
) -> Batch:
    """Cut random segments; `predicted` is the share that uses predicted latents."""
    rows: list[tuple[FloatArray, ...]] = []
    for index in rng.choice(len(clips), BATCH, p=weights):
        clip = clips[index]
        start = int(rng.integers(0, len(clip.latents) - SEGMENT + 1))
        span = slice(start, start + SEGMENT)
        log_f0, voicing = clip.features.log_f0[span], clip.features.voicing[span]
        pulses = pulse_train(log_f0, voicing, HOP, SAMPLE_RATE, SEGMENT * HOP)
        sound = clip.features.audio[start * HOP : (start + SEGMENT) * HOP]
        guessed = clip.predicted is not None and rng.random() < predicted
        latents = clip.predicted if guessed and clip.predicted is not None else clip.latents
        rows.append((sound, pulses, latents[span].T, log_f0, voicing))
    return Batch(*(torch.from_numpy(np.stack(column)) for column in zip(*rows, strict=True)))


def _double(envelope: Tensor) -> Tensor:
    """Interpolate an envelope [b, frames, bands] to twice as many frames."""
    later = torch.cat([envelope[:, 1:], envelope[:, -1:]], dim=1)
    pairs = torch.stack([envelope, (envelope + later) / 2], dim=2)
    return pairs.flatten(1, 2)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes: its steps, highest learning rate and share of predicted latents."""

    steps: int
    peak_rate: float = PEAK_RATE
    predicted: float = 0.0
    fast_from: float = FAST_FROM
    stakes: Stakes | None = None
    # Set where an adversary joins in.


class Trainer:
    """One training run of the vocoder."""

    def __init__(self, clips: list[Utterance], plan: Plan) -> None:
        self.clips, self.plan = clips, plan
        lengths = np.array([len(clip.latents) for clip in clips], dtype=np.float64)
        self.weights = lengths / lengths.sum()
        torch.manual_seed(SEED)
        self.device = best_device()
        net = VocoderNet(LATENTS).to(self.device)
        deviation = np.concatenate([clip.latents for clip in clips]).std(axis=0)
        net.latent_scale.copy_(torch.from_numpy(1 / deviation))
        optimiser = torch.optim.AdamW(
            net.parameters(), PEAK_RATE, betas=(0.8, 0.99), weight_decay=1e-3
        )
        self.run: Run[VocoderNet] = start_run(net, optimiser)
        self.normal, self.short = (
            Renderer(fft, hop).to(self.device) for fft, hop in ((FFT, HOP), (512, 128))
        )
        self.loss = SpectralLoss().to(self.device)
        self.adversary = (
            Adversary(SoundCritic().to(self.device), plan.stakes) if plan.stakes else None
        )

    def _render(self, net: VocoderNet, batch: Batch, latents: Tensor, fast: bool) -> Tensor:
        with torch.autocast(self.device.type, torch.bfloat16):
            made = net(latents, batch.log_f0, batch.voicing)
        harmonic, noise = (envelope.float() for envelope in made)
        hiss = torch.randn_like(batch.pulses)
        if fast:
            return self.short(_double(harmonic), _double(noise), batch.pulses, hiss)
        return self.normal(harmonic, noise, batch.pulses, hiss)

    def step(self) -> float:
        """Take one step and return its loss."""
        run = self.run
        rng = np.random.default_rng([SEED, run.step])
        torch.manual_seed(SEED * 1_000_003 + run.step)
        batch = draw_batch(self.clips, self.weights, rng, self.plan.predicted).to(self.device)
        spread = torch.rand(BATCH, 1, 1, device=self.device) * LATENT_NOISE
        noise = torch.randn_like(batch.latents) * spread / run.net.latent_scale[:, None]
        fast = run.step > self.plan.steps * self.plan.fast_from and rng.random() < FAST_SHARE
        made = self._render(run.net, batch, batch.latents + noise, fast)
        made, natural = made[:, EDGE:-EDGE], batch.sound[:, EDGE:-EDGE]
        loss = self.loss(made, natural)
        rate = cosine_rate(run.step, self.plan.steps, self.plan.peak_rate, WARM_UP)
        if self.adversary:
            share = rate / self.plan.peak_rate
            loss = loss + self.adversary.oppose(natural[:JUDGED], made[:JUDGED], share)
        set_rate(run.optimiser, rate)
        run.optimiser.zero_grad()
        torch.autograd.backward(loss)
        clip_grad_norm_(run.net.parameters(), 5.0)
        run.optimiser.step()
        run.step += 1
        run.update_average()
        return float(loss.detach())

    @torch.no_grad()
    def judge(self, clips: list[Utterance], predicted: float = 0.0) -> float:
        """Return the loss of the averaged network on fixed segments of other clips."""
        lengths = np.array([len(clip.latents) for clip in clips], dtype=np.float64)
        rng = np.random.default_rng(SEED)
        torch.manual_seed(SEED)
        total = 0.0
        for _ in range(8):
            batch = draw_batch(clips, lengths / lengths.sum(), rng, predicted).to(self.device)
            made = self._render(self.run.average, batch, batch.latents, fast=False)
            total += float(self.loss(made[:, EDGE:-EDGE], batch.sound[:, EDGE:-EDGE]))
        return total / 8


def _utterances(projection: Projection, clips: list[Features]) -> list[Utterance]:
    long_enough = [clip for clip in clips if len(clip.log_f0) >= SEGMENT]
    return [Utterance(projection.encode(clip.log_mel), clip) for clip in long_enough]


def run_training(trainer: Trainer, tuning: list[Utterance], checkpoint: Path) -> None:
    """Train to the end of the plan; the checkpoint is usable at any time."""
    run, plan = trainer.run, trainer.plan
    losses: list[float] = []
    began = time.monotonic()
    while run.step < plan.steps:
        losses.append(trainer.step())
        if run.step % SAVE_EVERY == 0 or run.step == plan.steps:
            run.save(checkpoint, {"latents": LATENTS})
            if trainer.adversary:
                trainer.adversary.save(checkpoint.with_suffix(".critic"))
            log.info(
                "vocoder %d: train %.4f, held out %.4f, %.3f s a step",
                run.step,
                float(np.mean(losses[-SAVE_EVERY:])),
                trainer.judge(tuning, plan.predicted),
                (time.monotonic() - began) / len(losses),
            )


def train_vocoder(paths: Paths, steps: int) -> None:
    """Train, or continue to train, up to `steps` steps."""
    torch.set_num_threads(1)
    natural = load_split(paths, Split.TRAIN)
    projection = fit_latents(paths, natural)
    tuning = _utterances(projection, load_split(paths, Split.TUNE))
    trainer = Trainer(_utterances(projection, natural), Plan(steps))
    trainer.run.resume(paths.vocoder)
    run_training(trainer, tuning, paths.vocoder)
