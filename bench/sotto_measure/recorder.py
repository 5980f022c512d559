"""Records the null sink's monitor without a pause, and knows when each sample was heard.

Keeping it attached matters: without a client of low latency a null sink renders up to two
seconds ahead.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np

from sotto_measure.heard import Recording

RATE = 48_000
KEPT_SECONDS = 12.0
_CLOCK_WINDOW = 1.0
"""Seconds of blocks looked at for the one that arrived with the least delay."""


@dataclass(frozen=True, slots=True)
class _Block:
    data: bytes
    first: int
    arrived: float

    @property
    def size(self) -> int:
        return len(self.data) // 2

    @property
    def origin(self) -> float:
        """When sample 0 was heard, if this block arrived without delay."""
        return self.arrived - (self.first + self.size) / RATE


class Recorder:
    """`parec` on a monitor; a context manager. Its thread only collects blocks and keeps the
    last `kept` seconds of them."""

    def __init__(
        self, source: str, environment: Mapping[str, str], kept: float = KEPT_SECONDS
    ) -> None:
        self._kept = kept
        self._command = ["parec", "--raw", f"--device={source}", "--format=s16le", "--channels=1",
                         f"--rate={RATE}", "--latency-msec=5"]  # fmt: skip
        self._environment = dict(environment)
        self._blocks: deque[_Block] = deque()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._collect, name="recorder", daemon=True)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, env=self._environment
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._thread.join()
            if self._process.stdout is not None:
                self._process.stdout.close()

    def recent(self, since: float) -> Recording:
        """All that was heard from `since` (monotonic seconds) to now, as far as it is kept."""
        with self._lock:
            blocks = [block for block in self._blocks if block.arrived > since - _CLOCK_WINDOW]
        if not blocks:
            return Recording(np.zeros(0, np.float32), since, RATE)
        # Delay is never negative: the earliest origin is the nearest to the truth.
        origin = min(block.origin for block in blocks)
        data = b"".join(block.data for block in blocks)
        samples = np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)
        start = origin + blocks[0].first / RATE
        return Recording(samples, start, RATE).between(since, time.monotonic() + 1)

    def _collect(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        descriptor, first, rest = self._process.stdout.fileno(), 0, b""
        while data := os.read(descriptor, 65536):
            arrived = time.monotonic()
            data = rest + data
            rest = data[len(data) & ~1 :]
            block = _Block(data[: len(data) & ~1], first, arrived)
            first += block.size
            with self._lock:
                self._blocks.append(block)
                while self._blocks[0].arrived < arrived - self._kept:
                    self._blocks.popleft()
