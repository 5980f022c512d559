"""The decoder of a net that is taken apart: watched, to learn what its means over time are for a
voice, and frozen to them, so that a window of it gives what the whole does.

What is frozen is one more input, `frozen`, a row of numbers: of every mean over time one a channel,
and of every quantiser its scale and its zero. The decoder is trimmed: before each upsampling, all
that is further from the window than the rest of it looks is cut off.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from sotto_voices.kokoro.split import CONVOLUTIONS, Cut, NotStreamableError
from sotto_voices.piper.graph import Graph

FROZEN = "frozen"
_SLACK = 20
"""Samples around a window, for what is cut off at the ends of the last upsampling."""
_PADDED = 10
"""Steps that are put at the ends of a tensor, at most."""
_MOST_REACH = 64


Sides = tuple[int, int]
"""Before and after."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """Where a tensor goes from one level to a later one, whose window is smaller."""

    tensor: str
    earlier: int
    later: int

    @property
    def name(self) -> str:
        """Of what is left of it."""
        return f"{self.tensor}_of_{self.later}"


class Decoder:
    """The nodes of a cut by their levels: 0 before the first upsampling, 2 after it, 4 after the
    next; what is made of the source before it joins one of them has the level before that one's."""

    def __init__(self, graph: Graph, cut: Cut, sound: str) -> None:
        self.graph, self.cut, self.sound = graph, cut, sound
        self.means = [n for n in cut.nodes if n.op_type == "ReduceMean" and self._is_long(n)]
        self.ranges = [
            n for n in cut.nodes if n.op_type == "DynamicQuantizeLinear" and self._is_long(n)
        ]

    @cached_property
    def long(self) -> frozenset[str]:
        """Tensors that have a step for every step of time, or are one of all of them."""
        found = set(self.cut.tensors)
        for node in self.cut.nodes:
            if not found.isdisjoint(node.input):
                found.update(node.output)
        return frozenset(found)

    @cached_property
    def moving(self) -> frozenset[str]:
        """Those that still are once means and ranges are frozen."""
        found = set(self.cut.tensors)
        frozen = {node.output[0] for node in self.means}
        frozen |= {name for node in self.ranges for name in node.output[1:]}
        for node in self.cut.nodes:
            if not found.isdisjoint(node.input):
                found.update(set(node.output) - frozen)
        return frozenset(found)

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """That of every moving tensor."""
        follows = [self.graph.after(up.output[0]) for up in self.cut.upsamplings]
        found: dict[str, int] = {}
        users: dict[str, int] = {}
        for node in reversed(self.cut.nodes):
            name = node.output[0]
            if name not in self.moving or not (name in users or name == self.sound):
                continue
            is_main = name in self.cut.main
            level = 2 * sum(name in f for f in follows) if is_main else _odd(users[name])
            for each in node.output:
                found[each] = level
            for each in node.input:
                users[each] = min(level, users.get(each, level))
        return found | {name: users[name] for name in self.cut.tensors}

    @cached_property
    def cuttings(self) -> tuple[Cutting, ...]:
        """In the order of their use."""
        found: dict[Cutting, None] = {}
        for node in self.cut.nodes:
            for name in node.input:
                if (each := self._cutting(name, node)) is not None:
                    found[each] = None
        return tuple(found)

    def watched(self, more: Sequence[str] = ()) -> ModelProto:
        """As it is, with what is to be frozen as further outputs, and `more`."""
        outputs = [self.sound, *(node.output[0] for node in self.means)]
        outputs += [name for node in self.ranges for name in node.output[1:]]
        model = self.graph.extract(self.cut.nodes, self.cut.tensors, [*outputs, *more])
        short = {name for node in self.ranges for name in (node.output[0], node.output[2])}
        for item in model.graph.output:
            if item.name in short:
                item.type.tensor_type.elem_type = TensorProto.UINT8
        return model

    def frozen(self, sizes: Sequence[int]) -> ModelProto:
        """With an input of what is frozen, of `sizes` a mean, and of begin and end of cuttings."""
        nodes = list(_unpacked(self.means, self.ranges, sizes))
        done: set[Cutting] = set()
        for node in self.cut.nodes:
            if node in self.means:
                continue
            made = NodeProto.FromString(node.SerializeToString())
            for place, name in enumerate(node.input):
                if (each := self._cutting(name, node)) is None:
                    continue
                if each not in done:
                    number = self.cuttings.index(each)
                    ends = [f"begin_{number}", f"end_{number}", "time_axis"]
                    nodes.append(helper.make_node("Slice", [name, *ends], [each.name]))
                    done.add(each)
                made.input[place] = each.name
            if node in self.ranges:
                made = helper.make_node(
                    "QuantizeLinear", [*made.input, *node.output[1:]], [node.output[0]]
                )
            nodes.append(made)
        ends = [f"{end}_{n}" for n in range(len(self.cuttings)) for end in ("begin", "end")]
        return self.graph.extract(nodes, [*self.cut.tensors, FROZEN], [self.sound], ends)

    def reach(self, rates: Mapping[str, int]) -> list[tuple[int, int]]:
        """Frames before and after a window that each level must have; the tensors of the cut have
        `rates` steps a frame. Raises NotStreamableError."""
        steps = self._rates(rates)
        need = {self.sound: (_SLACK, _SLACK)}
        found = [(0, 0)] * (2 * len(self.cut.upsamplings) + 1)
        for node in reversed(self.cut.nodes):
            known = [need[name] for name in node.output if name in need]
            if not known:
                continue
            sides = _before(node, self.graph, (max(a for a, _ in known), max(b for _, b in known)))
            for name in self.moving.intersection(node.input):
                need[name] = _wider(need.get(name, (0, 0)), sides)
                frames = tuple(math.ceil(side / steps[name]) for side in need[name])
                later = self.levels.get(node.output[0], self.levels[name])
                for level in range(self.levels[name], later + 1):
                    found[level] = _wider(found[level], (frames[0], frames[1]))
        if max(map(max, found)) > _MOST_REACH:
            raise NotStreamableError("its decoder looks too far around")
        return found

    def _is_long(self, node: NodeProto) -> bool:
        return node.input[0] in self.long

    def _cutting(self, name: str, node: NodeProto) -> Cutting | None:
        if name not in self.moving or node.output[0] not in self.levels:
            return None
        earlier, later = self.levels[name], self.levels[node.output[0]]
        return Cutting(name, earlier, later) if earlier < later else None

    def _rates(self, rates: Mapping[str, int]) -> dict[str, float]:
        found: dict[str, float] = dict(rates)
        for node in self.cut.nodes:
            known = [found[name] for name in node.input if name in found]
            if known and node.output[0] in self.moving:
                for name in node.output:
                    found[name] = max(known) * _factor(node, self.graph)
        return found


def _unpacked(
    means: Sequence[NodeProto], ranges: Sequence[NodeProto], sizes: Sequence[int]
) -> list[NodeProto]:
    """Nodes that make of the input what the means and quantisers gave."""
    parts = [*sizes, *[1] * (2 * len(ranges))]
    names = [f"frozen_{n}" for n in range(len(parts))]
    nodes = [
        _constant("time_axis", [2]),
        _constant("frozen_sizes", parts),
        _constant("frozen_shape", [1, -1, 1]),
        _constant("frozen_one", [0]),
        helper.make_node("Split", [FROZEN, "frozen_sizes"], names, axis=0),
    ]
    for node, part in zip(means, names, strict=False):
        nodes.append(helper.make_node("Reshape", [part, "frozen_shape"], [node.output[0]]))
    rest = iter(names[len(means) :])
    for node in ranges:
        scale, zero = node.output[1:3]
        nodes.append(helper.make_node("Squeeze", [next(rest), "frozen_one"], [scale]))
        nodes.append(helper.make_node("Squeeze", [next(rest), "frozen_one"], [f"{zero}_wide"]))
        nodes.append(helper.make_node("Cast", [f"{zero}_wide"], [zero], to=TensorProto.UINT8))
    return nodes


def _constant(name: str, values: Sequence[int]) -> NodeProto:
    value = numpy_helper.from_array(np.asarray(values, np.int64), name)
    return helper.make_node("Constant", [], [name], value=value)


def _ints(node: NodeProto) -> dict[str, list[int]]:
    return {item.name: list(item.ints) for item in node.attribute if item.ints}


def _odd(level: int) -> int:
    """That of what joins this level, or is of it already."""
    return level if level % 2 else max(level - 1, 0)


def _wider(one: Sides, other: Sides) -> Sides:
    return max(one[0], other[0]), max(one[1], other[1])


def _before(node: NodeProto, graph: Graph, sides: Sides) -> Sides:
    """Steps of its input around those that become a window, of which there are `sides` around it of
    what it gives."""
    left, right = sides
    ints = _ints(node)
    stride, pad = ints.get("strides", [1])[0], ints.get("pads", [0])[0]
    if node.op_type in CONVOLUTIONS:
        reach = (ints["kernel_shape"][0] - 1) * ints.get("dilations", [1])[0]
        return left * stride + pad, max((right - 1) * stride + 1 + reach - pad, 0)
    if node.op_type == "ConvTranspose":
        kernel = ints["kernel_shape"][0]
        return (left + kernel - 1 - pad) // stride, (right + pad + stride - 1) // stride
    if node.op_type == "STFT":
        step, length = _weight(graph, node.input[1]), _weight(graph, node.input[3])
        return left * step, right * step + length
    if node.op_type == "Resize":
        factor = _weight(graph, node.input[2])
        return math.ceil(left / factor) + 1, math.ceil(right / factor) + 1
    return (left + _PADDED, right + _PADDED) if node.op_type == "Pad" else sides


def _factor(node: NodeProto, graph: Graph) -> float:
    """By which a node changes the steps a frame."""
    stride = _ints(node).get("strides", [1])[0]
    if node.op_type in CONVOLUTIONS:
        return 1 / stride
    if node.op_type == "ConvTranspose":
        return stride
    if node.op_type == "Resize":
        return _weight(graph, node.input[2])
    if node.op_type == "STFT":
        return 1 / _weight(graph, node.input[1])
    return 1.0


def _weight(graph: Graph, name: str) -> int:
    """The last number of a constant."""
    for item in graph.model.graph.initializer:
        if item.name == name:
            return int(numpy_helper.to_array(item).ravel()[-1])
    raise NotStreamableError("its decoder has steps that are not told")
