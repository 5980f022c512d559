"""Train the prosody net: the teacher's tokens to its durations, F0 and energy, whole clips."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from sotto_models.student.cast import LANGUAGES, LEARNED, ROWS, Part
from sotto_models.student.corpus import Clip, is_held_out
from sotto_models.student.net import ENERGY_UNIT, F0_UNIT, Prosody, spread

SEED = 20261128
BATCH = 16
RATE, TABLE_RATE = 3e-4, 2e-3
AVERAGE = 0.998
LONGEST = 480
"""Frames of 25 ms; longer clips are left out here."""
SAVE_EVERY = 250
STEPS = 3000


class Whole:
    """Draws batches of whole clips of about one length."""

    def __init__(self, clips: Sequence[Clip], seed: int, *, held_out: bool = False) -> None:
        self._by_voice = {
            part.teacher: [
                c
                for c in clips
                if c.voice == part.teacher
                and is_held_out(c.text) == held_out
                and len(c.index) <= LONGEST
            ]
            for part in LEARNED
        }
        self._parts = [part for part in LEARNED if self._by_voice[part.teacher]]
        self._random = random.Random(seed)

    def batch(self, count: int = BATCH) -> dict[str, Tensor]:
        """Padded clips; `mask` tells tokens, `there` frames of 25 ms."""
        shares = [part.share for part in self._parts]
        parts = self._random.choices(self._parts, shares, k=4 * count)
        drawn = [(part, self._random.choice(self._by_voice[part.teacher])) for part in parts]
        drawn.sort(key=lambda pair: len(pair[1].index))
        first = self._random.randrange(3 * count + 1)
        return collate(drawn[first : first + count])


def collate(drawn: Sequence[tuple[Part, Clip]]) -> dict[str, Tensor]:
    """(part, clip) pairs as one batch."""
    clips = [clip for _, clip in drawn]
    tokens = max(len(c.ids) for c in clips)
    frames = max(len(c.index) for c in clips)

    def padded(rows: Sequence[np.ndarray], length: int) -> Tensor:
        return torch.from_numpy(np.stack([np.pad(r, (0, length - len(r))) for r in rows]))

    return {
        "ids": padded([c.ids for c in clips], tokens),
        "exact": padded([c.exact for c in clips], tokens),
        "mask": padded([np.ones(len(c.ids), bool) for c in clips], tokens),
        "index": padded([c.index for c in clips], frames),
        "there": padded([np.ones(2 * len(c.index), bool) for c in clips], 2 * frames),
        "f0": padded([c.f0 for c in clips], 2 * frames),
        "energy": padded([c.energy for c in clips], 2 * frames),
        "speaker": torch.tensor([part.row for part, _ in drawn]),
        "language": torch.tensor([LANGUAGES[c.language] for c in clips]),
    }


def losses(net: Prosody, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Mean distances: log durations, F0 in hundreds of hertz, energy in its unit."""
    speaker, mask, there = batch["speaker"], batch["mask"], batch["there"]
    states = net.text(batch["ids"], speaker, batch["language"], mask)
    states = states * mask[..., None]
    log_duration = net.durations(states, speaker)
    wide = spread(states, batch["index"]) * there[:, ::2, None]
    curves = net.curves(wide, speaker)
    wanted = torch.log(batch["exact"] + 1)
    return {
        "duration": functional.l1_loss(log_duration[mask], wanted[mask]),
        "f0": functional.l1_loss(curves.f0[there], batch["f0"][there]) / F0_UNIT,
        "energy": functional.l1_loss(curves.energy[there], batch["energy"][there]) / ENERGY_UNIT,
    }


def train(net: Prosody, clips: Sequence[Clip], target: Path, *, steps: int, minutes: float) -> None:
    """Go on from `target` if it is there; it holds the net's average and all that goes on."""
    tables: list[nn.Parameter] = []
    body: list[nn.Parameter] = []
    for name, value in net.named_parameters():
        is_table = any(part in name for part in ("speaker", "language", "film", "shift"))
        (tables if is_table else body).append(value)
    groups = [{"params": body, "peak": RATE}, {"params": tables, "peak": TABLE_RATE}]
    optimizer = torch.optim.AdamW(groups, RATE, (0.9, 0.98), weight_decay=1e-2)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    step = 0
    if target.exists():
        content = torch.load(target, map_location="cpu", weights_only=True)
        step, average = content["step"], content["average"]
        net.load_state_dict(content["net"])
        optimizer.load_state_dict(content["optimizer"])
    draws = Whole(clips, SEED + step)
    judge = [Whole(clips, SEED, held_out=True).batch() for _ in range(8)]
    end = time.monotonic() + 60 * minutes
    while step < steps and time.monotonic() < end:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1, step / 200) * max(0.03, 1 - step / steps)
        with torch.autocast("cpu", torch.bfloat16):
            found = losses(net, draws.batch())
        optimizer.zero_grad(set_to_none=True)
        torch.stack(list(found.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        step += 1
        for name, value in net.state_dict().items():
            average[name].lerp_(value, 1 - min(AVERAGE, step / (step + 10)))
        if step % SAVE_EVERY == 0:
            _save(target, step, net, average, optimizer)
            _show(step, average, judge)
    _save(target, step, net, average, optimizer)


def _save(
    target: Path, step: int, net: Prosody, average: dict[str, Tensor], optimizer: object
) -> None:
    content = {
        "step": step,
        "net": net.state_dict(),
        "average": average,
        "optimizer": optimizer.state_dict(),  # type: ignore[attr-defined]
    }
    torch.save(content, target.with_suffix(".new"))
    target.with_suffix(".new").replace(target)


def _show(step: int, average: dict[str, Tensor], judge: Sequence[dict[str, Tensor]]) -> None:
    net = new_prosody()
    net.load_state_dict(average)
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        found = [losses(net, batch) for batch in judge]
    means = {k: float(torch.stack([f[k].float() for f in found]).mean()) for k in found[0]}
    print(step, *(f"{name} {value:.4f}" for name, value in means.items()), flush=True)


def new_prosody() -> Prosody:
    """A prosody net with all its tables."""
    torch.manual_seed(SEED)
    return Prosody(178, ROWS, len(LANGUAGES))
