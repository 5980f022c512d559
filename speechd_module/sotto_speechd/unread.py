"""Does the server still read? Speech Dispatcher 0.12 may cease to, for good, in a message during
which a program asks for the list of voices: its thread that took the list does not wake the one
that waits for events, and no program is spoken for any more. Another such question wakes it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from sotto_speechd.errors import ModuleError

_log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""A server that lives reads within a few milliseconds."""

_MOST_QUESTIONS = 20
"""One that cannot be woken is not asked for ever."""


class UnreadWatch:
    """Looks at the pipe from `begin` until no message is under way and all is read.

    `pipe` tells the bytes that wait in it and those that left it, `ask` has the server ask for
    the list of voices and may wait.
    """

    def __init__(
        self,
        pipe: Callable[[], tuple[int, int]],
        is_speaking: Callable[[], bool],
        ask: Callable[[], object],
        seconds: float = LOOK_SECONDS,
    ) -> None:
        self._pipe = pipe
        self._is_speaking = is_speaking
        self._ask = ask
        self._seconds = seconds
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def is_looking(self) -> bool:
        """Whether there is anything to watch."""
        return self._thread is not None

    def begin(self) -> None:
        """The list of voices was asked for."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="unread", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        before, questions = (0, 0), 0
        while not self._is_over():
            now = self._pipe()
            if not now[0] or now != before:
                questions = 0
            elif questions < _MOST_QUESTIONS:
                questions += 1
                self._wake()
            before = now
            time.sleep(self._seconds)

    def _is_over(self) -> bool:
        with self._lock:
            if self._is_speaking() or self._pipe()[0]:
                return False
            self._thread = None
            return True

    def _wake(self) -> None:
        _log.warning("the server does not read what it is told; it is asked for the voices")
        try:
            self._ask()
        except ModuleError as error:
            _log.error("%s", error)
