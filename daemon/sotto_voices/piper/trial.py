"""A prepared voice tried as the daemon will run it: is it the stock voice, how loud, how fast?

Runs the stranger's graphs, so it belongs in the child with limits. ONNX Runtime, one thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from sotto_voices.errors import UnpreparedError
from sotto_voices.piper.source import Description

Floats = NDArray[np.float32]
Counts = NDArray[np.int64]
Feed = dict[str, Any]

LEVEL = -20.0
"""Decibels re full scale of the speech of every voice, over the frames that hold speech."""
_SENTENCE = "ðə sˈʌn ɪz lˈoʊ , mˈena tˈalo nˈika sˈo dˈe mˈolu tˈina lˈase ."
"""Sounds that most languages have; for a voice of letters they are letters."""
_QUIET = 1e-3
_FIRST_FRAMES = 19
"""What the daemon decodes for its first piece, with the frames around it."""
_LATER_FRAMES = 54
"""And for a later one."""
_ROUNDS = 7
_LONGEST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence in the voice's numbers, spoken by the stock file without noise."""

    ids: list[int]
    length: float
    sound: Floats
    ms: float


def session(graph: str | bytes, *, optimises: bool = False) -> onnxruntime.InferenceSession:
    """A graph loaded as the daemon does it. Raises UnpreparedError."""
    level = onnxruntime.GraphOptimizationLevel
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = level.ORT_ENABLE_ALL if optimises else level.ORT_DISABLE_ALL
    options.enable_cpu_mem_arena = options.enable_mem_pattern = options.enable_mem_reuse = False
    options.log_severity_level = 4
    if not optimises:
        options.add_session_config_entry("session.disable_prepacking", "1")
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no base of their own
        raise UnpreparedError(f"its graph cannot be run: {_brief(error)}") from error


def run(graph: onnxruntime.InferenceSession, feed: Feed) -> list[Floats]:
    """All outputs. Raises UnpreparedError."""
    try:
        found: list[Floats] = graph.run(None, feed)
    except Exception as error:  # onnxruntime's errors share no base of their own
        raise UnpreparedError(f"its graph fails when it is run: {_brief(error)}") from error
    return found


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def trial_ids(description: Description) -> list[int]:
    """The trial sentence in the voice's numbers."""
    ids = description.ids
    found = [*ids["^"], *ids["_"]]
    for symbol in _SENTENCE:
        if symbol in ids:
            found += [*ids[symbol], *ids["_"]]
    if len(found) < 10:  # it reads signs that the sentence has not
        for symbol in sorted(ids)[:40]:
            if symbol not in "^_$":
                found += [*ids[symbol], *ids["_"]]
    return [*found, *ids["$"]]


def stock_feed(graph: onnxruntime.InferenceSession, ids: Sequence[int], length: float) -> Feed:
    """What a stock graph takes, without noise: noise inside it is drawn anew every time."""
    known: Feed = {
        "input": np.asarray([ids], np.int64),
        "input_lengths": np.asarray([len(ids)], np.int64),
        "scales": np.asarray([0.0, length, 0.0], np.float32),
        "sid": np.zeros(1, np.int64),
    }
    return {item.name: known[item.name] for item in graph.get_inputs()}


def checked_sound(sound: Floats, rate: int) -> Floats:
    """Sound that is sound. Raises UnpreparedError."""
    flat = np.asarray(sound, np.float32).ravel()
    if not len(flat) or not np.isfinite(flat).all() or float(np.abs(flat).max()) < _QUIET:
        raise UnpreparedError("it gives no sound")
    if len(flat) > _LONGEST_SECONDS * rate:
        raise UnpreparedError("it does not come to an end")
    return flat


def gain(sound: Floats, rate: int) -> float:
    """The factor that brings its speech to LEVEL; from a tenth to ten."""
    hop = max(rate // 86, 1)
    hops = sound[: len(sound) // hop * hop].reshape(-1, hop).astype(np.float64)
    levels = 10 * np.log10((hops**2).mean(axis=1) + 1e-12)
    active = levels[levels > np.percentile(levels, 95) - 25.0]
    level = 10 * np.log10(np.mean(10 ** (active / 10)))
    return float(np.clip(10 ** ((LEVEL - level) / 20), 0.1, 10.0))


class Parts:
    """The parts of a split voice, each loaded when it is first needed."""

    def __init__(self, folder: Path, plan: Mapping[str, Any]) -> None:
        self.plan = plan
        self._folder = folder
        self.hop = int(np.prod([stage["stride"] for stage in plan["stages"]]))

    @cached_property
    def _text(self) -> onnxruntime.InferenceSession:
        return session(str(self._folder / "text.onnx"))

    @cached_property
    def _flow(self) -> onnxruntime.InferenceSession:
        return session(str(self._folder / "flow.onnx"))

    @cached_property
    def _decoder(self) -> onnxruntime.InferenceSession:
        return session(str(self._folder / "decoder.onnx"), optimises=True)

    def read(self, ids: Sequence[int], length: float) -> tuple[Floats, Counts, dict[str, Floats]]:
        """Mean of the prior [numbers, channels], frames [numbers], what depends on speakers."""
        plan = self.plan
        known: Feed = {
            "input": np.asarray([ids], np.int64),
            "input_lengths": np.asarray([len(ids)], np.int64),
            "scales": np.asarray([0.0, length, 0.0], np.float32),
            "sid": np.zeros(1, np.int64),
            plan["duration_noise"]: np.zeros((1, 2, len(ids)), np.float32),
        }
        mean, _, counts, *rest = run(self._text, {name: known[name] for name in plan["text"]})
        frames = np.maximum(counts.ravel(), 0).astype(np.int64)
        return mean[0], frames, dict(zip(plan["speaker"], rest, strict=True))

    def latents(self, prior: Floats, speaker: Mapping[str, Floats]) -> Floats:
        """Latents [1, channels, frames] of a prior [frames, channels]."""
        plan = self.plan
        mask = np.ones((1, 1, len(prior)), np.float32)
        feed: Feed = {name: speaker.get(name, mask) for name in plan["flow"][1:]}
        feed[plan["flow"][0]] = np.ascontiguousarray(prior.T)[None]
        return run(self._flow, feed)[0]

    def sound(self, ids: Sequence[int], length: float) -> Floats:
        """A clause through all parts in one go [samples]."""
        return self.decoded(*self.all_latents(ids, length))

    def all_latents(self, ids: Sequence[int], length: float) -> tuple[Floats, Mapping[str, Floats]]:
        """Latents [1, channels, frames] of a clause, and what depends on speakers."""
        mean, frames, speaker = self.read(ids, length)
        return self.latents(np.repeat(mean, frames, axis=0), speaker), speaker

    def decoded(self, latents: Floats, speaker: Mapping[str, Floats]) -> Floats:
        """Sound [samples] of latents."""
        feed: Feed = {self.plan["decoder"][0]: latents}
        feed |= {name: speaker[name] for name in self.plan["decoder"] if name in speaker}
        frames = latents.shape[2]
        for place, stage in enumerate(self.plan["stages"]):
            feed[f"begin_{place}"] = np.asarray([0], np.int64)
            feed[f"end_{place}"] = np.asarray([frames], np.int64)
            frames *= stage["stride"]
        return run(self._decoder, feed)[0].ravel()

    def first_ms(self, ids: Sequence[int], length: float) -> float:
        """Processor time to a first piece of sound, as the daemon makes it: the least of some."""

        def start() -> None:
            mean, frames, speaker = self.read(ids, length)
            left, right = self.plan["flow_reach"]
            prior = np.repeat(mean, frames, axis=0)[: _FIRST_FRAMES + left + right]
            latents = self.latents(prior, speaker)[:, :, :_FIRST_FRAMES]
            self.decoded(latents, speaker)

        return spent_ms(start)

    def head_ms(self, ids: Sequence[int], length: float) -> float:
        """Processor time of text and flow, the least of some rounds."""

        return spent_ms(lambda: self.all_latents(ids, length))

    def decoder_ms(self, latents: Floats, speaker: Mapping[str, Floats]) -> float:
        """Processor time of a piece of sound, the least of some rounds."""
        piece = np.ascontiguousarray(latents[:, :, :_LATER_FRAMES])
        return spent_ms(lambda: self.decoded(piece, speaker), _ROUNDS)


def is_same(made: Floats, given: Floats, most: float) -> bool:
    """Whether two sounds are as long and nowhere differ by more."""
    return len(made) == len(given) and float(np.abs(made - given).max()) <= most


def spent_ms(work: Callable[[], object], rounds: int = 3) -> float:
    """Milliseconds of processor time, the least of some rounds."""
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent) * 1000


def is_near(full: Parts, short: Parts, ids: Sequence[int], length: float, least: float) -> bool:
    """Whether both parts of `short` are within `least` decibels of those of `full`, each given
    the same, and the lengths within a tenth."""
    mean, frames, speaker = full.read(ids, length)
    other, counts, _ = short.read(ids, length)
    prior = np.repeat(mean, frames, axis=0)
    latents = (parts.latents(prior, speaker) for parts in (full, short))
    is_long_alike = abs(int(counts.sum()) - int(frames.sum())) <= 0.1 * frames.sum()
    distances = (signal_to_noise(mean, other), signal_to_noise(*latents))
    return bool(is_long_alike) and min(distances) >= least


def signal_to_noise(given: Floats, made: Floats) -> float:
    """Decibels by which `given` is above the difference."""
    a, b = given.astype(np.float64), made.astype(np.float64)
    return float(10 * np.log10((a**2).sum() / (((a - b) ** 2).sum() + 1e-12)))
