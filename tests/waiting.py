"""Waiting for what happens in other processes and threads."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 20.0
"""Seconds until a wait gives up: generous, because it only ends tests that fail."""


def wait_until(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait for something that happens elsewhere; fails with `what` when it never does."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.005)


def listens(path: Path) -> bool:
    """Whether somebody answers at a socket: it is there a moment before it can be connected to."""
    with socket.socket(socket.AF_UNIX) as tried:
        try:
            tried.connect(str(path))
        except OSError:
            return False
    return True
