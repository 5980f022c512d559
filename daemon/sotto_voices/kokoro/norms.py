"""Instance norms as what they are: means over time, which can be frozen, and plain arithmetic."""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, NodeProto, helper, numpy_helper

_NORM = "InstanceNormalization"
_EPSILON = 1e-5


def plain_norms(model: ModelProto) -> ModelProto:
    """The model without operations that normalise over time; what it gives is the same."""
    nodes: list[NodeProto] = []
    constants = {}
    for number, node in enumerate(model.graph.node):
        if node.op_type != _NORM:
            nodes.append(node)
            continue
        epsilon = next((item.f for item in node.attribute if item.name == "epsilon"), _EPSILON)
        prefix = f"norm_{number}"
        constants[f"{prefix}_epsilon"] = np.asarray(epsilon, np.float32)
        nodes += _plain(node, prefix)
    if constants:
        constants["norm_time"] = np.asarray([-1], np.int64)
        constants["norm_channels"] = np.asarray([1, -1, 1], np.int64)
    copies = [NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del model.graph.node[:]
    model.graph.node.extend(copies)
    model.graph.initializer.extend(numpy_helper.from_array(v, k) for k, v in constants.items())
    return model


def _plain(node: NodeProto, prefix: str) -> list[NodeProto]:
    given, scale, bias = node.input

    def do(operation: str, *inputs: str, to: str) -> NodeProto:
        return helper.make_node(operation, list(inputs), [to])

    names = {
        n: f"{prefix}_{n}" for n in "mean rest square spread wide root even scale long bias".split()
    }
    return [
        do("ReduceMean", given, "norm_time", to=names["mean"]),
        do("Sub", given, names["mean"], to=names["rest"]),
        do("Mul", names["rest"], names["rest"], to=names["square"]),
        do("ReduceMean", names["square"], "norm_time", to=names["spread"]),
        do("Add", names["spread"], f"{prefix}_epsilon", to=names["wide"]),
        do("Sqrt", names["wide"], to=names["root"]),
        do("Div", names["rest"], names["root"], to=names["even"]),
        do("Reshape", scale, "norm_channels", to=names["scale"]),
        do("Mul", names["even"], names["scale"], to=names["long"]),
        do("Reshape", bias, "norm_channels", to=names["bias"]),
        do("Add", names["long"], names["bias"], to=node.output[0]),
    ]
