"""Train the decoder: the teacher's tokens, durations, F0 and energy to the teacher's sound.

Spectral distances, and critics of spectrograms, whose verdict counts only after they have seen
`CRITIC_ALONE` steps. Checkpoints hold everything, so that a run goes on where it ended.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sotto_models.critic import SoundCritic, critic_loss, deception_loss, feature_loss
from sotto_models.student.cast import LANGUAGES, LEARNED, ROWS
from sotto_models.student.corpus import Clip, is_held_out
from sotto_models.student.net import Decoder, spread
from sotto_models.student.sounding import Sounding
from sotto_models.student.units import BINS, HOP

SEED = 20261128
CROP, CONTEXT = 56, 8
"""Frames of 12.5 ms that a loss is taken of, and that are only seen, each side."""
TABLE_FACTOR = 10.0
"""Learning rate of what depends on the speaker, relative to the rest."""
AVERAGE = 0.999
SILENT_F0 = 6.0
LIGHT_SHARE = 0.25
"""Of the steps, those of the light variant."""
SETTLED = 0.03
"""Of the learning rate, what is left at the plan's last step."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how strongly to train."""

    steps: int = 13_000
    settling: int = 3000
    """The last steps, during which the learning rate falls."""
    batch: int = 10
    rate: float = 1.5e-4
    critic_rate: float = 3e-4
    critic_alone: int = 300
    deception: float = 0.3
    features: float = 1.0
    save_every: int = 250


class Samples:
    """Draws crops, each voice as often as its share says."""

    def __init__(self, clips: Sequence[Clip], seed: int) -> None:
        self._by_voice = {
            part.teacher: [c for c in clips if c.voice == part.teacher and not is_held_out(c.text)]
            for part in LEARNED
        }
        self._parts = [part for part in LEARNED if self._by_voice[part.teacher]]
        self._random = random.Random(seed)
        self._weights = {
            voice: [len(c.f0) + CROP for c in found] for voice, found in self._by_voice.items()
        }

    def batch(self, count: int) -> dict[str, Tensor]:
        """A batch of crops; see `_crop`."""
        shares = [part.share for part in self._parts]
        rows = []
        for part in self._random.choices(self._parts, shares, k=count):
            found = self._by_voice[part.teacher]
            clip = self._random.choices(found, self._weights[part.teacher])[0]
            rows.append(self._crop(clip) | {"speaker": np.asarray(part.row)})
        longest = max(len(row["ids"]) for row in rows)
        for row in rows:
            row["mask"] = np.arange(longest) < len(row["ids"])
            row["ids"] = np.pad(row["ids"], (0, longest - len(row["ids"])))
        return {key: torch.from_numpy(np.stack([row[key] for row in rows])) for key in rows[0]}

    def _crop(self, clip: Clip) -> dict[str, NDArray[Any]]:
        wide = CROP + 2 * CONTEXT
        index = clip.index.repeat(2)
        begin = self._random.randint(-CONTEXT, max(len(index) - CROP - CONTEXT, -CONTEXT))
        at = np.arange(begin, begin + wide)
        place, inside = at.clip(0, len(index) - 1), (at >= 0) & (at < len(index))
        sound = np.zeros((wide, HOP), np.float32)
        sound[inside] = clip.sound.reshape(-1, HOP)[at[inside]] / 32768
        before = clip.phase + clip.f0[: max(begin, 0)].sum() / 80
        return {
            "ids": clip.ids,
            "language": np.asarray(LANGUAGES[clip.language]),
            "index": index[place],
            "f0": np.where(inside, clip.f0[place], SILENT_F0).astype(np.float32),
            "energy": clip.energy[place],
            "phase": np.asarray(before % 1, np.float32),
            "sound": sound.reshape(-1),
        }


class Training:
    """The decoder, its average over steps, the critics and their optimisers."""

    def __init__(self, decoder: Decoder, plan: Plan) -> None:
        self.plan = plan
        self.decoder, self.critic = decoder, SoundCritic()
        self.average = {k: v.clone() for k, v in decoder.state_dict().items()}
        self.sounding = Sounding()
        tables: list[nn.Parameter] = []
        body: list[nn.Parameter] = []
        for name, value in decoder.named_parameters():
            is_table = any(part in name for part in ("speaker", "language", "film", "shift"))
            (tables if is_table else body).append(value)
        groups = [{"params": body}, {"params": tables}]
        self.optimizer = torch.optim.AdamW(groups, plan.rate, (0.8, 0.99), weight_decay=1e-4)
        self.critic_optimizer = torch.optim.AdamW(
            self.critic.parameters(), plan.critic_rate, (0.8, 0.99)
        )
        self.step = 0
        self.noise = torch.Generator().manual_seed(SEED)
        self.choices, self.light = random.Random(SEED), False

    def _settle(self) -> None:
        """The learning rates of this step."""
        part = min(1.0, max(SETTLED, (self.plan.steps - self.step) / self.plan.settling))
        body, tables = self.optimizer.param_groups
        body["lr"], tables["lr"] = part * self.plan.rate, part * self.plan.rate * TABLE_FACTOR
        for group in self.critic_optimizer.param_groups:
            group["lr"] = part * self.plan.critic_rate

    def make(self, batch: dict[str, Tensor]) -> Tensor:
        """Sound of a batch, [b, samples], context included."""
        decoder = self.decoder
        with torch.autocast("cpu", torch.bfloat16):
            states = decoder.text(batch["ids"], batch["speaker"], batch["language"], batch["mask"])
            wide = spread(states, batch["index"])
            curves = batch["f0"], batch["energy"]
            spectra = decoder.spectra(wide, *curves, batch["speaker"], light=self.light)
        b, frames = batch["f0"].shape
        pair = torch.randn((2, b, BINS, frames), generator=self.noise)
        return self.sounding(spectra, batch["f0"], batch["phase"], torch.complex(*pair))

    def one(self, batch: dict[str, Tensor]) -> dict[str, float]:
        """One step of both sides; what was measured."""
        self._settle()
        self.light = self.choices.random() < LIGHT_SHARE
        edge = CONTEXT * HOP
        made = self.make(batch)[:, edge:-edge]
        given = batch["sound"][:, edge:-edge]
        loss = self.sounding.distance(made, given)
        figures = {"distance": float(loss.detach())}
        real = self._judge(given, made, figures)
        if self.step >= self.plan.critic_alone:
            with torch.autocast("cpu", torch.bfloat16):
                false = self.critic(made)
            features = feature_loss(real, false)
            loss = loss + self.plan.deception * deception_loss(false)
            loss = loss + self.plan.features * features
            figures["features"] = float(features.detach())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.decoder.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(AVERAGE, self.step / (self.step + 10))
        for name, value in self.decoder.state_dict().items():
            self.average[name].lerp_(value, 1 - keep)
        return figures

    def _judge(self, given: Tensor, made: Tensor, figures: dict[str, float]) -> list[list[Tensor]]:
        """Teach the critic, every other step; what it sees in natural sound."""
        teaches = self.step % 2 == 0 or self.step < self.plan.critic_alone
        with torch.autocast("cpu", torch.bfloat16), torch.set_grad_enabled(teaches):
            real = self.critic(given)
            if teaches:
                judged = critic_loss(real, self.critic(made.detach()))
        if teaches:
            self.critic_optimizer.zero_grad(set_to_none=True)
            judged.backward()
            self.critic_optimizer.step()
            figures["critic"] = float(judged.detach())
        return [[layer.detach() for layer in view] for view in real]

    def save(self, path: Path) -> None:
        """Write all that a later run needs; the file is whole or not there."""
        content = {
            "step": self.step,
            "decoder": self.decoder.state_dict(),
            "average": self.average,
            "critic": self.critic.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "critic_optimizer": self.critic_optimizer.state_dict(),
        }
        torch.save(content, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def load(self, path: Path) -> None:
        """Go on from what `save` wrote."""
        content = torch.load(path, map_location="cpu", weights_only=True)
        self.step = content["step"]
        self.choices.seed(SEED + self.step)
        self.average = content["average"]
        for name in ("decoder", "critic", "optimizer", "critic_optimizer"):
            getattr(self, name).load_state_dict(content[name])


def train(training: Training, clips: Sequence[Clip], target: Path, minutes: float) -> None:
    """Go on until the plan's steps or the time are over; checkpoints go to `target`."""
    samples = Samples(clips, SEED + training.step)
    end = time.monotonic() + 60 * minutes
    sums: dict[str, float] = {}
    began = time.monotonic()
    while training.step < training.plan.steps and time.monotonic() < end:
        for name, value in training.one(samples.batch(training.plan.batch)).items():
            sums[name] = sums.get(name, 0.0) + value / training.plan.save_every
        if training.step % training.plan.save_every == 0:
            training.save(target)
            seconds = (time.monotonic() - began) / training.plan.save_every
            shown = " ".join(f"{name} {value:.4f}" for name, value in sums.items())
            print(training.step, shown, f"{seconds:.2f} s a step", flush=True)
            sums, began = {}, time.monotonic()
    training.save(target)


def new_decoder() -> Decoder:
    """A decoder with all its tables."""
    torch.manual_seed(SEED)
    return Decoder(178, ROWS, len(LANGUAGES))
