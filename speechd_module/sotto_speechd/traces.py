"""What the process that watches over the module sees of it, and still knows when it is dead."""

from __future__ import annotations

import mmap
from enum import IntEnum


class Trace(IntEnum):
    """What the module is in the middle of: it leaves the last one to be ended, and the others to
    be doubted."""

    READING = 0
    TELLING = 1
    WRITING = 2
    MESSAGE = 3


_DOUBTFUL = (Trace.READING, Trace.TELLING, Trace.WRITING)


class Traces:
    """Memory that is shared with the processes that are forked from this one."""

    def __init__(self) -> None:
        self._bytes = mmap.mmap(-1, len(Trace))

    def mark(self, trace: Trace, is_so: bool) -> None:
        """From here on, or not any more."""
        self._bytes[trace] = is_so

    def clear(self) -> None:
        """Another module begins."""
        self._bytes[:] = bytes(len(Trace))

    @property
    def is_plain(self) -> bool:
        """Whether it is known what the server was told and waits for."""
        return not any(self._bytes[trace] for trace in _DOUBTFUL)

    @property
    def has_message(self) -> bool:
        """Whether the server waits for the end of one."""
        return bool(self._bytes[Trace.MESSAGE])
