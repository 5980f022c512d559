"""How fast a voice is going to be on this machine: an estimate before anything is fetched.

A Piper voice of medium quality needs 0.075 processor seconds a second of sound where the
convolution below takes 0.88 ms (EPYC Zen 4, one thread, streamed, between float and int8). Other
machines are compared by that convolution, other qualities by published and measured ratios.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import MappingProxyType

_REFERENCE_MS = 0.88
_MEDIUM_COST = 0.075
_COSTS: Mapping[str, float] = MappingProxyType(
    {"x_low": 0.5, "low": 0.65, "medium": 1.0, "high": 5.0}
)
"""Relative to medium; `high` lies between 2.7 (desktop) and 6.6 (Raspberry Pi 4)."""

_RUNS = 30
_CHANNELS, _FRAMES, _TAPS = 192, 256, 5
_CONVOLUTION = (
    b"\x08\x08\x12\x00:t\n\x1e\n\x01x\n\x01w\x12\x01y\x22\x04Conv*\r\n\x04pads@\x02@\x02\xa0\x01"
    b"\x07\x12\x01gZ\x19\n\x01x\x12\x14\n\x12\x08\x01\x12\x0e\n\x02\x08\x01\n\x03\x08\xc0\x01\n"
    b"\x03\x08\x80\x02Z\x19\n\x01w\x12\x14\n\x12\x08\x01\x12\x0e\n\x03\x08\xc0\x01\n\x03\x08\xc0"
    b"\x01\n\x02\x08\x05b\x19\n\x01y\x12\x14\n\x12\x08\x01\x12\x0e\n\x02\x08\x01\n\x03\x08\xc0"
    b"\x01\n\x03\x08\x80\x02B\x04\n\x00\x10\r"
)
"""An ONNX graph: y = Conv(x, w) over 256 frames, 192 channels, 5 taps."""


def convolution_ms() -> float:
    """Milliseconds of processor time for the reference's work, the least of several runs."""
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        _CONVOLUTION, options, providers=["CPUExecutionProvider"]
    )
    numbers = np.random.default_rng(0)
    given = {
        "x": numbers.standard_normal((1, _CHANNELS, _FRAMES), dtype=np.float32),
        "w": numbers.standard_normal((_CHANNELS, _CHANNELS, _TAPS), dtype=np.float32),
    }
    times = []
    for _ in range(_RUNS):
        began = time.thread_time()
        session.run(None, given)
        times.append(time.thread_time() - began)
    return min(times) * 1000


def times_real_time(quality: str, measured_ms: float) -> float | None:
    """How many seconds of sound a second of one processor makes; None for an unknown quality."""
    cost = _COSTS.get(quality)
    if cost is None or measured_ms <= 0:
        return None
    return 1 / (_MEDIUM_COST * cost * measured_ms / _REFERENCE_MS)
