"""Noise that a net draws anew every time becomes noise that is always the same: a function of the
place alone, so that the same text gives the same samples.

The generator of a session goes on between its runs; a `seed` in the file changes nothing of that.
"""

from __future__ import annotations

import math

import numpy as np
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

_NORMAL = ("RandomNormal", "RandomNormalLike")
_UNIFORM = ("RandomUniform", "RandomUniformLike")
_PRIME = (1 << 31) - 1
_FACTORS = ((48_271, 69_621), (16_807, 40_014))
"""Of the square of a place and of the place: numbers modulo _PRIME follow no pattern one hears."""

_ROUNDS = 2
"""Of squaring: neighbours have nothing in common then."""


def steadied(model: ModelProto) -> ModelProto:
    """The model with its noise, of the same spread, made by operations that draw nothing."""
    made = ModelProto()
    made.CopyFrom(model)
    graph = made.graph
    if not any(node.op_type in (*_NORMAL, *_UNIFORM) for node in graph.node):
        return made
    nodes: list[NodeProto] = []
    for number, node in enumerate(graph.node):
        is_noise = node.op_type in (*_NORMAL, *_UNIFORM)
        nodes += _Noise(graph, node, f"noise_{number}").nodes() if is_noise else [node]
    copies = [NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del graph.node[:]
    graph.node.extend(copies)
    return made


class _Noise:
    """The operations that take the place of one node; constants go to the graph."""

    def __init__(self, graph: GraphProto, node: NodeProto, prefix: str) -> None:
        self._graph, self._node, self._prefix = graph, node, prefix
        self._made: list[NodeProto] = []
        self._known = {item.name: helper.get_attribute_value(item) for item in node.attribute}

    def nodes(self) -> list[NodeProto]:
        shape = self._shape()
        count = self._do("ReduceProd", shape, keepdims=0)
        place = self._do("Range", self._number(0), count, self._number(1))
        first, second = (self._even(place, *factors) for factors in _FACTORS)
        if self._node.op_type in _UNIFORM:
            low, high = self._attribute("low", 0.0), self._attribute("high", 1.0)
            flat = self._line(first, high - low, low)
        else:
            flat = self._line(
                self._bell(first, second),
                self._attribute("scale", 1.0),
                self._attribute("mean", 0.0),
            )
        self._made.append(helper.make_node("Reshape", [flat, shape], [self._node.output[0]]))
        return self._made

    def _shape(self) -> str:
        if self._node.input:
            return self._do("Shape", self._node.input[0])
        return self._constant(np.asarray(self._known["shape"], np.int64))

    def _even(self, place: str, square: int, step: int) -> str:
        """Numbers between 0 and 1."""
        squares = self._do("Mod", self._do("Mul", place, place), self._number(_PRIME))
        both = self._do(
            "Add",
            self._do("Mul", squares, self._number(square)),
            self._do("Mul", place, self._number(step)),
        )
        rest = self._do("Mod", both, self._number(_PRIME))
        for _ in range(_ROUNDS):
            rest = self._do("Mod", self._do("Mul", rest, rest), self._number(_PRIME))
        exact = self._do("Cast", rest, to=TensorProto.FLOAT)
        return self._line(exact, 1.0 / _PRIME, 0.5 / _PRIME)

    def _bell(self, first: str, second: str) -> str:
        """Normal ones of two even ones, by Box and Muller."""
        length = self._do("Sqrt", self._line(self._do("Log", first), -2.0, 0.0))
        return self._do("Mul", length, self._do("Cos", self._line(second, 2 * math.pi, 0.0)))

    def _line(self, name: str, factor: float, offset: float) -> str:
        scaled = self._do("Mul", name, self._constant(np.asarray(factor, np.float32)))
        return self._do("Add", scaled, self._constant(np.asarray(offset, np.float32)))

    def _attribute(self, name: str, otherwise: float) -> float:
        return float(self._known.get(name, otherwise))

    def _number(self, value: int) -> str:
        return self._constant(np.asarray(value, np.int64))

    def _constant(self, value: np.ndarray) -> str:
        name = f"{self._prefix}_c{len(self._graph.initializer)}"
        self._graph.initializer.append(numpy_helper.from_array(value, name))
        return name

    def _do(self, operation: str, *inputs: str, **attributes: int) -> str:
        name = f"{self._prefix}_{len(self._made)}"
        self._made.append(helper.make_node(operation, list(inputs), [name], **attributes))
        return name
