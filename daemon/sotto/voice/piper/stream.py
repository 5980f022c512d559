"""A clause of a split Piper net as a stream of sound, exactly what the net gives in one run.

Noise is a function of the frame alone, so the same numbers always give the same samples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sotto.cancel import CancelToken
from sotto.errors import EngineError
from sotto.messages import Samples
from sotto.voice.piper.bundle import Scales
from sotto.voice.piper.ids import Ints
from sotto.voice.piper.plan import Plan, spans
from sotto.voice.sessions import Session, Tensor

Floats = NDArray[np.float32]

PIECES = (8, 16, 32)
"""Frames of the first pieces of sound; the last number repeats."""
BLOCKS = (19, 128, 256)
"""Frames of the first runs of the flow: what the first piece needs, then what costs least."""
LONGEST_FRAMES = 12_000
"""A clause of more (over two minutes) is a broken model's."""
_SEED = 20


@dataclass(frozen=True, slots=True)
class Graphs:
    """The three parts of a net, in memory."""

    text: Session
    flow: Session
    decoder: Session
    plan: Plan


@dataclass(frozen=True, slots=True)
class Request:
    """What a net is asked: numbers [ids], scales, the row of its speaker, and by what factor the
    lengths that it gives are changed."""

    ids: Ints
    scales: Scales
    speaker: int
    longer: float = 1.0

    def feed(self) -> dict[str, Tensor]:
        """By the names that all Piper nets use."""
        scales = self.scales
        return {
            "input": self.ids[None],
            "input_lengths": np.asarray([len(self.ids)], np.int64),
            "scales": np.asarray([scales.noise, scales.length, scales.duration_noise], np.float32),
            "sid": np.asarray([self.speaker], np.int64),
        }


def _scaled(frames: Floats, factor: float) -> Ints:
    """Whole frames [numbers] times a factor; rounding errors do not add up. The net's own scale
    would round each of them up."""
    return np.diff(np.round(np.cumsum(frames) * factor), prepend=0).astype(np.int64)


class Speech:
    """A clause before there is any sound; `frames` of every number are exact. Raises EngineError
    and Cancelled, here and while it sounds."""

    def __init__(self, graphs: Graphs, request: Request, cancel: CancelToken) -> None:
        self._graphs = graphs
        self._cancel = cancel
        plan = graphs.plan
        generator = np.random.default_rng([_SEED, 1])
        noise = generator.standard_normal((len(request.ids), 2), np.float32)
        known = request.feed() | {plan.duration_noise: np.ascontiguousarray(noise.T)[None]}
        found = graphs.text.run({name: known[name] for name in plan.text}, cancel)
        mean, deviation, counts, *rest = found
        self._mean: Floats = mean[0]
        self._spread: Floats = np.exp(deviation[0]) * np.float32(request.scales.noise)
        self._speaker: Mapping[str, Floats] = dict(zip(plan.speaker, rest, strict=True))
        if not (np.isfinite(counts).all() and np.isfinite(self._mean).all()):
            raise EngineError("the model gave numbers that are none")
        self.frames: Ints = _scaled(np.maximum(counts.ravel(), 0), request.longer)
        self.total = int(self.frames.sum())
        if not 0 < self.total <= LONGEST_FRAMES or len(self.frames) != len(request.ids):
            raise EngineError(f"the model gave {self.total} frames")

    def pieces(self) -> Iterator[tuple[Samples, bool]]:
        """The sound in pieces [samples] of `plan.hop` a frame, and whether it is the last one."""
        plan, source, first = self._graphs.plan, self._latents(), 0
        latents: Floats | None = None
        for begin, end in spans(self.total, PIECES):
            stages, (low, high) = plan.needed(begin, end, self.total)
            while latents is None or first + latents.shape[1] < high:
                block = next(source)
                latents = block if latents is None else np.concatenate([latents, block], axis=1)
            latents, first = latents[:, low - first :], low
            feed: dict[str, Tensor] = {plan.decoder[0]: latents[None, :, : high - low]}
            feed |= {name: self._speaker[name] for name in plan.decoder if name in self._speaker}
            at = low
            for place, (left, right, stride) in enumerate(stages):
                feed[f"begin_{place}"] = np.asarray([left - at], np.int64)
                feed[f"end_{place}"] = np.asarray([right - at], np.int64)
                at = left * stride
            whole = self._graphs.decoder.run(feed, self._cancel)[0].ravel()
            sound = whole[begin * plan.hop - at : end * plan.hop - at]
            if len(sound) != (end - begin) * plan.hop or not np.isfinite(sound).all():
                raise EngineError("the model gave sound that is none")
            yield sound, end == self.total

    def _latents(self) -> Iterator[Floats]:
        """Latents in order, [channels, frames] a block."""
        plan = self._graphs.plan
        index = np.repeat(np.arange(len(self.frames)), self.frames)
        noise = np.random.default_rng([_SEED, 2])
        left, right = plan.flow_reach
        prior, first = np.zeros((0, self._mean.shape[1]), np.float32), 0
        for begin, end in spans(self.total, BLOCKS, max(plan.flow_reach)):
            low, high = max(begin - left, 0), min(end + right, self.total)
            new = index[first + len(prior) : high]
            drawn = noise.standard_normal((len(new), prior.shape[1]), np.float32)
            fresh = self._mean[new] + drawn * self._spread[new]
            prior, first = np.concatenate([prior[low - first :], fresh]), low
            mask = np.ones((1, 1, len(prior)), np.float32)
            feed: dict[str, Tensor] = {
                name: self._speaker.get(name, mask) for name in plan.flow[1:]
            }
            feed[plan.flow[0]] = np.ascontiguousarray(prior.T)[None]
            latents = self._graphs.flow.run(feed, self._cancel)[0]
            yield latents[0, :, begin - low : end - low]
