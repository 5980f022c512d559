"""A stranger's ONNX graph: read without running anything, and refused where it is not plain."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from pathlib import Path

import onnx
from onnx import GraphProto, ModelProto, TensorProto

from sotto_voices.errors import UnpreparedError

_MOST_NODES = 60_000
_MOST_ELEMENTS = 1 << 28
_INPUTS = {"input", "input_lengths", "scales"}
_ENDLESS = {"Loop", "Scan", "SequenceMap"}
"""They run as often as a number in the file says."""
_BYTES = {
    TensorProto.FLOAT: 4,
    TensorProto.DOUBLE: 8,
    TensorProto.FLOAT16: 2,
    TensorProto.INT8: 1,
    TensorProto.UINT8: 1,
    TensorProto.INT16: 2,
    TensorProto.INT32: 4,
    TensorProto.INT64: 8,
    TensorProto.BOOL: 1,
}
"""A number of each type that a voice may hold."""
_DOMAINS = {"", "ai.onnx", "com.microsoft"}


def read_graph(path: Path) -> ModelProto:
    """A plain graph in a file, whatever it is for. Raises UnpreparedError."""
    try:
        model = onnx.load_model(str(path), load_external_data=False)
    except Exception as error:  # protobuf's errors share no base of their own
        raise UnpreparedError(f"{path.name} is no ONNX graph, or is cut short") from error
    _check_graph(model.graph, path.name)
    if model.functions:
        raise UnpreparedError(f"{path.name} brings functions of its own")
    if not model.graph.output:
        raise UnpreparedError(f"{path.name} has no output")
    return model


def read_net(path: Path) -> ModelProto:
    """The graph of a Piper voice in a file. Raises UnpreparedError."""
    model = read_graph(path)
    names = {item.name for item in model.graph.input}
    if not names >= _INPUTS or not names <= _INPUTS | {"sid"}:
        raise UnpreparedError(f"{path.name} is no Piper voice: its inputs are {sorted(names)[:8]}")
    _check_types(model.graph, path.name)
    return model


def _check_graph(graph: GraphProto, name: str) -> None:
    if not 0 < len(graph.node) <= _MOST_NODES:
        raise UnpreparedError(f"{name} has {len(graph.node)} operations")
    for node in graph.node:
        if node.op_type in _ENDLESS:
            raise UnpreparedError(f"{name} has a loop ({node.op_type})")
        if node.domain not in _DOMAINS:
            raise UnpreparedError(f"{name} needs operations of {node.domain[:40]!a}")
        for item in node.attribute:
            for inner in (item.g, *item.graphs):
                if inner.node:
                    _check_graph(inner, name)
    _check_order(graph, name)
    for tensor in _tensors(graph):
        _check_tensor(tensor, name)


def _check_order(graph: GraphProto, name: str) -> None:
    """Every tensor is made once and before it is used: no circle, nothing from nowhere."""
    made = {item.name for item in graph.initializer} | {item.name for item in graph.input}
    made |= {item.values.name for item in graph.sparse_initializer} | {""}
    is_whole = bool(graph.input)
    for node in graph.node:
        if is_whole and not made.issuperset(node.input):
            raise UnpreparedError(f"{name} uses what it has not made: {node.op_type}")
        if any(output in made for output in node.output if output):
            raise UnpreparedError(f"{name} makes the same twice: {node.op_type}")
        made.update(node.output)
    if any(item.name not in made for item in graph.output):
        raise UnpreparedError(f"{name} never makes its output")


def _tensors(graph: GraphProto) -> Iterator[TensorProto]:
    yield from graph.initializer
    for node in graph.node:
        for item in node.attribute:
            yield from (item.t, *item.tensors)


def _check_tensor(tensor: TensorProto, name: str) -> None:
    if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
        raise UnpreparedError(f"{name} wants weights from another file")
    if any(dimension < 0 for dimension in tensor.dims):
        raise UnpreparedError(f"{name} has weights of a negative size")
    elements = prod(tensor.dims)
    if elements > _MOST_ELEMENTS:
        raise UnpreparedError(f"{name} has weights of {elements} numbers")
    if tensor.data_type == TensorProto.UNDEFINED:
        return
    size = _BYTES.get(tensor.data_type)
    if size is None:
        raise UnpreparedError(f"{name} has weights of an unknown type")
    if tensor.raw_data and len(tensor.raw_data) != elements * size:
        raise UnpreparedError(f"{name} has weights of another size than it tells")
    if not tensor.raw_data and elements > _given(tensor):
        raise UnpreparedError(f"{name} has weights without numbers")


def _given(tensor: TensorProto) -> int:
    lists = (tensor.float_data, tensor.int32_data, tensor.int64_data)
    more = (tensor.double_data, tensor.uint64_data, tensor.string_data)
    return max(len(found) for found in (*lists, *more))


def _check_types(graph: GraphProto, name: str) -> None:
    wanted = {
        "input": TensorProto.INT64,
        "input_lengths": TensorProto.INT64,
        "scales": TensorProto.FLOAT,
        "sid": TensorProto.INT64,
    }
    for item in graph.input:
        if item.type.tensor_type.elem_type != wanted[item.name]:
            raise UnpreparedError(f"{name}: its input {item.name} is of another type")
    if graph.output[0].type.tensor_type.elem_type != TensorProto.FLOAT:
        raise UnpreparedError(f"{name}: its output is no sound")
