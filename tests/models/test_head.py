"""The last product of a decoder by itself gives what the whole graph gave."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from sotto_models.student.head import split_head


def whole(path: Path, *, last: str = "MatMulInteger") -> None:
    """A decoder of one layer whose last product is in 8 bits."""
    chance = np.random.default_rng(1)
    weights = {
        "weight": chance.integers(-60, 60, (256, 7)).astype(np.int8),
        "shift": chance.standard_normal((3, 7)).astype(np.float32),
    }
    nodes = [
        helper.make_node("Erf", ["states"], ["hidden"]),
        helper.make_node("DynamicQuantizeLinear", ["hidden"], ["q", "s", "z"]),
        helper.make_node("MatMulInteger", ["q", "weight", "z"], ["whole"]),
        helper.make_node("Cast", ["whole"], ["wide"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["wide", "s"], ["product"]),
        helper.make_node("Gather", ["shift", "speaker"], ["moved"]),
        helper.make_node("Add", ["product", "moved"], ["spectra"]),
        helper.make_node("Neg", ["states"], ["kept"]),
    ]
    if last != "MatMulInteger":
        nodes = [
            helper.make_node("Neg", ["states"], ["spectra"]),
            helper.make_node("Abs", ["states"], ["kept"]),
        ]
    floats = TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "decoder",
        [
            helper.make_tensor_value_info("states", floats, [1, "S", 256]),
            helper.make_tensor_value_info("speaker", TensorProto.INT64, [1]),
        ],
        [
            helper.make_tensor_value_info("spectra", floats, [1, "S", 7]),
            helper.make_tensor_value_info("kept", floats, [1, "S", 256]),
        ],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), str(path))


def run(path: Path, names: list[str], **feed: np.ndarray) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path))
    found: list[np.ndarray] = session.run(names, feed)
    return found


def test_both_parts_give_what_the_whole_gave(tmp_path: Path) -> None:
    path, head = tmp_path / "decoder.onnx", tmp_path / "head.onnx"
    whole(path)
    states = np.random.default_rng(2).standard_normal((1, 12, 256)).astype(np.float32)
    row = np.asarray([2])
    before = run(path, ["spectra", "kept"], states=states, speaker=row)
    split_head(path, head)
    levels, scale, zero, kept = run(
        path, ["levels", "scale", "zero", "kept"], states=states, speaker=row
    )
    assert levels.dtype == np.uint8
    (spectra,) = run(head, ["spectra"], levels=levels, scale=scale, zero=zero, speaker=row)
    assert np.array_equal(spectra, before[0])
    assert np.array_equal(kept, before[1])


def test_a_graph_without_such_a_product_is_left_alone(tmp_path: Path) -> None:
    path, head = tmp_path / "decoder.onnx", tmp_path / "head.onnx"
    whole(path, last="Neg")
    content = path.read_bytes()
    with pytest.raises(ValueError, match="8 bits"):
        split_head(path, head)
    assert path.read_bytes() == content
    assert not head.exists()
