"""Optional preparation: convolutions of `text` and `flow` as 8-bit products of matrices.

Weights signed, one scale a channel; inputs quantised at run time. Not for the decoder, whose
sound it would spoil. Not exact: durations of one phoneme id in twenty change by a frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, helper, numpy_helper

PEAK = 127
"""Of a weight. 63 where the processor has no VNNI: its 16-bit sums must not saturate."""


def quantise(model: ModelProto, peak: int = PEAK) -> ModelProto:
    """A copy in which every full convolution is 8-bit; grouped and tiny ones stay."""
    model = ModelProto.FromString(model.SerializeToString())
    graph = model.graph
    weights = {item.name: item for item in graph.initializer}
    made: list[NodeProto] = []
    fixed: dict[str, np.ndarray[Any, Any]] = {}

    def add(kind: str, inputs: Sequence[str], *outputs: str, **settings: object) -> str:
        made.append(helper.make_node(kind, inputs, outputs, **settings))
        return outputs[0]

    def ints(*values: int) -> str:
        name = "int8_" + "_".join(map(str, values))
        fixed[name] = np.asarray(values, np.int64)
        return name

    known: set[str] = set()
    for node in graph.node:
        settings = {item.name: helper.get_attribute_value(item) for item in node.attribute}
        is_full = node.op_type == "Conv" and settings.get("group", 1) == 1
        weight = weights.get(node.input[1]) if is_full else None
        if weight is None or len(weight.dims) != 3 or weight.dims[1] < 16:
            made.append(node)
            continue
        outputs, inputs, kernel = weight.dims
        source, result = node.input[0], node.output[0]
        scale, zero, rows = (f"{source}_{part}" for part in ("scale", "zero", "rows"))
        if source not in known:
            known.add(source)
            eight = add("DynamicQuantizeLinear", [source], f"{source}_8", scale, zero)
            add("Transpose", [eight], rows, perm=[0, 2, 1])
        if kernel > 1:
            (step,), (left, right) = settings["dilations"], settings["pads"]
            padded = add("Pad", [rows, ints(0, left, 0, 0, right, 0), zero], f"{result}_padded")
            taps = []
            for i in range(kernel):
                end = (i + 1 - kernel) * step or np.iinfo(np.int64).max
                cut = [padded, ints(i * step), ints(end), ints(1)]
                taps.append(add("Slice", cut, f"{result}_tap_{i}"))
            rows = add("Concat", taps, f"{result}_taps", axis=2)
        matrix = numpy_helper.to_array(weight).transpose(2, 1, 0).reshape(kernel * inputs, outputs)
        unit = np.maximum(np.abs(matrix).max(axis=0) / peak, 1e-12).astype(np.float32)
        fixed[f"{result}_weight"] = np.rint(matrix / unit).astype(np.int8)
        fixed[f"{result}_unit"] = unit
        product = [rows, f"{result}_weight", scale, f"{result}_unit", zero, "", *node.input[2:]]
        turned = add("MatMulIntegerToFloat", product, f"{result}_t", domain="com.microsoft")
        add("Transpose", [turned], result, perm=[0, 2, 1])
    used = {name for node in made for name in node.input}
    kept = [item for item in graph.initializer if item.name in used]
    kept += [numpy_helper.from_array(value, name) for name, value in fixed.items()]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(made)
    graph.initializer.extend(kept)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return model
