"""Quantisation step: 8-bit weights in matrix products, and graphs folded so that they load fast.

Activations are quantised at run time. Weights use 7 of their 8 bits where asked: processors
without VNNI instructions add pairs of products in 16 bits, which 8 whole bits can overflow.
"""

import logging
import math
import shutil
from collections.abc import Sequence
from pathlib import Path

import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic

from sotto_models.lighten import OPTIONAL, lighten

log = logging.getLogger(__name__)

SMALLEST = 35_000
# Weights of a matrix below this stay whole: the borders of the graphs, where precision is heard.
GRAPHS = ("encoder", "decoder", "vocoder")


def fold(source: Path, target: Path) -> None:
    """Write a graph with its constants folded; only standard operators come out."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])


def strip(path: Path) -> None:
    """Remove texts and shapes that no session needs."""
    model = onnx.load(path)
    for node in model.graph.node:
        node.doc_string = ""
    del model.graph.value_info[:]
    del model.metadata_props[:]
    onnx.save(model, path)


def small_products(path: Path) -> list[str]:
    """Name the matrix products of a graph whose weights are not worth quantising."""
    graph = onnx.load(path).graph
    sizes = {weight.name: math.prod(weight.dims) for weight in graph.initializer}
    return [
        node.name
        for node in graph.node
        if node.op_type == "MatMul" and sizes.get(node.input[1], 0) < SMALLEST
    ]


def quantize_graph(
    source: Path, target: Path, reduce_range: bool, layers: Sequence[str] = ()
) -> None:
    """Write `source` with 8-bit weights, a scale for each output channel.

    `layers` are those that the light variant skips, as parts of their nodes' names.
    """
    folded = target.with_suffix(".folded.onnx")
    fold(source, folded)
    quantize_dynamic(
        folded,
        target,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=small_products(folded),
        extra_options={"MatMulConstBOnly": True},
    )
    folded.unlink()
    strip(target)
    lighten(target, layers)


def quantize_voice(source: Path, target: Path, reduce_range: bool = True) -> None:
    """Write the voice in `source` to `target` with 8-bit graphs."""
    target.mkdir(parents=True, exist_ok=True)
    logging.disable(logging.WARNING)  # the quantiser tells every tensor it meets
    for graph in GRAPHS:
        layers = OPTIONAL.get(graph, ())
        quantize_graph(source / f"{graph}.onnx", target / f"{graph}.onnx", reduce_range, layers)
    logging.disable(logging.NOTSET)
    shutil.copy(source / "voice.json", target / "voice.json")
    size = sum((target / f"{graph}.onnx").stat().st_size for graph in GRAPHS)
    log.info("%.2f MB in %s", size / 1e6, target)
