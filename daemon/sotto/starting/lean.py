"""What a start does without, so that it is short and the daemon small.

Nothing of the daemon speaks to a network, runs GLib's loop or needs OpenSSL's digests. asyncio,
dbus-next, hmac and numpy go on where these cannot be imported; it saves a tenth of the start and of
the memory. What numpy tells whoever asks for help, and its types, are read by nobody here: in their
place are modules with nothing in them, which saves another twentieth of the start.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType

from sotto.starting.records import use_quick_dataclasses

UNUSED = ("ssl", "_ssl", "_hashlib", "gi")
HELP = tuple(
    f"numpy.{core}.{name}"
    for core in ("_core", "core")  # the second: before numpy 2
    for name in ("_add_newdocs", "_add_newdocs_scalars")
)
TYPES, TYPES_HELP = "numpy._typing", "numpy._typing._add_docstring"
_M_ARENA_MAX = -8
"""glibc's mallopt(3)."""


class Untold:
    """In the place of each of numpy's types: what it is of makes no difference."""

    def __class_getitem__(cls, _: object) -> type[Untold]:
        return cls


class _Types(ModuleType):
    def __getattr__(self, name: str) -> type[Untold]:
        # What the import system itself asks a module for is as in one that lacks it.
        if name.startswith("__"):
            raise AttributeError(name)
        return Untold


class _TypesHelp(ModuleType):
    _docstrings = ""


def begin() -> None:
    """Let imports of `UNUSED` fail in this process from now on, as where they are not installed,
    and those of numpy's `HELP` and `TYPES` bring nothing; make classes of values quickly; and
    collect no garbage until `memory.settle`, for what is made at a start stays."""
    for name in UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    if "numpy" not in sys.modules:
        sys.modules.update((name, ModuleType(name)) for name in HELP)
        sys.modules.update({TYPES: _Types(TYPES), TYPES_HELP: _TypesHelp(TYPES_HELP)})
    use_quick_dataclasses()
    gc.disable()


def share_one_arena() -> None:
    """Have all threads take memory from one place, before there are any: what one frees, another
    takes. They seldom work at the same time, so that they do not wait for each other."""
    import ctypes

    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        choose(_M_ARENA_MAX, 1)
