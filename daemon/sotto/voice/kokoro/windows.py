"""How a net that is taken apart is spoken in windows: what each takes, with which averages.

Found at preparation by the structure of the net; here it is untrusted JSON, bounded and typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sotto.errors import VoiceDamagedError
from sotto.messages import Samples
from sotto.voice.fields import Fields, graph_path

if TYPE_CHECKING:
    from sotto.voice.sessions import Tensor

FROZEN = "frozen"
_LARGEST_GRAPH, _LARGEST_AVERAGES = 64 << 20, 1 << 30
_MOST_RATE, _MOST_REACH, _MOST_TENSORS, _MOST_FRAMES = 4800, 64, 64, 1 << 16
_ROWS = 2


@dataclass(frozen=True, slots=True)
class Steps:
    """The axis of time of a tensor, its steps a frame, and those at its end beside them."""

    axis: int
    rate: int
    extra: int


@dataclass(frozen=True, slots=True)
class Cutting:
    """Where a tensor goes from the window of one level to the smaller one of a later level."""

    earlier: int
    later: int
    steps: Steps


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """`tensors` by their names: the level that takes each; `reach`: frames before and after a
    window that each level has; `takes`: what else of a request the decoder takes."""

    hop: int
    tensors: Mapping[str, tuple[int, Steps]]
    cuttings: tuple[Cutting, ...]
    reach: tuple[tuple[int, int], ...]
    takes: tuple[str, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """All that the decoder takes."""
        ends = [f"{end}_{n}" for n in range(len(self.cuttings)) for end in ("begin", "end")]
        return (*self.tensors, *self.takes, FROZEN, *ends)

    def feed(
        self, made: Mapping[str, Tensor], span: tuple[int, int], total: int
    ) -> dict[str, Tensor]:
        """What of `made` the frames of `span`, of `total`, take."""
        windows = self._windows(span, total)
        feed: dict[str, Tensor] = {}
        for name, (level, steps) in self.tensors.items():
            low, high = windows[level]
            places = np.arange(low * steps.rate, high * steps.rate + steps.extra)
            taken: Samples = np.take(np.asarray(made[name], np.float32), places, axis=steps.axis)
            feed[name] = taken
        for number, each in enumerate(self.cuttings):
            start, steps = windows[each.earlier][0], each.steps
            low, high = ((x - start) * steps.rate for x in windows[each.later])
            feed[f"begin_{number}"] = np.asarray([low], np.int64)
            feed[f"end_{number}"] = np.asarray([high + steps.extra], np.int64)
        return feed

    def heard(self, sound: Samples, span: tuple[int, int], total: int) -> Samples:
        """The samples of the frames themselves, of what the decoder made."""
        start = self._windows(span, total)[-1][0]
        return sound[(span[0] - start) * self.hop : (span[1] - start) * self.hop]

    def _windows(self, span: tuple[int, int], total: int) -> list[tuple[int, int]]:
        return [(max(span[0] - a, 0), min(span[1] + b, total)) for a, b in self.reach]


@dataclass(frozen=True, slots=True, eq=False)
class Streaming:
    """The parts of a net. `rows`: of every speaker that streams its place in the file of averages,
    and frames of the shortest and longest sentence that they were taken of."""

    front: Path
    decoder: Path
    averages: Path
    width: int
    rows: Mapping[str, tuple[int, tuple[int, int]]]
    windows: Windows


def mixed(rows: Samples, lengths: tuple[int, int], frames: int) -> Samples:
    """The averages for a clause of `frames`, of those of the shortest and longest sentence [2, n]:
    what they are follows one divided by the length."""
    short, long = (1 / each for each in lengths)
    share = min(max((1 / max(frames, 1) - long) / (short - long), 0.0), 1.0)
    made: Samples = (rows[1] + np.float32(share) * (rows[0] - rows[1])).astype(np.float32)
    return made


def read_streaming(folder: Path, content: object, where: str) -> Streaming | None:
    """None for a net that is not taken apart. Raises VoiceDamagedError."""
    if content is None:
        return None
    if not isinstance(content, dict):
        raise VoiceDamagedError(f"{where} is no table")
    fields = Fields(content, where)
    plan = Fields(fields.table("plan"), f"{where}: plan")
    width = plan.integer("averages", 1, 1 << 22)
    rows = _rows(fields, where)
    graphs = {name: fields.text(name) for name in ("front", "decoder", "averages")}
    averages = graph_path(folder, graphs, "averages", _LARGEST_AVERAGES)
    if averages.stat().st_size != len(rows) * _ROWS * width * 4:
        raise VoiceDamagedError(f"{averages} has not two rows a speaker")
    front, decoder = (graph_path(folder, graphs, n, _LARGEST_GRAPH) for n in ("front", "decoder"))
    return Streaming(front, decoder, averages, width, rows, _windows(plan, f"{where}: plan"))


def _rows(fields: Fields, where: str) -> dict[str, tuple[int, tuple[int, int]]]:
    found: dict[str, tuple[int, tuple[int, int]]] = {}
    for place, item in enumerate(fields.items("speakers")):
        each = Fields(item, f"{where}: speakers")
        short = each.integer("short", 1, _MOST_FRAMES)
        long = each.integer("long", short + 1, _MOST_FRAMES + 1)
        found[each.text("name")] = place, (short, long)
    if not found or len(found) != len(fields.items("speakers")):
        raise VoiceDamagedError(f"{where}: speakers that are none")
    return found


def _windows(plan: Fields, where: str) -> Windows:
    sides = [Fields(item, where) for item in plan.items("reach")]
    reach = tuple(
        (each.integer("before", 0, _MOST_REACH), each.integer("after", 0, _MOST_REACH))
        for each in sides
    )
    levels = len(reach) - 1
    tensors: dict[str, tuple[int, Steps]] = {}
    for item in plan.items("tensors"):
        each = Fields(item, where)
        tensors[each.text("name")] = each.integer("level", 0, levels), _steps(each)
    cuttings = []
    for item in plan.items("cuttings"):
        each = Fields(item, where)
        later = each.integer("later", 1, levels)
        cuttings.append(Cutting(each.integer("earlier", 0, later - 1), later, _steps(each)))
    hop = plan.integer("hop", 1, _MOST_RATE)
    takes = tuple(
        each.text("name") for each in (Fields(item, where) for item in plan.items("takes"))
    )
    if max(len(reach), len(tensors), len(cuttings)) > _MOST_TENSORS:
        raise VoiceDamagedError(f"{where}: tensors that are none")
    return Windows(hop, tensors, tuple(cuttings), reach, takes)


def _steps(fields: Fields) -> Steps:
    return Steps(
        fields.integer("axis", 0, 4),
        fields.integer("rate", 1, _MOST_RATE),
        fields.integer("extra", 0, 8),
    )
