"""A limit on how long something may take, whatever it waits for."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sotto_voices.errors import FetchError


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """Raises FetchError inside of the block when it is not left in time.

    Uses the process's alarm, so only the main thread is limited; another alarm goes on afterwards.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise FetchError(f"{what} is not there after {seconds:g} seconds")

    began = time.monotonic()
    before = signal.signal(signal.SIGALRM, ring)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            rest = max(left - (time.monotonic() - began), 0.001)
            signal.setitimer(signal.ITIMER_REAL, rest, interval)
