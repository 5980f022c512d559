"""The way out: whole replies and events onto a pipe, in order, never blocking a caller."""

from __future__ import annotations

import array
import contextlib
import fcntl
import os
import select
import termios
import threading
from collections import deque

from sotto_speechd.traces import Trace, Traces

ROOMY = 64 << 10
"""Bytes; senders of sound hold back while more waits."""


class Outlet:
    """Writes at once when the pipe has room; a thread of its own writes what is left over.

    Sound that still waits can be dropped; a piece that the pipe has begun to take cannot.
    `traces` tell that something is on its way.
    """

    def __init__(self, descriptor: int, traces: Traces | None = None) -> None:
        self._descriptor = descriptor
        self.traces = Traces() if traces is None else traces
        os.set_blocking(descriptor, False)
        self._waiting: deque[tuple[bytes, bool]] = deque()
        self._size = 0
        self._begun = b""
        self._written = 0
        self._changed = threading.Condition()
        self._is_broken = False
        self._thread: threading.Thread | None = None

    @property
    def is_broken(self) -> bool:
        """Whether nobody reads any more."""
        return self._is_broken

    def send(self, data: bytes, *, is_sound: bool = False) -> None:
        """Write this after all that was sent before."""
        if not data:
            return
        with self._changed:
            self._waiting.append((data, is_sound))
            self._size += len(data)
            self._write()
            if self._is_pending() and self._thread is None:
                self._thread = threading.Thread(target=self._run, name="outlet", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def drop_sound(self) -> None:
        """Forget the sound that the pipe has not begun to take."""
        with self._changed:
            kept = [item for item in self._waiting if not item[1]]
            self._waiting = deque(kept)
            self._size = len(self._begun) + sum(len(data) for data, _ in kept)
            self.traces.mark(Trace.WRITING, self._is_pending())
            self._changed.notify_all()

    def has_room(self) -> bool:
        """Whether little waits, so that more sound may be sent."""
        return self._size < ROOMY or self._is_broken

    def unread(self) -> tuple[int, int]:
        """Bytes that wait in the pipe, and those that were ever read from it."""
        waiting = array.array("i", [0])
        with self._changed:
            # What is no pipe keeps nothing.
            with contextlib.suppress(OSError):
                fcntl.ioctl(self._descriptor, termios.FIONREAD, waiting)
            return waiting[0], self._written - waiting[0]

    def drain(self, seconds: float) -> bool:
        """Wait until everything is written."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._is_pending(), seconds)

    def _is_pending(self) -> bool:
        return bool(self._begun or self._waiting) and not self._is_broken

    def _write(self) -> None:
        self._write_what_fits()
        self.traces.mark(Trace.WRITING, self._is_pending())

    def _write_what_fits(self) -> None:
        while self._is_pending():
            if not self._begun:
                self._begun = self._waiting.popleft()[0]
                # The pipe takes less as a whole, or not at all.
                self.traces.mark(Trace.WRITING, len(self._begun) > select.PIPE_BUF)
            try:
                count = os.write(self._descriptor, self._begun)
            except BlockingIOError:
                return
            except OSError:
                self._is_broken = True
                return
            self._begun = self._begun[count:]
            self._size -= count
            self._written += count

    def _run(self) -> None:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        while not self._is_broken:
            with self._changed:
                self._changed.wait_for(lambda: self._is_pending() or self._is_broken)
            poll.poll()
            with self._changed:
                self._write()
                self._changed.notify_all()
