"""Begin a student with the weights of hibari, itself a student of the same teacher.

hibari-tts 0.2.1 (Apache-2.0, Maureese Williams) speaks as af_heart alone; its wheel holds one
ONNX graph with 8-bit weights, which are turned back into numbers here.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

_RENAMED = {"self_attn.in_proj_bias": "in_proj.bias", "self_attn.out_proj": "out_proj"}


def warm_start(graph: Path, decoder: nn.Module, prosody: nn.Module) -> None:
    """Fill both nets, but for what depends on a speaker or a language.

    Raises ValueError when a weight is missing or does not fit.
    """
    found = weights(graph)
    for prefix, net in (("m.", decoder), ("pn.", prosody)):
        wanted = net.state_dict()
        for name, value in wanted.items():
            if re.search(r"speaker|language|film|shift", name):
                continue
            given = found.get(prefix + name)
            if given is None or given.shape != tuple(value.shape):
                raise ValueError(f"{prefix + name} is missing or does not fit")
            value.copy_(torch.from_numpy(given.copy()))


def weights(graph: Path) -> dict[str, np.ndarray]:
    """Name of a parameter -> float32 array, matrices as torch keeps them (out, in)."""
    model = onnx.load(str(graph))
    stored = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    found = {_name(k): v for k, v in stored.items() if k.startswith(("m.", "pn."))}
    users: dict[str, onnx.NodeProto] = {}
    for node in model.graph.node:
        for name in node.input:
            users.setdefault(name, node)
    for node in model.graph.node:
        if node.op_type != "MatMulInteger" or node.input[1] not in stored:
            continue
        base = node.input[1].removesuffix("_quantized")
        zero = stored[node.input[3]].astype(np.float32)
        matrix = (stored[node.input[1]].astype(np.float32) - zero) * stored[base + "_scale"]
        bias = _bias(node, users)
        found[bias.removesuffix("bias") + "weight"] = np.ascontiguousarray(matrix.T)
    return found


def _bias(node: onnx.NodeProto, users: dict[str, onnx.NodeProto]) -> str:
    """Name of the bias that is added to what an integer product becomes."""
    while node.op_type != "Add":
        node = users[node.output[0]]
    return _name(next(name for name in node.input if name.startswith(("m.", "pn."))))


def _name(name: str) -> str:
    for before, after in _RENAMED.items():
        name = name.replace(before, after)
    return name
