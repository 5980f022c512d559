"""Small nets of the shape of Kokoro and of KittenTTS: they hum, a frame of 600 samples each."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper

from sotto_voices.kokoro.prepare import prepare

HOP = 600
FRAMES = 4
"""Of every token at speed 1."""
SPEAKERS = ("af_heart", "am_adam", "ff_siwis", "hf_alpha", "jf_alpha")


def small_net(
    *,
    tokens: str = "tokens",
    sound: str = "audio",
    tells_frames: bool = False,
    has_noise: bool = False,
    speed: int = TensorProto.FLOAT,
) -> ModelProto:
    """Its hum is as loud as the style's first number, its pitch the second's."""
    nodes = [
        helper.make_node("Cast", [tokens], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["numbers", "nothing"], ["still"]),
        helper.make_node("Add", ["still", "four"], ["long"]),
        helper.make_node("Cast", ["speed"], ["fast"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["long", "fast"], ["exact"]),
        helper.make_node("Round", ["exact"], ["rounded"]),
        helper.make_node("Clip", ["rounded", "one"], ["frames"]),
        helper.make_node("ReduceSum", ["frames"], ["sum"], keepdims=0),
        helper.make_node("Mul", ["sum", "hop"], ["many"]),
        helper.make_node("Range", ["zero", "many", "one"], ["time"]),
        helper.make_node("Gather", ["style", "first"], ["level"], axis=1),
        helper.make_node("Gather", ["style", "second"], ["pitch"], axis=1),
        helper.make_node("Mul", ["time", "pitch"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["wave"]),
        helper.make_node("Mul", ["wave", "level"], ["hum"]),
        helper.make_node("Reshape", ["hum", "flat"], ["plain" if has_noise else sound]),
    ]
    if has_noise:
        nodes += [
            helper.make_node("RandomNormalLike", ["plain"], ["noise"], scale=0.01),
            helper.make_node("Add", ["plain", "noise"], [sound]),
        ]
    outputs = [helper.make_tensor_value_info(sound, TensorProto.FLOAT, None)]
    if tells_frames:
        nodes.append(helper.make_node("Cast", ["frames"], ["duration"], to=TensorProto.INT64))
        outputs.append(helper.make_tensor_value_info("duration", TensorProto.INT64, None))
    inputs = [
        helper.make_tensor_value_info(tokens, TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", speed, [1]),
    ]
    graph = helper.make_graph(nodes, "small", inputs, outputs, _weights())
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model


def _weights() -> list[TensorProto]:
    floats = {"nothing": 0, "four": FRAMES, "one": 1, "zero": 0, "hop": HOP}
    found = [numpy_helper.from_array(np.asarray(v, np.float32), k) for k, v in floats.items()]
    found += [numpy_helper.from_array(np.asarray(n, np.int64), k) for k, n in _PLACES.items()]
    return [*found, numpy_helper.from_array(np.asarray([-1], np.int64), "flat")]


_PLACES = {"first": 0, "second": 1}


def styles(names: tuple[str, ...] = SPEAKERS, rows: int = 510) -> dict[str, np.ndarray]:
    """Styles [rows, 1, 256]; every speaker has a pitch, and every row a loudness, of its own."""
    found = {}
    for place, name in enumerate(names):
        table = np.zeros((rows, 1, 256), np.float32)
        table[:, 0, 0] = 0.2 + 0.1 * np.arange(rows) / rows
        table[:, 0, 1] = 0.03 + 0.01 * place
        found[name] = table
    return found


def write_source(
    folder: Path, net: ModelProto | bytes, voices: dict[str, np.ndarray] | None = None
) -> Path:
    """A model and its voices (`voices.npz`) beside it; the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "hum.onnx"
    model.write_bytes(net if isinstance(net, bytes) else net.SerializeToString())
    given = styles() if voices is None else voices
    np.savez(folder / "voices.npz", **given)  # type: ignore[arg-type] # of any names
    return model


def prepared(folder: Path, net: ModelProto | None = None) -> Path:
    """The folder `hum` of a small voice, prepared."""
    into = folder / "hum"
    into.mkdir(parents=True)
    prepare(write_source(folder / "source", net or small_net()), None, into)
    return into


def faulty(kind: str) -> tuple[str, ...]:
    """The command of a process that speaks wrongly."""
    return (sys.executable, "-P", "-m", "sotto.voice.kokoro.faults", kind)
