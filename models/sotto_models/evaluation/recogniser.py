"""Recogniser step: train the phone recognisers on natural speech, each without some readers.

A voice is judged by the recogniser that never heard its reader, where the language has another.
Sentences that any reader holds out for reporting are kept from all of them.
"""

import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

from sotto_models.align import load_alignment
from sotto_models.checkpoint import Run, set_rate, start_run
from sotto_models.config import SEED, Paths
from sotto_models.evaluation.ctc import STRIDE, PhoneNet, allowed
from sotto_models.evaluation.phone_frames import channel_of, varied
from sotto_models.evaluation.phones import BLANK, EARS, take_inventory
from sotto_models.latents import FloatArray
from sotto_models.readers import READERS, Reader, Split, read_clips
from sotto_models.tokens import Token

log = logging.getLogger(__name__)

STEPS = 1400
BATCH_FRAMES = 2400
PEAK_RATE, WARM_UP = 2e-3, 100
FRAME_WEIGHT = 0.5
# Share of the loss that names frames, at first; it fades over the run.
SAVE_EVERY = 250

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Heard:
    """A training clip: log-mel [n, BANDS] in half precision, its reader's channel, its tokens."""

    mel: npt.NDArray[np.float16]
    channel: FloatArray
    timed: list[tuple[Token, int]]
    language: str


def load_heard(paths: Paths, readers: Sequence[Reader]) -> list[Heard]:
    """Load the training clips of readers, but for sentences that are reported on anywhere."""
    clips = {reader.name: read_clips(paths.data, reader) for reader in READERS}
    secret = {c.text for found in clips.values() for c in found if c.split is Split.REPORT}
    heard = []
    for reader in readers:
        aligned = load_alignment(paths, reader.name)
        chosen = [c for c in clips[reader.name] if c.split is Split.TRAIN and c.text not in secret]
        mels = []
        for clip in chosen:
            with np.load(paths.clips(reader.name) / f"{clip.name}.npz") as stored:
                mels.append(stored["log_mel"].astype(np.float16))
        channel = channel_of([mel.astype(np.float32) for mel in mels[:200]])
        for clip, mel in zip(chosen, mels, strict=True):
            heard.append(Heard(mel, channel, aligned[clip.name], reader.language))
    return heard


class Trainer:
    """One training run of a recogniser."""

    def __init__(self, heard: list[Heard], steps: int) -> None:
        self.heard, self.steps = heard, steps
        spoken = [(item.language, [token.symbol for token, _ in item.timed]) for item in heard]
        self.inventory = take_inventory(spoken)
        rows = [self.inventory.numbered(symbols, language) for language, symbols in spoken]
        self.phones = [np.array(row) for row in rows]
        torch.manual_seed(SEED)
        net = PhoneNet(self.inventory.count)
        optimiser = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-2)
        self.run: Run[PhoneNet] = start_run(net, optimiser)
        self.order = np.argsort([len(item.mel) for item in heard], kind="stable")

    @property
    def facts(self) -> dict[str, object]:
        """What using the recogniser needs beside its weights."""
        return {"phones": self.inventory.numbers, "languages": self.inventory.languages}

    def _labels(self, place: int) -> IntArray:
        """Return the phone of each frame of a clip."""
        item = self.heard[place]
        labels = np.repeat(self.phones[place], [frames for _, frames in item.timed])
        return np.pad(labels, (0, max(0, len(item.mel) - len(labels))))[: len(item.mel)]

    def _draw(self, rng: np.random.Generator) -> list[int]:
        """Choose clips of like length, as many as a batch holds."""
        place = int(rng.integers(0, len(self.order)))
        length = len(self.heard[int(self.order[place])].mel)
        count = max(2, BATCH_FRAMES // length)
        first = min(place, max(0, len(self.order) - 2 * count))
        window = self.order[first : first + 2 * count]
        return [int(i) for i in rng.choice(window, min(count, len(window)), replace=False)]

    def loss(self, rng: np.random.Generator) -> Tensor:
        """Return the loss of one batch."""
        chosen = self._draw(rng)
        items = [self.heard[i] for i in chosen]
        made = [
            varied(h.mel.astype(np.float32), self._labels(i), h.channel, rng)
            for i, h in zip(chosen, items, strict=True)
        ]
        longest = -(-max(len(frames) for frames, _ in made) // STRIDE) * STRIDE
        frames = np.stack([np.pad(f, ((0, longest - len(f)), (0, 0))) for f, _ in made])
        labels = np.stack([np.pad(n, (0, longest - len(n))) for _, n in made])[:, ::STRIDE]
        mask = torch.stack([allowed(self.inventory, h.language) for h in items])[:, None]
        with torch.autocast("cpu", torch.bfloat16):
            logits, named = self.run.net(torch.from_numpy(frames))
        scores = (logits.float() + mask).log_softmax(2).transpose(0, 1)
        lengths = torch.tensor([-(-len(f) // STRIDE) for f, _ in made])
        targets = [torch.from_numpy(p[p != BLANK]) for p in (self.phones[i] for i in chosen)]
        sizes = torch.tensor([len(target) for target in targets])
        ctc = functional.ctc_loss(
            scores, torch.cat(targets), lengths, sizes, BLANK, zero_infinity=True
        )
        flat = (named.float() + mask).flatten(0, 1)
        named_loss = functional.cross_entropy(flat, torch.from_numpy(labels).flatten())
        share = FRAME_WEIGHT * max(0.1, 1 - self.run.step / self.steps)
        return (1 - share) * ctc + share * named_loss

    def step(self) -> float:
        """Take one step and return its loss."""
        run = self.run
        rng = np.random.default_rng([SEED, run.step])
        torch.manual_seed(SEED * 1_000_003 + run.step)
        warm = min(1.0, (run.step + 1) / WARM_UP)
        cool = 0.5 * (1 + math.cos(math.pi * run.step / self.steps))
        set_rate(run.optimiser, PEAK_RATE * warm * (0.02 + 0.98 * cool))
        loss = self.loss(rng)
        run.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        clip_grad_norm_(run.net.parameters(), 1.0)
        run.optimiser.step()
        run.step += 1
        run.update_average()
        return float(loss.detach())


def train_recogniser(paths: Paths, name: str, steps: int = STEPS) -> None:
    """Train one recogniser to `steps`, from its checkpoint if there is one."""
    target = paths.recogniser(name)
    if target.exists() and torch.load(target, weights_only=True)["step"] >= steps:
        return
    readers = [reader for reader in READERS if reader.name not in EARS[name]]
    trainer = Trainer(load_heard(paths, readers), steps)
    trainer.run.resume(target)
    began, losses = time.monotonic(), []
    while trainer.run.step < steps:
        losses.append(trainer.step())
        if trainer.run.step % SAVE_EVERY == 0 or trainer.run.step == steps:
            trainer.run.save(target, trainer.facts)
            spent = time.monotonic() - began
            log.info("%s %d: %.3f (%.0f s)", name, trainer.run.step, np.mean(losses), spent)
            losses.clear()


def train_recognisers(paths: Paths) -> None:
    """Train every recogniser, one after the other, on one core."""
    torch.set_num_threads(1)
    for name in EARS:
        train_recogniser(paths, name)
