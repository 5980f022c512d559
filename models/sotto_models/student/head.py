"""The last product of a decoder as a graph of its own.

What goes into it is whole numbers of 8 bits anyway, so that it can be kept without a loss: a frame
takes 256 bytes, and only this graph has to run to have its spectra.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper

SPECTRA = "spectra"
LEVELS = ("levels", "scale", "zero")
"""What both graphs call it: frames in 8 bits, the size of a step, and the step that is 0."""
_SPEAKER = "speaker"


def split_head(path: Path, head: Path) -> None:
    """Leave in the decoder at `path` all but its last product, which goes to `head`.

    Raises ValueError for a graph whose last product is not one of 8 bits.
    """
    model = onnx.load(str(path))
    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    quantise = next(_before(made, SPECTRA, "DynamicQuantizeLinear"), None)
    if quantise is None:
        raise ValueError(f"{path}: the last product is not one of 8 bits")
    for old, new in zip(list(quantise.output), LEVELS, strict=True):
        _rename(graph, old, new)
    made = {name: node for node in graph.node for name in node.output}
    values = _levels()
    speaker = next(each for each in graph.input if each.name == _SPEAKER)
    spectra = next(each for each in graph.output if each.name == SPECTRA)
    rest = [each for each in graph.output if each.name != SPECTRA]
    last = _part(model, made, [speaker, *values], [spectra])
    body = _part(model, made, list(graph.input), [*values, *rest])
    onnx.save(last, str(head))
    onnx.save(body, str(path))


def _levels() -> list[onnx.ValueInfoProto]:
    levels, scale, zero = LEVELS
    return [
        helper.make_tensor_value_info(levels, TensorProto.UINT8, [1, "S", 256]),
        helper.make_tensor_value_info(scale, TensorProto.FLOAT, []),
        helper.make_tensor_value_info(zero, TensorProto.UINT8, []),
    ]


def _part(
    model: ModelProto,
    made: dict[str, NodeProto],
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
) -> ModelProto:
    """The nodes and weights between these, in the order of the whole."""
    given = {each.name for each in inputs}
    wanted = set(_needed(made, [each.name for each in outputs], given))
    nodes = [n for n in model.graph.node if wanted.intersection(n.output)]
    used = {name for node in nodes for name in node.input}
    weights = [each for each in model.graph.initializer if each.name in used]
    part = helper.make_model(
        helper.make_graph(nodes, model.graph.name, inputs, outputs, weights),
        opset_imports=model.opset_import,
        ir_version=model.ir_version,
    )
    onnx.checker.check_model(part)
    return part


def _needed(made: dict[str, NodeProto], wanted: Iterable[str], given: set[str]) -> Iterator[str]:
    """The names that have to be worked out for the wanted ones, each once."""
    waiting, seen = list(wanted), set(given)
    while waiting:
        name = waiting.pop()
        if name in seen or name not in made:
            continue
        seen.add(name)
        yield name
        waiting += made[name].input


def _before(made: dict[str, NodeProto], name: str, kind: str) -> Iterator[NodeProto]:
    """Nodes of a kind that lead to `name`, the nearest first."""
    waiting = [name]
    while waiting:
        node = made.get(waiting.pop(0))
        if node is None:
            continue
        if node.op_type == kind:
            yield node
            return
        waiting += node.input


def _rename(graph: GraphProto, old: str, new: str) -> None:
    for node in graph.node:
        for names in (node.input, node.output):
            for place, name in enumerate(names):
                if name == old:
                    names[place] = new
