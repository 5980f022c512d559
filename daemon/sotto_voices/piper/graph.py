"""A graph of ONNX as a net of nodes: what follows from a tensor, what makes it, a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onnx import ModelProto, NodeProto, TensorProto, helper

Nodes = Sequence[NodeProto]
Names = Sequence[str]


class Graph:
    """The nodes of a model in their order, which is one in which they can be run."""

    def __init__(self, model: ModelProto) -> None:
        self.model = model
        self.nodes = list(model.graph.node)
        self.inputs = {item.name: item for item in model.graph.input}
        self.maker = {name: node for node in self.nodes for name in node.output}

    def after(self, *seeds: str) -> set[str]:
        """All tensors that depend on one of them, and they themselves."""
        found = set(seeds)
        for node in self.nodes:
            if not found.isdisjoint(node.input):
                found.update(node.output)
        return found - {""}

    def before(self, outputs: Iterable[str], given: Iterable[str] = ()) -> list[NodeProto]:
        """The nodes that make `outputs` from `given` and the inputs, in order."""
        wanted, have, kept = set(outputs), set(given), []
        for node in reversed(self.nodes):
            if wanted & set(node.output) - have:
                kept.append(node)
                wanted.update(node.input)
        return kept[::-1]

    def extract(self, nodes: Nodes, floats: Names, outputs: Names, more: Names = ()) -> ModelProto:
        """A graph of these nodes. Of `floats` and of the original's inputs it has what it uses;
        `more` are inputs of one int64."""
        taken = used(nodes)
        of_float = helper.make_tensor_type_proto(TensorProto.FLOAT, None)
        of_int = helper.make_tensor_type_proto(TensorProto.INT64, [1])
        inputs = [item for name, item in self.inputs.items() if name in taken]
        inputs += [helper.make_value_info(name, of_float) for name in floats if name in taken]
        inputs += [helper.make_value_info(name, of_int) for name in more]
        known = {item.name: item for item in self.model.graph.output}
        made = [known.get(n) or helper.make_value_info(n, of_float) for n in outputs]
        weights = [item for item in self.model.graph.initializer if item.name in taken]
        graph = helper.make_graph(nodes, "part", inputs, made, weights)
        model = helper.make_model(graph, opset_imports=self.model.opset_import)
        model.ir_version = self.model.ir_version
        return model


def used(nodes: Iterable[NodeProto]) -> set[str]:
    """All that they take."""
    return {name for node in nodes for name in node.input} - {""}
