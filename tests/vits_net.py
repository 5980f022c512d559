"""Small nets of the very shape of Piper's: durations, a prior with noise, a flow, a decoder with
upsamplings, and speakers where they are several. Nothing was taught to them: they hiss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

X_LOW, HIGH = (16_000, (8, 8, 4)), (22_050, (8, 8, 2, 2))
"""Hertz and strides of the upsamplings of Piper's smallest and largest models."""
CHANNELS = 8
_SYMBOLS = 16


@dataclass
class _Maker:
    """Collects nodes and their weights; every call returns the name of what it makes."""

    nodes: list[NodeProto] = field(default_factory=list)
    weights: list[TensorProto] = field(default_factory=list)
    chance: np.random.Generator = field(default_factory=lambda: np.random.default_rng(5))

    def __call__(self, kind: str, *inputs: str, name: str = "", **attributes: object) -> str:
        made = name or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [made], **attributes))
        return made

    def weight(self, values: NDArray[np.float32] | NDArray[np.int64]) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def whole(self, *values: int) -> str:
        return self.weight(np.asarray(values, np.int64))

    def drawn(self, *shape: int, size: float = 0.5) -> str:
        return self.weight((size * self.chance.standard_normal(shape)).astype(np.float32))

    def conv(self, source: str, into: int, out: int, kernel: int = 1, size: float = 0.5) -> str:
        pad = kernel // 2
        weights = self.drawn(out, into, kernel, size=size / (into * kernel) ** 0.5)
        return self("Conv", source, weights, kernel_shape=[kernel], dilations=[1], strides=[1],
                    pads=[pad, pad], group=1)  # fmt: skip

    def number(self, place: int) -> str:
        """One of the scales."""
        return self("Gather", "scales", self.weight(np.asarray(place, np.int64)), axis=0)


def vits(strides: Sequence[int], speakers: int = 1) -> ModelProto:
    """A net with such upsamplings and so many speakers."""
    make = _Maker()
    voice = _speaker(make, speakers) if speakers > 1 else ""
    symbols = make("Gather", make.drawn(_SYMBOLS, CHANNELS, size=1.0), "input", axis=0)
    text = make("Transpose", symbols, perm=[0, 2, 1])
    counts = _counts(make, text, voice)
    sample, mask = _prior(make, text, counts)
    latent = _flow(make, sample, mask, voice)
    _decoder(make, latent, strides, voice)
    return _model(make, speakers)


def _speaker(make: _Maker, speakers: int) -> str:
    row = make("Gather", make.drawn(speakers, CHANNELS, size=2.0), "sid", axis=0)
    return make("Unsqueeze", row, make.whole(2))


def _shaded(make: _Maker, source: str, voice: str, out: int) -> str:
    """With the speaker's part added, where there is one."""
    return make("Add", source, make.conv(voice, CHANNELS, out, size=1.0)) if voice else source


def _counts(make: _Maker, text: str, voice: str) -> str:
    """Frames a symbol, [1, 1, ids]: some three of each."""
    noise = make("RandomNormalLike", make.conv(text, CHANNELS, 2))
    shaken = make("Mul", noise, make.number(2))
    logs = make("Add", make.conv(text, CHANNELS, 1), make.conv(shaken, 2, 1))
    lengths = make("Exp", _shaded(make, logs, voice, 1))
    three = make("Mul", lengths, make.weight(np.asarray(2.5, np.float32)))
    return make("Ceil", make("Mul", three, make.number(1)))


def _prior(make: _Maker, text: str, counts: str) -> tuple[str, str]:
    """Its sample and the mask of ones, [1, channels, frames] and [1, 1, frames]."""
    zero, one = (make.weight(np.asarray(n, np.float32)) for n in (0, 1))
    total = make("ReduceSum", counts, keepdims=0)
    frames = make("Range", zero, total, one)
    ends = make("CumSum", counts, make.weight(np.asarray(2, np.int64)))
    starts = make("Sub", ends, counts)
    tall = make("Unsqueeze", frames, make.whole(0, 2))
    begun = make("GreaterOrEqual", tall, starts)
    inside = make("And", begun, make("Less", tall, ends))
    alignment = make("Cast", inside, to=TensorProto.FLOAT)
    mean, spread = (
        make("Transpose", make("MatMul", alignment, make("Transpose", one_each, perm=[0, 2, 1])),
             perm=[0, 2, 1])
        for one_each in (make.conv(text, CHANNELS, CHANNELS, size=1.0),
                         make.conv(text, CHANNELS, CHANNELS, size=0.1))
    )  # fmt: skip
    scaled = make("Mul", make("RandomNormalLike", mean), make("Exp", spread))
    sample = make("Add", mean, make("Mul", scaled, make.number(0)))
    flat = make("Add", make("Mul", frames, zero), one)
    return sample, make("Unsqueeze", flat, make.whole(0, 1))


def _flow(make: _Maker, sample: str, mask: str, voice: str) -> str:
    seen = _shaded(make, make.conv(sample, CHANNELS, CHANNELS, 5, size=1.0), voice, CHANNELS)
    return make("Mul", make("Sub", sample, make("Tanh", seen)), mask)


def _decoder(make: _Maker, latent: str, strides: Sequence[int], voice: str) -> None:
    sound = _shaded(make, make.conv(latent, CHANNELS, CHANNELS, 7, size=1.0), voice, CHANNELS)
    for stride in strides:
        bent = make("LeakyRelu", sound, alpha=0.1)
        weights = make.drawn(CHANNELS, CHANNELS, 2 * stride, size=0.5)
        up = make("ConvTranspose", bent, weights, kernel_shape=[2 * stride], strides=[stride],
                  pads=[stride // 2, stride // 2], dilations=[1], group=1)  # fmt: skip
        around = make.conv(make("LeakyRelu", up, alpha=0.1), CHANNELS, CHANNELS, 3)
        sound = make("Add", up, around)
    last = make.conv(make("LeakyRelu", sound, alpha=0.01), CHANNELS, 1, 7)
    make("Tanh", last, name="output")


def _model(make: _Maker, speakers: int) -> ModelProto:
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "ids"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)]
    graph = helper.make_graph(make.nodes, "vits", inputs, outputs, make.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)])
    model.ir_version = 8
    return model


def hop(strides: Sequence[int]) -> int:
    """Samples a frame."""
    return prod(strides)
