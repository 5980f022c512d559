"""The one thread that may touch an instance of libespeak-ng; others hand it work and wait.

Nobody waits for ever: an instance that does not answer is left to itself, and another one,
in a process of its own, takes its place.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from typing import TypeVar

from sotto.errors import PhonemesError
from sotto.phonemes.binding import EspeakLibrary, Library
from sotto.phonemes.espeak import Espeak
from sotto.phonemes.remote import RemoteLibrary

T = TypeVar("T")

PATIENCE_SECONDS = 1.0
"""A clause takes milliseconds; the first call reads the library's files."""


class EspeakThread:
    """Owns an Espeak. The library is loaded by the first piece of work, on the thread.

    `first` makes the instance to begin with, `then` those that follow one that hangs.
    """

    def __init__(
        self,
        first: Callable[[], Library] = EspeakLibrary,
        then: Callable[[], Library] = RemoteLibrary,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._then = then
        self._patience = patience
        self._lock = threading.Lock()
        self._is_closed = False
        self._thread = _Thread(first)

    def submit(self, work: Callable[[Espeak], T]) -> Future[T]:
        """Run `work` on the owner thread; its exception reaches the future."""
        return self._thread.submit(work)

    def call(self, work: Callable[[Espeak], T], tries: int = 1) -> T:
        """Run `work` on the owner thread and wait for its result.

        Raises PhonemesError when it does not come from any of `tries` instances.
        """
        problem = PhonemesError(f"libespeak-ng did not answer for {self._patience:g} s")
        for left in range(tries - 1, -1, -1):
            if self._is_closed:
                raise PhonemesError("libespeak-ng is closed")
            thread = self._thread
            future = thread.submit(work)
            if wait([future], self._patience).done:
                try:
                    return future.result()
                except PhonemesError as error:
                    problem = error
                    if not left:
                        break
            future.cancel()
            self._replace(thread)
        raise problem

    def close(self) -> None:
        """End the thread, and the process where there is one, after what was submitted."""
        self._is_closed = True
        self._thread.close()

    def _replace(self, hanging: _Thread) -> None:
        with self._lock:
            if self._thread is hanging:
                self._thread = _Thread(self._then)
        hanging.close()


class _Thread:
    """Does one piece of work after the other; nothing waits for its end."""

    def __init__(self, make: Callable[[], Library]) -> None:
        self._make = make
        self._espeak: Espeak | None = None
        self._works: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="espeak", daemon=True).start()

    def submit(self, work: Callable[[Espeak], T]) -> Future[T]:
        future: Future[T] = Future()
        self._works.put(partial(self._do, work, future))
        return future

    def close(self) -> None:
        self._works.put(None)

    def _run(self) -> None:
        while (work := self._works.get()) is not None:
            work()
            del work
        if self._espeak is not None and isinstance(self._espeak.binding, RemoteLibrary):
            self._espeak.binding.close()

    def _do(self, work: Callable[[Espeak], T], future: Future[T]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            if self._espeak is None:
                self._espeak = Espeak(self._make())
            result = work(self._espeak)
        except BaseException as error:  # carried to whoever waits
            future.set_exception(error)
        else:
            future.set_result(result)
