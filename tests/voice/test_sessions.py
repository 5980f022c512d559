"""Memory of a net whose tensors are large: given back after every run, cancelled or not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from sotto.cancel import CancelToken
from sotto.errors import Cancelled
from sotto.voice.sessions import Session

_FLOATS = 12_000_000
_TENSOR_MB = _FLOATS * 4 / (1 << 20)
_STEPS = 6


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Doubles numbers and halves them, several times."""
    names = ["given", *(f"step{n}" for n in range(_STEPS - 1)), "made"]
    nodes = [
        helper.make_node("Add" if place % 2 else "Mul", [name, name], [following])
        for place, (name, following) in enumerate(pairwise(names))
    ]
    values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n"]) for n in ("given", "made")]
    made = helper.make_graph(nodes, "large", values[:1], values[1:])
    path = tmp_path / "large.onnx"
    onnx.save(
        helper.make_model(made, opset_imports=[helper.make_opsetid("", 15)], ir_version=8), path
    )
    return path


def resident_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def test_an_arena_is_given_back_after_every_run(graph: Path) -> None:
    session = Session(graph, ["given"], has_arena=True)
    numbers = np.zeros(_FLOATS, np.float32)
    # What an arena begins with stays; a net's first tensors are small.
    session.run({"given": numbers[:8]}, CancelToken())
    before = resident_mb()
    for _ in range(3):
        (made,) = session.run({"given": numbers}, CancelToken())
        assert not made.any()
        del made
        # The sound itself is in the arena while it is read.
        session.run({"given": numbers[:8]}, CancelToken())
        assert resident_mb() - before < _TENSOR_MB / 2


def test_the_same_numbers_come_with_and_without_an_arena(graph: Path) -> None:
    numbers = np.linspace(0.0, 0.5, 1000, dtype=np.float32)
    (with_it,) = Session(graph, ["given"], has_arena=True).run({"given": numbers}, CancelToken())
    (without,) = Session(graph, ["given"]).run({"given": numbers}, CancelToken())
    assert np.array_equal(with_it, without)


def test_it_can_be_cancelled_all_the_same(graph: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        Session(graph, ["given"], has_arena=True).run({"given": np.zeros(8, np.float32)}, token)
