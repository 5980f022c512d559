"""What a start reads is asked of the disk all at once, where it is not in memory yet.

Otherwise each of four hundred files is waited for when its turn comes: after a login that is a
third of the time to the first sound. Where all is in memory, it costs a look at one file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

_LIBRARY = "_multiarray_umath"
"""The heart of numpy: where that is in memory, so is the rest."""
_OURS, _UNREAD = ("sotto", "sotto_bus"), ("cli", "__pycache__")
_OTHERS = (
    *("dbus_next", "dbus_next/aio", "dbus_next/_private"),
    *("numpy", "numpy/_core", "numpy/core", "numpy/_utils"),  # core: before numpy 2
    *("numpy/lib", "numpy/linalg", "numpy/matrixlib"),
)
"""Folders of which the compiled modules are read before the first sound."""
_LIBRARIES = ("numpy/_core", "numpy/core", "numpy/linalg", "numpy.libs")
_LEAST, _LARGEST = 200_000, 32 << 20
"""Bytes: of a library among these, for smaller ones are for numpy's own tests; and of a file that
are read."""


def read_ahead(path: Sequence[str] | None = None) -> int:
    """Begin to read what importing the daemon from `path` reads, where that is on disk alone; the
    number of files. It waits for none of them."""
    path = sys.path if path is None else path
    hearts = (f for folder in _LIBRARIES[:2] for f in _files(path, folder, ".so") if _LIBRARY in f)
    if not any(is_on_disk_alone(file) for file in hearts):
        return 0
    compiled = f".{sys.implementation.cache_tag}.pyc"
    folders = [*(folder for name in _OURS for folder in _below(path, name)), *_OTHERS]
    modules = [f for folder in folders for f in _files(path, f"{folder}/__pycache__", compiled)]
    libraries = [f for folder in _LIBRARIES for f in _files(path, folder, ".so")]
    # What is small first: the disk takes its time for libraries.
    return sum(_ask(file) for file in (*modules, *(f for f in libraries if _is_worth_it(f))))


def is_on_disk_alone(file: str) -> bool:
    """Whether reading from its middle would have to wait; False where nobody can tell."""
    with suppress(OSError):
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        try:
            middle = os.fstat(descriptor).st_size // 2
            os.preadv(descriptor, [bytearray(1)], middle, os.RWF_NOWAIT)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
    return False


def _below(path: Sequence[str], name: str) -> Iterator[str]:
    """A folder and those in it that a start reads, as they are named where it is imported from."""
    place = _place(path, name)
    for folder, inside, _ in os.walk(f"{place}/{name}"):
        yield os.path.relpath(folder, place)
        inside[:] = [each for each in inside if each not in _UNREAD]


def _files(path: Sequence[str], folder: str, part: str) -> list[str]:
    """Files of a folder whose names have that in them (`.so` may be followed by a number)."""
    with suppress(OSError), os.scandir(f"{_place(path, folder)}/{folder}") as inside:
        return [each.path for each in inside if part in each.name]
    return []


def _place(path: Sequence[str], folder: str) -> str:
    """What of the path has such a folder, and thus is imported from."""
    return next((place for place in path if Path(place, folder).is_dir()), "")


def _is_worth_it(file: str) -> bool:
    with suppress(OSError):
        return Path(file).stat().st_size >= _LEAST
    return False


def _ask(file: str) -> bool:
    """Whether it is being read now."""
    with suppress(OSError):
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.posix_fadvise(descriptor, 0, _LARGEST, os.POSIX_FADV_WILLNEED)
        finally:
            os.close(descriptor)
        return True
    return False
