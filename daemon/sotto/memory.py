"""Keeping the process small: what is loaded for good is not looked at again."""

from __future__ import annotations

import ctypes
import gc
import threading


def settle() -> None:
    """Leave everything that is alive now out of later garbage collections."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Return freed memory to the system, where the C library is glibc."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def give_back_aside() -> None:
    """`give_back` on a thread of its own: it takes milliseconds, which the loop has not."""
    threading.Thread(target=give_back, name="memory", daemon=True).start()
