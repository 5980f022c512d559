"""What preparation writes anew for speed gives the same sound; what it does not know it leaves."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import ModelProto, TensorProto, helper, numpy_helper

from sotto.voice.piper.plan import spans
from sotto_voices.piper.flat import NotFlatError, flattened


def small_decoder(*, speaker: bool = False, kind: str = "LeakyRelu") -> ModelProto:
    """A decoder as `split` makes it: an upsampling, a slice before it, a speaker's part."""
    chance = np.random.default_rng(3)
    weights = {
        "before": chance.standard_normal((16, 8, 7)),
        "up": chance.standard_normal((16, 16, 8)),
        "after": chance.standard_normal((1, 16, 3)),
        "of_speaker": chance.standard_normal((16, 4, 1)),
        "tall": chance.standard_normal((1, 16, 1)),
    }
    axis = helper.make_tensor("axis", TensorProto.INT64, [1], [2])
    source = "shaded" if speaker else "first"
    nodes = [
        helper.make_node("Constant", [], ["time_axis"], value=axis),
        helper.make_node("Conv", ["latent", "before"], ["first"], pads=[3, 3], kernel_shape=[7]),
        helper.make_node("Conv", ["g", "of_speaker"], ["shade"], kernel_shape=[1]),
        helper.make_node("Add", ["first", "shade"], ["shaded"]),
        helper.make_node("Mul", [source, "tall"], ["scaled"]),
        helper.make_node(kind, ["scaled"], ["bent"]),
        helper.make_node("Slice", ["bent", "begin_0", "end_0", "time_axis"], ["kept"]),
        helper.make_node(
            "ConvTranspose", ["kept", "up"], ["wide"], strides=[4], pads=[2, 2], kernel_shape=[8]
        ),
        helper.make_node(
            "Conv", ["wide", "after"], ["low"], dilations=[2], pads=[2, 2], kernel_shape=[3]
        ),
        helper.make_node("Tanh", ["low"], ["flat"]),
        helper.make_node("Unsqueeze", ["flat", "one"], ["sound"]),
    ]
    if not speaker:
        del nodes[2:4]
    inputs = [helper.make_tensor_value_info("latent", TensorProto.FLOAT, [1, 8, "t"])]
    if speaker:
        inputs.append(helper.make_tensor_value_info("g", TensorProto.FLOAT, [1, 4, 1]))
    inputs += [
        helper.make_tensor_value_info(name, TensorProto.INT64, [1]) for name in ("begin_0", "end_0")
    ]
    kept = [
        numpy_helper.from_array(value.astype(np.float32) * 0.1, name)
        for name, value in weights.items()
    ]
    kept.append(numpy_helper.from_array(np.asarray([1], np.int64), "one"))
    outputs = [helper.make_tensor_value_info("sound", TensorProto.FLOAT, None)]
    graph = helper.make_graph(nodes, "decoder", inputs, outputs, kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)])
    model.ir_version = 8
    return model


def sound(model: ModelProto, *, speaker: bool) -> np.ndarray:
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    chance = np.random.default_rng(5)
    feed = {
        "latent": chance.standard_normal((1, 8, 40)).astype(np.float32),
        "begin_0": np.asarray([3]),
        "end_0": np.asarray([31]),
    }
    if speaker:
        feed["g"] = chance.standard_normal((1, 4, 1)).astype(np.float32)
    made: np.ndarray = session.run(None, feed)[0]
    return made.ravel()


@pytest.mark.parametrize("speaker", [False, True])
def test_a_flat_decoder_gives_the_same_sound(speaker: bool) -> None:
    model = small_decoder(speaker=speaker)
    usual, flat = sound(model, speaker=speaker), sound(flattened(model), speaker=speaker)
    assert len(usual) == len(flat) == 28 * 4
    assert np.abs(usual).max() > 0.01
    assert np.abs(usual - flat).max() < 1e-5


def test_what_it_does_not_know_is_left_alone() -> None:
    with pytest.raises(NotFlatError, match="Softplus"):
        flattened(small_decoder(kind="Softplus"))
    grouped = small_decoder()
    grouped.graph.node[1].input[1] = "made"
    with pytest.raises(NotFlatError, match="worked out"):
        flattened(grouped)


def test_the_real_decoder_is_the_stock_one_whichever_was_quicker(folder: Path) -> None:
    """Its convolutions are either all flat or all as they were."""
    graph = onnx.load_model(str(folder / "decoder.onnx")).graph
    weights = {item.name: len(item.dims) for item in graph.initializer}
    kinds = {weights[n.input[1]] for n in graph.node if n.op_type in ("Conv", "ConvTranspose")}
    assert kinds in ({3}, {4})


@pytest.mark.parametrize("total", [1, 18, 19, 28, 67, 68, 150, 1000, 1001])
@pytest.mark.parametrize("around", [0, 32])
def test_pieces_are_all_of_it_and_none_is_short(total: int, around: int) -> None:
    found = list(spans(total, (19, 128, 256), around))
    assert found[0][0] == 0 and found[-1][1] == total
    assert all(a[1] == b[0] for a, b in pairwise(found))
    sizes = [end - begin for begin, end in found]
    assert len(sizes) == 1 or sizes[-1] >= max(around, 9)
