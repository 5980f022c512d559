"""Keeping the process small: what is loaded for good is not looked at again."""

from __future__ import annotations

import ctypes
import gc


def settle() -> None:
    """Leave everything that is alive now out of later garbage collections."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Return freed memory to the system, where the C library is glibc."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
