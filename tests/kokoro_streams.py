"""A small net of the structure of Kokoro: text along an alignment, a harmonic source whose phase is
a sum, and a decoder of convolutions with norms over time and numbers of 8 bits. It buzzes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

HOP = 600
_CHANNELS = 4
_TOKENS = 178


class _Made:
    """Nodes and weights of a graph as they come."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []
        self._random = np.random.default_rng(7)

    def do(self, operation: str, inputs: Sequence[str], *to: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(operation, list(inputs), list(to), **attributes))
        return to[0]

    def weight(self, name: str, value: object, kind: type = np.float32) -> str:
        self.weights.append(numpy_helper.from_array(np.asarray(value, kind), name))
        return name

    def random(self, name: str, *shape: int, scale: float = 0.5) -> str:
        return self.weight(name, self._random.standard_normal(shape) * scale)


def streaming_net(*, norm: str = "ReduceMean", between: str = "LeakyRelu") -> ModelProto:
    """`norm` is how it normalises, `between` an operation in its decoder."""
    made = _Made()
    _frames(made)
    _text(made)
    _source(made)
    _decoder(made, norm, between)
    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    outputs = [helper.make_tensor_value_info("audio", TensorProto.FLOAT, None)]
    graph = helper.make_graph(made.nodes, "streams", inputs, outputs, made.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    model.ir_version = 8
    return model


def _frames(made: _Made) -> None:
    """From two to four frames a token, and the alignment [tokens, frames]."""
    made.weight("zero", 0.0)
    made.weight("one", 1.0)
    made.weight("first", 1, np.int64)
    made.weight("row", [1, -1], np.int64)
    made.weight("column", [-1, 1], np.int64)
    made.random("lengths", _TOKENS, 1, scale=0.5)
    made.weight("three", 3.0)
    made.do("Gather", ["lengths", "tokens"], "length_wide")
    made.do("Reshape", ["length_wide", "row"], "length")
    made.do("Add", ["length", "three"], "long")
    made.do("Div", ["long", "speed"], "exact")
    made.do("Round", ["exact"], "rounded")
    made.do("Clip", ["rounded", "one"], "frames")
    made.do("ReduceSum", ["frames"], "sum", keepdims=0)
    made.do("Range", ["zero", "sum", "one"], "times")
    made.do("CumSum", ["frames", "first"], "ends_row")
    made.do("Reshape", ["ends_row", "column"], "ends")
    made.do("Reshape", ["frames", "column"], "counts")
    made.do("Sub", ["ends", "counts"], "begins")
    made.do("Less", ["times", "ends"], "is_before")
    made.do("Less", ["times", "begins"], "is_early")
    made.do("Not", ["is_early"], "is_after")
    made.do("And", ["is_before", "is_after"], "is_in")
    made.do("Cast", ["is_in"], "alignment", to=TensorProto.FLOAT)


def _text(made: _Made) -> None:
    made.random("embedding", _TOKENS, _CHANNELS, scale=1.0)
    made.random("pitches", _TOKENS, 1, scale=0.002)
    for name in ("embedding", "pitches"):
        made.do("Gather", [name, "tokens"], f"{name}_row")
        made.do("Transpose", [f"{name}_row"], f"{name}_text", perm=[0, 2, 1])
    made.do("MatMul", ["embedding_text", "alignment"], "features")
    made.do("MatMul", ["pitches_text", "alignment"], "pitch")


def _source(made: _Made) -> None:
    """A sine whose phase is the sum of the pitch, [1, 1, samples], and its three spectra."""
    made.weight("scales", [1.0, 1.0, HOP])
    made.weight("time", 2, np.int64)
    made.weight("cycle", 0.03)
    made.do("Resize", ["pitch", "", "scales"], "pitch_long", mode="nearest",
            coordinate_transformation_mode="asymmetric", nearest_mode="floor")  # fmt: skip
    made.do("Add", ["pitch_long", "cycle"], "step")
    made.do("CumSum", ["step", "time"], "phase")
    made.do("Sin", ["phase"], "wave")
    made.random("spectrum", _CHANNELS, 1, 60, scale=0.1)
    made.do("Conv", ["wave", "spectrum"], "spectra", kernel_shape=[60], strides=[60])


def _decoder(made: _Made, norm: str, between: str) -> None:
    made.do("Concat", ["features", "pitch"], "all", axis=1)
    made.random("w0", _CHANNELS, _CHANNELS + 1, 3)
    made.do("Conv", ["all", "w0"], "x0", kernel_shape=[3], pads=[1, 1])
    _norm(made, "x0", "x1", norm)
    made.do(between, ["x1"], "x2")
    made.random("w1", _CHANNELS, _CHANNELS, 20)
    made.do("ConvTranspose", ["x2", "w1"], "x3", kernel_shape=[20], strides=[10], pads=[5, 5])
    made.do("Add", ["x3", "spectra"], "x4")
    _norm(made, "x4", "x5", norm)
    _short(made, "x5", "x6")
    made.do("LeakyRelu", ["x6"], "x7")
    made.random("w3", _CHANNELS, 1, 60, scale=0.1)
    made.do("ConvTranspose", ["x7", "w3"], "x8", kernel_shape=[60], strides=[60])
    made.do("Tanh", ["x8"], "x9")
    made.weight("flat", [-1], np.int64)
    made.do("Reshape", ["x9", "flat"], "audio")


def _norm(made: _Made, given: str, to: str, kind: str) -> None:
    """Scale and shift follow from the style."""
    made.random(f"{to}_weights", 256, 2 * _CHANNELS, scale=0.3)
    made.weight(f"{to}_halves", [_CHANNELS, _CHANNELS], np.int64)
    made.do("MatMul", ["style", f"{to}_weights"], f"{to}_both")
    made.do("Split", [f"{to}_both", f"{to}_halves"], f"{to}_scale", f"{to}_shift", axis=1)
    made.weight(f"{to}_list", [-1], np.int64)
    made.weight(f"{to}_high", [1, -1, 1], np.int64)
    if kind == "InstanceNormalization":
        made.weight(f"{to}_ones", np.ones(_CHANNELS))
        made.do("Reshape", [f"{to}_shift", f"{to}_list"], f"{to}_bias")
        made.do(kind, [given, f"{to}_ones", f"{to}_bias"], to)
        return
    made.weight(f"{to}_axis", [2], np.int64)
    made.weight(f"{to}_epsilon", 1e-5)
    made.do(kind, [given, f"{to}_axis"], f"{to}_mean")
    made.do("Sub", [given, f"{to}_mean"], f"{to}_rest")
    made.do("Mul", [f"{to}_rest", f"{to}_rest"], f"{to}_square")
    made.do(kind, [f"{to}_square", f"{to}_axis"], f"{to}_spread")
    made.do("Add", [f"{to}_spread", f"{to}_epsilon"], f"{to}_wide")
    made.do("Sqrt", [f"{to}_wide"], f"{to}_root")
    made.do("Div", [f"{to}_rest", f"{to}_root"], f"{to}_even")
    made.do("Reshape", [f"{to}_shift", f"{to}_high"], f"{to}_bias")
    made.do("Add", [f"{to}_even", f"{to}_bias"], to)


def _short(made: _Made, given: str, to: str) -> None:
    """A convolution in 8 bits, whose scale is that of all it is given."""
    made.weight(
        "w2", np.random.default_rng(3).integers(0, 255, (_CHANNELS, _CHANNELS, 3)), np.uint8
    )
    made.weight("w2_zero", 128, np.uint8)
    made.weight("w2_scale", 0.002)
    made.do("DynamicQuantizeLinear", [given], "q", "q_scale", "q_zero")
    made.do("ConvInteger", ["q", "w2", "q_zero", "w2_zero"], "whole", kernel_shape=[3],
            dilations=[2], pads=[2, 2])  # fmt: skip
    made.do("Cast", ["whole"], "real", to=TensorProto.FLOAT)
    made.do("Mul", ["q_scale", "w2_scale"], "scale")
    made.do("Mul", ["real", "scale"], to)
