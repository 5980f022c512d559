"""A graph of the family, known by its inputs, and where in it durations are. Runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onnx import ModelProto, TensorProto, helper

from sotto_voices.errors import UnpreparedError
from sotto_voices.kokoro.family import WIDTH
from sotto_voices.piper.net import read_graph

_TOKENS = ("tokens", "input_ids")
_STYLE, _SPEED = "style", "speed"
_SOUNDS = ("audio", "waveform")
_WHOLE = (TensorProto.INT32, TensorProto.INT64)
_ROUNDED = {"Round", "Clip", "Max", "Identity"}


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """A checked graph: what its input of tokens is called, the type of its speed ("float32",
    "int32" or "int64"), its output of sound, and which tensors may be frames a token."""

    model: ModelProto
    tokens: str
    speed: str
    sound: str
    frames: tuple[str, ...]


def read_family_net(path: Path) -> Net:
    """Raises UnpreparedError."""
    model = read_graph(path)
    inputs = {item.name: item.type.tensor_type for item in model.graph.input}
    tokens = [name for name in _TOKENS if name in inputs]
    if len(tokens) != 1 or set(inputs) != {*tokens, _STYLE, _SPEED}:
        raise UnpreparedError(
            f"{path.name} is no voice that is known here: its inputs are {sorted(inputs)[:8]}"
        )
    if inputs[tokens[0]].elem_type != TensorProto.INT64:
        raise UnpreparedError(f"{path.name}: its tokens are of another type")
    style = inputs[_STYLE]
    if style.elem_type != TensorProto.FLOAT or not _is_wide(style.shape.dim):
        raise UnpreparedError(f"{path.name}: its style is no row of {WIDTH} numbers")
    return Net(model, tokens[0], _speed(inputs[_SPEED].elem_type, path), *_outputs(model, path))


def _is_wide(dimensions: Sequence[object]) -> bool:
    """Where a dimension has a name instead of a number, it is as wide as it is given."""
    if len(dimensions) != 2:
        return False
    return getattr(dimensions[1], "dim_value", 0) in (0, WIDTH)


def _speed(kind: int, path: Path) -> str:
    names = {TensorProto.FLOAT: "float32", TensorProto.INT32: "int32", TensorProto.INT64: "int64"}
    if kind not in names:
        raise UnpreparedError(f"{path.name}: its speed is of another type")
    return names[kind]


def _outputs(model: ModelProto, path: Path) -> tuple[str, tuple[str, ...]]:
    outputs = {item.name: item.type.tensor_type.elem_type for item in model.graph.output}
    sounds = [n for n, kind in outputs.items() if kind == TensorProto.FLOAT]
    sound = next((n for n in _SOUNDS if n in sounds), sounds[0] if sounds else "")
    if not sound:
        raise UnpreparedError(f"{path.name} has no output of sound")
    told = [n for n, kind in outputs.items() if n != sound and kind in _WHOLE]
    return sound, (*told, *_rounded(model))


def _rounded(model: ModelProto) -> list[str]:
    """Tensors of whole numbers: what is rounded, and what is made of that at once."""
    found: list[str] = []
    for node in model.graph.node:
        follows = bool(node.input) and (node.op_type == "Round" or node.input[0] in found)
        if follows and node.op_type in _ROUNDED:
            found.append(node.output[0])
    return found[::-1]


def with_outputs(net: Net, frames: Sequence[str]) -> ModelProto:
    """The graph with its sound and these tensors as outputs, in this order."""
    model = ModelProto()
    model.CopyFrom(net.model)
    known = {item.name: item for item in net.model.graph.output}
    made = [
        known.get(name) or helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
        for name in (net.sound, *frames)
    ]
    del model.graph.output[:]
    model.graph.output.extend(made)
    return model
