"""ONNX Runtime: the only file that knows it.

One thread in the caller's, nothing spinning, no arena: what a small daemon that is silent
most of the time needs. Reading plans of memory reuse costs more than the reuse gives. A net whose
tensors are large has an arena, which it gives back after every run: what the C library keeps of
them takes three times as much.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sotto.cancel import CancelToken
from sotto.errors import Cancelled, EngineError, VoiceDamagedError

# From 1.29 on its releases tell their maker over the network how they are used, and keep an
# identifier on disk, unless this is set before they are imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

Tensor = NDArray[np.float32] | NDArray[np.int64] | NDArray[np.bool_] | NDArray[np.uint8]


class Session:
    """A graph in memory. Raises VoiceDamagedError when the file is not a usable graph.

    It must have the `inputs`, may have the `optional` ones and no others. `is_mapped`: what
    it is stays in its files, neither rewritten for speed nor packed anew, which takes memory and
    three quarters of the time to load. `has_arena`: its tensors take tens of megabytes.
    """

    def __init__(
        self,
        path: Path,
        inputs: Sequence[str],
        optional: Sequence[str] = (),
        *,
        is_mapped: bool = False,
        has_arena: bool = False,
    ) -> None:
        options = _options()
        options.enable_cpu_mem_arena = self._has_arena = has_arena
        if is_mapped:
            options.add_session_config_entry("session.disable_prepacking", "1")
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors share no base of their own
            raise VoiceDamagedError(f"{path} is not a usable graph: {error}") from error
        self._names = {item.name for item in self._session.get_inputs()}
        wrong = self._names.symmetric_difference(inputs).difference(optional)
        if wrong:
            raise VoiceDamagedError(f"{path}: unexpected inputs {sorted(wrong)}")

    def takes(self, name: str) -> bool:
        """Whether it has that input, and thus needs it."""
        return name in self._names

    def run(self, feed: Mapping[str, Tensor], cancel: CancelToken) -> list[NDArray[np.float32]]:
        """All outputs of one run. Raises Cancelled (also mid-run) and EngineError."""
        cancel.check()
        settings = onnxruntime.RunOptions()
        if self._has_arena:
            settings.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

        def terminate() -> None:
            settings.terminate = True

        cancel.add_hook(terminate)
        try:
            outputs: list[NDArray[np.float32]] = self._session.run(None, dict(feed), settings)
        except Exception as error:  # onnxruntime's errors share no base of their own
            if cancel.is_set:
                raise Cancelled from error
            raise EngineError(f"the model failed: {error}") from error
        finally:
            cancel.remove_hook(terminate)
        return outputs


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.enable_mem_reuse = False
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return options
