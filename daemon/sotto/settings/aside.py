"""Work that may hang, on a thread of its own: waited for a bounded time, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Aside(Generic[T]):
    """One piece of work at a time. While it hangs nobody waits again, and no other begins."""

    def __init__(self) -> None:
        self._pending: Future[T] | None = None

    @property
    def is_pending(self) -> bool:
        """Whether the result of some work was not handed out yet."""
        return self._pending is not None

    def begin(self, work: Callable[[], T]) -> None:
        """Start it; nothing may be pending."""
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except Exception as error:  # handed to whoever takes the result
                future.set_exception(error)

        self._pending = future
        threading.Thread(target=run, name="settings", daemon=True).start()

    def take(self, patience: float) -> T | None:
        """The result, once; None when it is not there within these seconds. Raises what the work
        raised."""
        if self._pending is None:
            return None
        try:
            self._pending.exception(patience)
        except TimeoutError:
            return None
        done, self._pending = self._pending, None
        return done.result()
