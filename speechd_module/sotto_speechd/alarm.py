"""One alarm clock on a thread of its own: it depends on nothing that could hang."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable


class Alarm:
    """Calls `ring` when the time that was set last is reached. Sleeps for good while none is."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._changed = threading.Condition()
        self._due: float | None = None
        self._wakes_at = math.inf
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name="alarm", daemon=True)
        self._thread.start()

    def set(self, due: float | None) -> None:
        """Ring at that time (monotonic seconds); None: not at all."""
        with self._changed:
            self._due = due
            # Otherwise the thread looks again when it wakes anyway, and takes no time from others.
            if due is not None and due < self._wakes_at:
                self._changed.notify()

    def close(self) -> None:
        """Never ring again."""
        with self._changed:
            self._is_over = True
            self._changed.notify()

    def _run(self) -> None:
        while self._wait():
            self._ring()

    def _wait(self) -> bool:
        with self._changed:
            while not self._is_over:
                if self._due is None:
                    self._wakes_at = math.inf
                    self._changed.wait()
                elif (left := self._due - time.monotonic()) > 0:
                    self._wakes_at = self._due
                    self._changed.wait(left)
                else:
                    self._due = None
                    return True
            return False
