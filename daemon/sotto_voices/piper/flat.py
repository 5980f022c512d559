"""Optional preparation: the decoder's convolutions over time as ones over pictures one row high.

For those ONNX Runtime has kernels that work on blocks of channels, which it has not for one
dimension. The numbers are the same but for their rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from onnx import AttributeProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

_ALIKE = frozenset(("LeakyRelu", "Add", "Mul", "Div", "Tanh", "Slice"))
"""Operations that do not mind a further dimension."""
_FRAMES = 3
"""The two first dimensions are those of one dimension; then come the row and time."""


class NotFlatError(ValueError):
    """The graph has something that this does not know."""


def flattened(model: ModelProto) -> ModelProto:
    """A copy of a decoder as `split` makes it. Raises NotFlatError."""
    model = ModelProto.FromString(model.SerializeToString())
    graph = model.graph
    weights = {item.name: item for item in graph.initializer}
    floats = [item.name for item in graph.input if _is_float(item.type.tensor_type.elem_type)]
    made = [_axis("flat_row", 2)]
    made += [helper.make_node("Unsqueeze", [name, "flat_row"], [f"{name}_flat"]) for name in floats]
    tall = dict.fromkeys(weights, False)
    for node in graph.node:
        made += _flat(node, {name: f"{name}_flat" for name in floats}, weights, tall)
    for name, is_tall in tall.items():
        if is_tall:
            _heighten(weights[name])
    del graph.node[:]
    graph.node.extend(made)
    return model


def _is_float(kind: int) -> bool:
    return bool(kind == TensorProto.FLOAT)


def _axis(name: str, value: int) -> NodeProto:
    tensor = helper.make_tensor(name, TensorProto.INT64, [1], [value])
    return helper.make_node("Constant", [], [name], value=tensor)


def _flat(
    given: NodeProto,
    inputs: dict[str, str],
    weights: dict[str, TensorProto],
    tall: dict[str, bool],
) -> Iterator[NodeProto]:
    node = NodeProto.FromString(given.SerializeToString())
    node.input[:] = [inputs.get(name, name) for name in given.input]
    if node.op_type in ("Conv", "ConvTranspose"):
        if node.input[1] not in weights:
            raise NotFlatError("weights that are worked out")
        tall[node.input[1]] = True
        for item in node.attribute:
            _widen(item)
    elif node.op_type == "Constant":
        # Of a decoder as `split` makes it, only the axis of its slices.
        node = _axis(node.output[0], _FRAMES)
    elif node.op_type == "Unsqueeze":
        node = helper.make_node("Identity", [node.input[0]], list(node.output))
    elif node.op_type not in _ALIKE:
        raise NotFlatError(f"an operation {node.op_type}")
    else:
        for name in node.input:
            if name in weights and len(weights[name].dims) > 1:
                tall[name] = True
    yield node


def _widen(item: AttributeProto) -> None:
    """Of a convolution: kernel, steps, or what is added at the ends."""
    ints = list(item.ints)
    if item.name in ("kernel_shape", "strides", "dilations"):
        item.ints[:] = [1, *ints]
    elif item.name in ("pads", "output_padding"):
        item.ints[:] = [part for each in ints for part in (0, each)]
    elif ints:
        raise NotFlatError(f"a convolution with {item.name}")


def _heighten(weight: TensorProto) -> None:
    values: np.ndarray[Any, Any] = numpy_helper.to_array(weight)
    if values.ndim != _FRAMES:
        raise NotFlatError(f"weights of {values.ndim} dimensions")
    weight.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values[:, :, None]), weight.name))
