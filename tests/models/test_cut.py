"""A graph that is cut short gives what the whole gave."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from sotto_models.student.cut import cut_blocks

WIDTH, REACHES = 3, (1, 2)


def saved(path: Path, graph: onnx.GraphProto) -> Path:
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), str(path))
    return path


def value(name: str, kind: int, *shape: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def run(path: Path, **feed: np.ndarray) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path))
    found: list[np.ndarray] = session.run(None, feed)
    return found


def blocks(path: Path) -> Path:
    """Two convolutions, each added to what it is given."""
    chance, nodes, weights, given = np.random.default_rng(1), [], [], "states"
    for number, reach in enumerate(REACHES):
        kernel = chance.standard_normal((WIDTH, 1, 2 * reach + 1)).astype(np.float32)
        weights.append(numpy_helper.from_array(kernel, f"kernel_{number}"))
        seen, out = f"seen_{number}", f"out_{number}"
        conv = helper.make_node(
            "Conv", [given, f"kernel_{number}"], [seen], group=WIDTH, pads=[reach, reach]
        )
        conv.name = f"/pro.{number}/Conv"
        add = helper.make_node("Add", [given, seen], [out], name=f"/pro.{number}/Add")
        nodes += [conv, add]
        given = out
    nodes.append(helper.make_node("Neg", [given], ["f0"]))
    inputs = [value("states", TensorProto.FLOAT, 1, WIDTH, "F")]
    outputs = [value("f0", TensorProto.FLOAT, 1, WIDTH, "G")]
    return saved(path, helper.make_graph(nodes, "curves", inputs, outputs, weights))


@pytest.mark.parametrize("wanted", [1, 4, 9, 12])
def test_what_is_wanted_is_the_same_without_the_rest(tmp_path: Path, wanted: int) -> None:
    path = blocks(tmp_path / "curves.onnx")
    states = np.random.default_rng(2).standard_normal((1, WIDTH, 12)).astype(np.float32)
    (before,) = run(path, states=states)
    cut_blocks(path, ["/pro.0/", "/pro.1/"])
    ends = np.minimum([wanted + REACHES[1], wanted], 12)
    (after,) = run(path, states=states, ends=ends)
    assert after.shape[-1] == wanted
    assert np.allclose(after, before[..., :wanted], atol=1e-6)


def test_a_graph_without_the_blocks_is_left_alone(tmp_path: Path) -> None:
    path = blocks(tmp_path / "curves.onnx")
    content = path.read_bytes()
    with pytest.raises(ValueError, match="no block"):
        cut_blocks(path, ["/pro.2/"])
    assert path.read_bytes() == content
