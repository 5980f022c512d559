"""What a start does without, so that it is short and the daemon small.

Nothing of the daemon speaks to a network, runs GLib's loop or needs OpenSSL's digests. asyncio,
dbus-next, hmac and numpy go on where these cannot be imported; it saves a tenth of the start and of
the memory.
"""

from __future__ import annotations

import gc
import sys

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
