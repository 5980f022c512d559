"""The parts of a voice as files: a graph, and its weights beside it.

What is mapped from a file of weights takes no memory twice.
"""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import ModelProto

from sotto_voices.piper.split import Parts

PARTS = ("text", "flow", "decoder")


def save(graph: ModelProto, path: Path) -> None:
    """Replace the graph at `path` and its weights."""
    copy = ModelProto.FromString(graph.SerializeToString())
    weights = path.with_suffix(".weights")
    weights.unlink(missing_ok=True)
    onnx.save_model(copy, str(path), save_as_external_data=True, location=weights.name)


def save_all(parts: Parts, into: Path) -> None:
    """All three."""
    for name, graph in zip(PARTS, (parts.text, parts.flow, parts.decoder), strict=True):
        save(graph, into / f"{name}.onnx")


def move(part: str, source: Path, into: Path) -> None:
    """Put the part that was saved in one folder in the place of that in another."""
    for made in source.glob(f"{part}.*"):
        made.replace(into / made.name)
