"""The one thread that may touch libespeak-ng; others hand it work and wait."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from sotto.phonemes.espeak import Espeak

T = TypeVar("T")


class EspeakThread:
    """Owns an Espeak. The library is loaded by the first piece of work, on the thread."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="espeak")

    def submit(self, work: Callable[[Espeak], T]) -> Future[T]:
        """Run `work` on the owner thread; its exception reaches the future."""
        return self._executor.submit(lambda: work(self._espeak))

    def call(self, work: Callable[[Espeak], T]) -> T:
        """Run `work` on the owner thread and wait for its result."""
        return self.submit(work).result()

    def close(self) -> None:
        """Drop the work that waits and end the thread after the piece in progress."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _espeak(self) -> Espeak:
        return Espeak()
