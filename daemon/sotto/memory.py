"""Keeping the process small: what is loaded for good is not looked at again."""

from __future__ import annotations

import asyncio
import gc
import mmap
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

OUT_OF_MEMORY = 71
"""Exit status of a process that got no memory where it cannot do without (EX_OSERR)."""

_LAST_WORDS = b"ERROR sotto: out of memory; another process has to go on\n"

_LEAST = 16 << 20
"""Bytes that a daemon wants now and then, for a voice, a thread or a longer text."""

_BEGIN_SECONDS = 5
"""A thread that did not begin in so long never will: the process ends (SIGALRM)."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Of glibc's `mallopt`."""
_TRIM_AFTER_SECONDS = 1.0
_TRIM_AT_ONCE_AFTER_SECONDS = 15.0
"""Who keeps the daemon busy for so long leaves no such pause: a shorter one has to do."""
_WORTH_BYTES = 3 << 20
"""What is given back comes anew, page by page, when it is wanted again: with a sentence that is a
millisecond of its first sound. So what a few of them want stays."""
_DONTNEED = 4
"""Of madvise(2)."""
_LIBRARY = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r-[x-]p \S+ \S+ [1-9]\d* +\S.*\.so[.\d]*$")
"""The head of a mapping in proc_pid_smaps(5)."""
_KEPT = 16 << 20
_MAPPED_FROM = 4 << 20


def keep_while_busy() -> None:
    """Let freed memory stay until `give_back`, where the C library is glibc: while a voice speaks
    it is wanted again a moment later, and pages that come anew cost a tenth of its time."""
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, _KEPT)
        mallopt(_MMAP_THRESHOLD, _MAPPED_FROM)


def settle() -> None:
    """Leave everything that is alive now out of later garbage collections, which begin."""
    gc.collect()
    gc.freeze()
    gc.enable()


def give_back() -> None:
    """Return freed memory to the system, where the C library is glibc."""
    # Not before the bus name is owned.
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def give_back_aside(*then: Callable[[], object]) -> None:
    """`give_back` on a thread of its own: it takes milliseconds, which the loop has not; and what
    else there is to do there."""
    # Without a thread it stays as it is.
    with suppress(RuntimeError):
        threading.Thread(target=_each, args=(give_back, *then), name="memory", daemon=True).start()


def _each(*calls: Callable[[], object]) -> None:
    for call in calls:
        call()


def give_back_code() -> int:
    """Bytes of programs' code that the process has no longer in hand; what is run of it comes back.

    More than half of what a start reads of libraries, chiefly of ONNX Runtime, is needed only to
    load. Nothing that the process has written to is touched, nor what may be taken away meanwhile:
    a library that was loaded stays.
    """
    import ctypes

    advise = getattr(ctypes.CDLL(None), "madvise", None)
    if advise is None:
        return 0
    given = 0
    smaps = Path("/proc/self/smaps")
    with suppress(OSError), smaps.open(encoding="utf-8", errors="replace") as file:
        for begin, end, resident in _code(file):
            place, size = ctypes.c_void_p(begin), ctypes.c_size_t(end - begin)
            given += resident if advise(place, size, _DONTNEED) == 0 else 0
    return given


def _code(lines: Iterable[str]) -> Iterator[tuple[int, int, int]]:
    """Begin, end and resident bytes of libraries' mappings that are only read, as /proc tells."""
    mapping: re.Match[str] | None = None
    resident = 0
    for line in lines:
        name, _, value = line.partition(":")
        if found := _LIBRARY.match(line):
            mapping = found
        elif name == "Rss":
            resident = int(value.split()[0]) << 10
        elif name == "Anonymous" and mapping is not None:
            if int(value.split()[0]) == 0 and resident:
                yield int(mapping[1], 16), int(mapping[2], 16), resident
            mapping = None


class Trim:
    """Gives memory back once nothing was said for a while, where it is worth that."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._timer: asyncio.TimerHandle | None = None
        self._trimmed = loop.time()
        self._least = 0
        """Bytes of its own that were left to the process when memory was given back."""

    def hold(self) -> None:
        """Something is said."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def run(self) -> None:
        """Nothing is said any more."""
        self.hold()
        is_due = self._loop.time() - self._trimmed > _TRIM_AT_ONCE_AFTER_SECONDS
        wait = 0.0 if is_due else _TRIM_AFTER_SECONDS
        self._timer = self._loop.call_later(wait, self._give_back)

    def _give_back(self) -> None:
        if _own_bytes() - self._least < _WORTH_BYTES:
            return
        self._trimmed = self._loop.time()
        give_back_aside(self._look)

    def _look(self) -> None:
        self._least = _own_bytes()


def _own_bytes() -> int:
    """Resident memory of this process that no file stands behind; 0 where nobody tells."""
    try:
        _, resident, shared, *_ = Path("/proc/self/statm").read_text().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * mmap.PAGESIZE


def end_without_memory(loop: asyncio.AbstractEventLoop) -> None:
    """From here on, end this process at once where an event would be lost for want of memory: in
    a callback of a library, of the loop, or of a thread. Whoever started it starts another one.
    """
    unraisable, unthreaded = sys.unraisablehook, threading.excepthook

    def in_callback(told: Any) -> None:  # noqa: ANN401 - a type that only stubs know
        _end_if(told.exc_value)
        unraisable(told)

    def in_thread(told: threading.ExceptHookArgs) -> None:
        _end_if(told.exc_value)
        unthreaded(told)

    def in_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        _end_if(context.get("exception"))
        loop.default_exception_handler(context)

    sys.unraisablehook, threading.excepthook = in_callback, in_thread
    begin, one_by_one = threading.Thread.start, threading.Lock()

    def begins_or_ends(thread: threading.Thread) -> None:
        # CPython waits for ever for a thread that got no memory to begin with. There is one alarm:
        # of two threads that begin at a time, one would leave the other's behind.
        with one_by_one:
            signal.alarm(_BEGIN_SECONDS)
            try:
                begin(thread)
            finally:
                signal.alarm(0)

    threading.Thread.start = begins_or_ends  # type: ignore[method-assign, assignment]
    loop.set_exception_handler(in_loop)


def note(error: Exception) -> None:
    """Let the loop know of an error that is dealt with already: of want of memory a process in
    which `end_without_memory` was called ends."""
    if isinstance(error, MemoryError):
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": "out of memory", "exception": error})


def look_for_memory(least: int = _LEAST) -> None:
    """End a process in which `end_without_memory` was called where so many bytes more cannot be
    had: what fails there for want of memory has many names, and it would fail for ever."""
    try:
        mmap.mmap(-1, least).close()
    except (OSError, MemoryError):
        note(MemoryError())


def _end_if(error: object) -> None:
    if isinstance(error, MemoryError):
        _end()


def _end() -> NoReturn:
    """Neither tidies up nor logs: both want memory."""
    with suppress(OSError):
        os.write(2, _LAST_WORDS)
    os._exit(OUT_OF_MEMORY)
