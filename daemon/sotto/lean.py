"""What a start does without, so that it is short and the daemon small.

Nothing of the daemon speaks to a network, runs GLib's loop or needs OpenSSL's digests. asyncio,
dbus-next, hmac and numpy go on where these cannot be imported; it saves a tenth of the start and of
the memory.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

UNUSED = ("ssl", "_ssl", "_hashlib", "gi")
_M_ARENA_MAX = -8
"""glibc's mallopt(3)."""


def begin() -> None:
    """Let imports of `UNUSED` fail in this process from now on, as where they are not installed;
    and collect no garbage until `memory.settle`, for what is made at a start stays."""
    for name in UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    gc.disable()


def share_one_arena() -> None:
    """Have all threads take memory from one place, before there are any: what one frees, another
    takes. They seldom work at the same time, so that they do not wait for each other."""
    import ctypes

    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        choose(_M_ARENA_MAX, 1)


def let_go_of_code() -> None:
    """Unmap the pages of programs and libraries that only loading needed, where this is Linux.

    What runs again is mapped again, from the system's cache of files, at a microsecond a piece; the
    rest is memory that others may have.
    """
    import ctypes
    import mmap

    release = getattr(ctypes.CDLL(None), "madvise", None)
    if release is None:
        return
    release.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for begin, end in _code():
        release(begin, end - begin, mmap.MADV_DONTNEED)


def _code() -> Iterator[tuple[int, int]]:
    """Where files are mapped to be run and cannot be written: nothing of that is only in memory."""
    try:
        lines = Path("/proc/self/maps").read_text(errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        place, permissions, _, _, inode, *_ = line.split(maxsplit=5)
        if permissions == "r-xp" and inode != "0":
            begin, _, end = place.partition("-")
            yield int(begin, 16), int(end, 16)
