"""Make layers of a graph optional: a Boolean input `light` skips them; no weight is stored twice.

The layers that the smaller network leaves out (LayerDrop, Fan et al. 2020) become the branch of an
`If` each, whose other branch passes the layer's input on.
"""

from collections.abc import Sequence
from pathlib import Path

import onnx
from onnx import GraphProto, NodeProto, TensorProto, helper

LIGHT = "light"
OPTIONAL = {"encoder": ("/layers.1/", "/layers.3/"), "decoder": ("/blocks.1/", "/blocks.3/")}
# Parts of the names of the nodes of each layer that is skipped.


def _borders(graph: GraphProto, inside: Sequence[NodeProto]) -> tuple[str, str]:
    """Return the tensor that the layer adds to and the one it gives.

    Raises:
        ValueError: the nodes are not one residual layer.
    """
    made = {name for node in inside for name in node.output}
    outside = [node for node in graph.node if node not in inside]
    used = {name for node in outside for name in node.input} | {o.name for o in graph.output}
    leaving = sorted(made & used)
    if len(leaving) != 1:
        raise ValueError(f"a layer gives {leaving}, not one tensor")
    computed = {name for node in outside for name in node.output}
    entering = [name for node in inside for name in node.input if name in computed]
    return max(set(entering), key=entering.count), leaving[0]


def _branch(name: str, nodes: Sequence[NodeProto], output: str) -> GraphProto:
    value = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
    return helper.make_graph(nodes, name, [], [value])


def _make_optional(graph: GraphProto, part: str) -> None:
    inside = [node for node in graph.node if part in node.name]
    source, result = _borders(graph, inside)
    skipped = f"{result}_skipped"
    passing = helper.make_node("Identity", [source], [skipped])
    kept = [node for node in graph.node if node not in inside]
    place = kept.index(next(node for node in kept if result in node.input))
    choice = helper.make_node(
        "If",
        [LIGHT],
        [result],
        name=f"{part}choice",
        then_branch=_branch(f"{part}skip", [passing], skipped),
        else_branch=_branch(
            f"{part}keep", [_renamed(node, result) for node in inside], f"{result}_kept"
        ),
    )
    kept.insert(place, choice)
    del graph.node[:]
    graph.node.extend(kept)


def _renamed(node: NodeProto, result: str) -> NodeProto:
    copy = NodeProto()
    copy.CopyFrom(node)
    for names in (copy.input, copy.output):
        for place, name in enumerate(names):
            if name == result:
                names[place] = f"{result}_kept"
    return copy


def lighten(path: Path, parts: Sequence[str]) -> None:
    """Rewrite a graph so that its input `light` [] skips the layers whose nodes' names hold a part.

    Raises:
        ValueError: a layer's nodes are not one residual layer.
    """
    if not parts:
        return
    model = onnx.load(path)
    model.graph.input.append(helper.make_tensor_value_info(LIGHT, TensorProto.BOOL, []))
    for part in parts:
        _make_optional(model.graph, part)
    onnx.checker.check_model(model)
    onnx.save(model, path)
