"""Variants of a voice that differ in how its weights are stored: 32, 8 and 4 bits.

All three get the optional layers of `lighten`, so that each can be spoken whole or light.
"""

import logging
import shutil
from pathlib import Path

import onnx
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)

from sotto_models.lighten import OPTIONAL, lighten
from sotto_models.quantize import GRAPHS, fold, quantize_voice, small_products, strip

BLOCK = 32
# Weights of a column that share a scale.
INT8_ACTIVATIONS = 4
# Level of MatMulNBits at which products are computed with 8-bit activations.


def store_in_4_bits(folded: Path, target: Path) -> None:
    """Write a folded graph with 4-bit weights (MatMulNBits) where `quantize` would take 8."""
    config = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=True, accuracy_level=INT8_ACTIVATIONS
    )
    quantizer = MatMulNBitsQuantizer(
        onnx.load(folded), algo_config=config, nodes_to_exclude=small_products(folded)
    )
    quantizer.process()
    quantizer.model.save_model_to_file(str(target))


def _store_graphs(source: Path, target: Path, bits: int) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for graph in GRAPHS:
        path = target / f"{graph}.onnx"
        fold(source / path.name, path)
        if bits == 4:
            store_in_4_bits(path, path)
        strip(path)
        lighten(path, OPTIONAL.get(graph, ()))


def make_variants(source: Path, description: Path, folder: Path) -> dict[str, Path]:
    """Write the graphs in `source` in 32, 8 and 4 bits below `folder`; return them by name.

    All get the same `description`, a finished voice.json.
    """
    made = {name: folder / name for name in ("fp32", "int8", "int4")}
    logging.disable(logging.WARNING)  # the quantisers tell every tensor they meet
    _store_graphs(source, made["fp32"], 32)
    quantize_voice(source, made["int8"])
    logging.disable(logging.WARNING)
    _store_graphs(source, made["int4"], 4)
    logging.disable(logging.NOTSET)
    for target in made.values():
        shutil.copy(description, target / "voice.json")
    return made
