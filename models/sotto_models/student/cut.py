"""Graphs that are cut short where less is wanted, so that the first sound comes sooner.

What comes out is what the whole graph gave. (Activations are in 8 bits by their least and most, so
that leaving out frames moves the others by a rounding.)
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from pathlib import Path

import onnx
from onnx import NodeProto, TensorProto, helper

ENDS = "ends"
"""How many frames each block leaves."""
_FRAMES = 2
"""The dimension of a block's output that is frames."""


def cut_blocks(path: Path, blocks: Sequence[str]) -> None:
    """Give the graph at `path` an input `ends` int64 [blocks]: of so many frames each of its
    `blocks`, told by how the names of their nodes begin, is passed on.

    A convolution at the end of a piece only serves those behind it: what is left out there need not
    be worked out by them. Raises ValueError where a block is not in the graph.
    """
    model = onnx.load(str(path))
    graph = model.graph
    names = [f"{ENDS}_{number}" for number in range(len(blocks))]
    constants = {"begin": [0], "axis": [_FRAMES], "parts": [1] * len(blocks)}
    for name, numbers in constants.items():
        tensor = helper.make_tensor(f"{ENDS}_{name}", TensorProto.INT64, [len(numbers)], numbers)
        graph.initializer.append(tensor)
    for block, name in zip(blocks, names, strict=True):
        _cut(graph.node, block, name)
    graph.node.insert(0, helper.make_node("Split", [ENDS, f"{ENDS}_parts"], names, axis=0))
    graph.input.append(helper.make_tensor_value_info(ENDS, TensorProto.INT64, [len(blocks)]))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _cut(nodes: MutableSequence[NodeProto], block: str, end: str) -> None:
    """What the last node of a block gives goes through a slice first."""
    inside = [place for place, node in enumerate(nodes) if node.name.startswith(block)]
    if not inside:
        raise ValueError(f"the graph has no block {block!r}")
    last = nodes[inside[-1]]
    (given,) = last.output
    last.output[0] = f"{given}_whole"
    begin, axis = f"{ENDS}_begin", f"{ENDS}_axis"
    cut = helper.make_node("Slice", [last.output[0], begin, end, axis], [given])
    nodes.insert(inside[-1] + 1, cut)
